/// What a benchmark found, as a table, as JSON and as a chart.
@NullMarked
package dev.consign.bench.report;

import org.jspecify.annotations.NullMarked;
