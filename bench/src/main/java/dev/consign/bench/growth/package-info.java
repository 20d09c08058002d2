/// Throughput beside what may hurt it: full tables, few consumers, small batches.
@NullMarked
package dev.consign.bench.growth;

import org.jspecify.annotations.NullMarked;
