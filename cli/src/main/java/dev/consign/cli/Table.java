package dev.consign.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Rows of text in columns as wide as their widest cell.
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... titles) {
        rows.add(List.of(titles));
    }

    /// One row a field set.
    ///
    /// @param list an array; what is none, or is not there, has no rows
    /// @param fields names of the rows' fields, one for each column
    Table rows(JsonNode list, String... fields) {
        list.valueStream().forEach(row -> row(row, fields));
        return this;
    }

    /// @param fields names of the row's fields, one for each column
    Table row(JsonNode row, String... fields) {
        var cells = new ArrayList<String>();
        for (var field : fields) {
            cells.add(Text.of(row.path(field)));
        }
        rows.add(cells);
        return this;
    }

    /// @param cells one for each column, shown as they are
    Table cells(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /// Whether there is nothing but the titles.
    boolean isEmpty() {
        return rows.size() == 1;
    }

    @Override
    public String toString() {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
