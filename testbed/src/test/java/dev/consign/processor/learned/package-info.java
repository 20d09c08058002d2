@NullMarked
package dev.consign.processor.learned;

import org.jspecify.annotations.NullMarked;
