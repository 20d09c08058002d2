package dev.consign.bench.report;

import java.util.List;

/// What one benchmark found.
///
/// @param name of the benchmark
/// @param question what was to be found out
/// @param columns titles of the table
/// @param rows its cells, as many a row as there are columns
/// @param bars figures to reach, met or not
/// @param notes what a reader must know to believe it: how it was done, what was checked
/// @param chart the picture of it
public record Report(
        String name,
        String question,
        List<String> columns,
        List<List<String>> rows,
        List<Bar> bars,
        List<String> notes,
        Chart chart) {
    /// @throws IllegalArgumentException when a row is longer or shorter than the titles
    public Report {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        bars = List.copyOf(bars);
        notes = List.copyOf(notes);
        for (var row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("a row of %s is ragged".formatted(name));
            }
        }
    }
}
