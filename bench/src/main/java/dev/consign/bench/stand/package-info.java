/// The test stand: the processes that are measured, and the hand that holds their queues.
@NullMarked
package dev.consign.bench.stand;

import org.jspecify.annotations.NullMarked;
