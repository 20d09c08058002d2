package dev.consign.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was given of what could be, in the order in which it is passed on.
final class Given {
    private final Map<String, String> values = new LinkedHashMap<>();

    /// @param value null when it was not given
    Given with(String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
        return this;
    }

    /// For a query.
    Map<String, String> values() {
        return values;
    }

    /// For a shell, with a blank behind each.
    String options() {
        return values.entrySet().stream()
                .map(one -> one.getKey() + " " + Text.word(one.getValue()) + " ")
                .collect(Collectors.joining());
    }
}
