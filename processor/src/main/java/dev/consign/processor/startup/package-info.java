/// What must be true before the first message is taken in.
@NullMarked
package dev.consign.processor.startup;

import org.jspecify.annotations.NullMarked;
