@NullMarked
package dev.consign.processor.text;

import org.jspecify.annotations.NullMarked;
