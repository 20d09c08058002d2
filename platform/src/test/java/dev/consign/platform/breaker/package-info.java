@NullMarked
package dev.consign.platform.breaker;

import org.jspecify.annotations.NullMarked;
