package dev.consign.broker.outbox;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The headers column: a JSON object of texts.
final class Headers {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private Headers() {}

    static String text(Map<String, String> headers) {
        return JSON.writeValueAsString(new TreeMap<>(headers));
    }

    /// @param text null for none
    static Map<String, String> of(@Nullable String text) {
        return text == null ? Map.of() : JSON.readValue(text, TEXTS);
    }
}
