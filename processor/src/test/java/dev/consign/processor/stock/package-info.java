@NullMarked
package dev.consign.processor.stock;

import org.jspecify.annotations.NullMarked;
