@NullMarked
package dev.consign.processor.order;

import org.jspecify.annotations.NullMarked;
