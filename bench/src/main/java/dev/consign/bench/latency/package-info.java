/// From a callback's answer to the credited buyer.
@NullMarked
package dev.consign.bench.latency;

import org.jspecify.annotations.NullMarked;
