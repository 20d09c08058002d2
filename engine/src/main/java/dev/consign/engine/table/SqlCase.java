package dev.consign.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A `CASE column WHEN key THEN value …` over bound parameters: lets one UPDATE give each row a
/// value of its own. Keys are sorted, so that rows are always locked in the same order.
final class SqlCase {
    private final String column;
    private final Map<String, Object> values = new TreeMap<>();

    SqlCase(String column) {
        this.column = column;
    }

    void add(String key, Object value) {
        values.put(key, value);
    }

    /// For the place of the value; binds [#parameters()].
    String expression() {
        return "CASE %s%s END".formatted(column, " WHEN ? THEN ?".repeat(values.size()));
    }

    List<Object> parameters() {
        var parameters = new ArrayList<Object>();
        values.forEach((key, value) -> {
            parameters.add(key);
            parameters.add(value);
        });
        return parameters;
    }

    /// For an IN list; binds [#keys()].
    String placeholders() {
        return String.join(", ", values.keySet().stream().map(_ -> "?").toList());
    }

    List<String> keys() {
        return List.copyOf(values.keySet());
    }
}
