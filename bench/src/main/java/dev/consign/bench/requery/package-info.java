/// Asking a gateway about many payments at once, from two processes.
@NullMarked
package dev.consign.bench.requery;

import org.jspecify.annotations.NullMarked;
