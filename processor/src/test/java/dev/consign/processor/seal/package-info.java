@NullMarked
package dev.consign.processor.seal;

import org.jspecify.annotations.NullMarked;
