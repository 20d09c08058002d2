package dev.consign.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// The names and texts of one JSON object that [JsonFields] refuses: nested deeper than anybody
/// needs, with a name twice, of bytes that are no UTF-8. Good enough to tell a person what it may
/// be about, and for nothing else: of several texts under one name the first is kept, wherever it
/// stands. Memory and stack do not grow with the depth.
public final class LooseJson {
    private static final JsonMapper LENIENT =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(JsonFields.MAX_BYTES)
                                                    .maxNumberLength(JsonFields.MAX_BYTES)
                                                    .maxNameLength(JsonFields.MAX_BYTES)
                                                    .build())
                                    .build())
                    .build();

    private final Set<String> names = new HashSet<>();
    private final Map<String, String> texts = new HashMap<>();

    private LooseJson() {}

    /// @return empty when the bytes are anything but one JSON object of at most 64 KiB
    public static Optional<LooseJson> of(byte[] body) {
        if (body.length > JsonFields.MAX_BYTES) {
            return Optional.empty();
        }
        var text = new String(body, StandardCharsets.UTF_8);
        try {
            return read(text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static Optional<LooseJson> read(String text) {
        var found = new LooseJson();
        try (var parser = LENIENT.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            int depth = 1;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (depth == 0) {
                    // Something stands behind the object.
                    return Optional.empty();
                }
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.PROPERTY_NAME) {
                    found.names.add(parser.currentName());
                } else if (parser.currentName() != null && token != JsonToken.VALUE_NULL) {
                    found.texts.putIfAbsent(parser.currentName(), parser.getString());
                }
            }
            return Optional.of(found);
        }
    }

    /// Whether there is a field of this name, whatever is in it.
    public boolean has(String name) {
        return names.contains(name);
    }

    /// The first text, number, true or false of this name; null when there is none.
    public @Nullable String text(String name) {
        return texts.get(name);
    }
}
