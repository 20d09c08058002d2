@NullMarked
package dev.consign.processor.inbox;

import org.jspecify.annotations.NullMarked;
