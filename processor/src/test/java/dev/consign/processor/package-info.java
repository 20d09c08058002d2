@NullMarked
package dev.consign.processor;

import org.jspecify.annotations.NullMarked;
