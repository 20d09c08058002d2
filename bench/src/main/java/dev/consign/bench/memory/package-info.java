/// How much memory it takes.
@NullMarked
package dev.consign.bench.memory;

import org.jspecify.annotations.NullMarked;
