@NullMarked
package dev.consign.processor.callback;

import org.jspecify.annotations.NullMarked;
