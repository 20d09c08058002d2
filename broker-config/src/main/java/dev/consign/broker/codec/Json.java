package dev.consign.broker.codec;

import dev.consign.message.MessageType;
import dev.consign.money.Money;
import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Strict JSON, with the envelope all bodies share: nothing after the end, no name twice, no
/// nesting without end.
final class Json {
    static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(16)
                                                    .maxNumberLength(100)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build();

    private static final int USUAL_LENGTH = 512;

    private Json() {}

    /// One object with the schema version and type first.
    static String body(MessageType type, Consumer<JsonGenerator> fields) {
        var text = new StringWriter(USUAL_LENGTH);
        try (var json = MAPPER.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberProperty("schema", type.schema());
            json.writeStringProperty("type", type.name());
            fields.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    static void money(JsonGenerator json, Money amount) {
        money(json, "amount", amount);
    }

    static void money(JsonGenerator json, String name, Money amount) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("currency", amount.currency().getCurrencyCode());
        json.writeNumberProperty("minor", amount.minor());
        json.writeEndObject();
    }
}
