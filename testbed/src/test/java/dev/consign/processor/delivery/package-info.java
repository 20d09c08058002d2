@NullMarked
package dev.consign.processor.delivery;

import org.jspecify.annotations.NullMarked;
