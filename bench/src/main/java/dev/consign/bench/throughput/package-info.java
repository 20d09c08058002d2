/// Facts applied per second from a full queue.
@NullMarked
package dev.consign.bench.throughput;

import org.jspecify.annotations.NullMarked;
