package dev.consign.testbed.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Rows of text in columns as wide as their widest cell; nothing in it can move the cursor.
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... titles) {
        rows.add(List.of(titles));
    }

    /// @param fields names of the row's fields, one for each column
    Table row(JsonNode row, String... fields) {
        var cells = new ArrayList<String>();
        for (var field : fields) {
            cells.add(text(row.path(field)));
        }
        rows.add(cells);
        return this;
    }

    static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        if (value.has("currency") && value.has("minor")) {
            return value.path("currency").asString()
                    + " "
                    + value.path("minor").asString()
                    + " minor";
        }
        var text = value.isContainer() ? value.toString() : value.asString();
        // A message body is written by strangers: no escape sequences to the terminal.
        return text.replaceAll("\\p{Cntrl}", " ");
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
