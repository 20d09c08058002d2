@NullMarked
package dev.consign.processor.deadletter;

import org.jspecify.annotations.NullMarked;
