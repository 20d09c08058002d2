@NullMarked
package dev.consign.processor.intake;

import org.jspecify.annotations.NullMarked;
