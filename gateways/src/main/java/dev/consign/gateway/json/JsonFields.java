package dev.consign.gateway.json;

import dev.consign.message.WrittenTime;
import dev.consign.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The fields of one JSON object, each read as exactly what it must be: nothing is rounded, coerced
/// or guessed, and there is no second value under the same name. Fields nobody asks for are let be,
/// so that the gateway may add some.
public final class JsonFields {
    public static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_DEPTH = 16;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final JsonMapper STRICT =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(100)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build();

    private final JsonNode object;
    private final String path;

    private JsonFields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /// @param body the bytes of one JSON object, at most 64 KiB
    public static JsonFields of(byte[] body) throws UnreadableBody {
        if (body.length > MAX_BYTES) {
            throw new UnreadableBody("too_large", "the body is over 64 KiB");
        }
        var root = tree(utf8(body));
        if (!root.isObject()) {
            throw new UnreadableBody("bad_json", "the body is not a JSON object");
        }
        return new JsonFields(root, "");
    }

    /// An object within this one.
    public JsonFields object(String name) throws UnreadableBody {
        var node = required(name);
        if (!node.isObject()) {
            throw bad(name, "is not an object");
        }
        return new JsonFields(node, path + name + ".");
    }

    /// A text that must be there.
    public String text(String name) throws UnreadableBody {
        var node = required(name);
        if (!node.isString()) {
            throw bad(name, "is not a text");
        }
        return node.stringValue();
    }

    /// A text that must be there and have the shape its type asks for.
    ///
    /// @param type throws IllegalArgumentException for any other text
    public <T> T text(String name, Function<String, T> type) throws UnreadableBody {
        try {
            return type.apply(text(name));
        } catch (IllegalArgumentException _) {
            throw bad(name, "has not the right form");
        }
    }

    /// The same, where leaving it out, or null, is allowed.
    public <T> Optional<T> optional(String name, Function<String, T> type) throws UnreadableBody {
        return present(name) == null ? Optional.empty() : Optional.of(text(name, type));
    }

    /// An amount: whole minor units, not negative, of a currency that exists.
    public Money money(String name) throws UnreadableBody {
        var amount = object(name);
        var minor = amount.required("minor");
        if (!minor.isIntegralNumber()) {
            throw amount.bad("minor", "is not a whole number");
        }
        if (!minor.canConvertToLong() || minor.longValue() < 0) {
            throw amount.bad("minor", "is negative or too large");
        }
        return amount.text("currency", code -> Money.of(code, minor.longValue()));
    }

    /// A time as in RFC 3339, of the years 1970 to 9999.
    public Instant time(String name) throws UnreadableBody {
        return text(name, JsonFields::instant);
    }

    /// The same, where leaving it out, or null, is allowed.
    public Optional<Instant> optionalTime(String name) throws UnreadableBody {
        return optional(name, JsonFields::instant);
    }

    private static Instant instant(String text) {
        try {
            var instant = WrittenTime.parse(text);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new IllegalArgumentException("a time no table can hold");
            }
            return instant;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private JsonNode required(String name) throws UnreadableBody {
        var node = present(name);
        if (node == null) {
            throw new UnreadableBody("missing_field", path + name + " is missing");
        }
        return node;
    }

    private @Nullable JsonNode present(String name) {
        var node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private UnreadableBody bad(String name, String flaw) {
        return new UnreadableBody("bad_field", path + name + " " + flaw);
    }

    /// Strictly UTF-8: a parser that guesses the encoding may read other text than was meant.
    private static String utf8(byte[] body) throws UnreadableBody {
        var text = new String(body, StandardCharsets.UTF_8);
        // What is not UTF-8 was replaced, and does not come back.
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body)) {
            throw new UnreadableBody("bad_encoding", "the body is not UTF-8");
        }
        return text;
    }

    private static JsonNode tree(String body) throws UnreadableBody {
        try {
            return STRICT.readTree(body);
        } catch (JacksonException e) {
            // The parser's message quotes what was sent, so only the place is passed on.
            var at = e.getLocation();
            throw new UnreadableBody(
                    "bad_json",
                    at == null
                            ? "the body is not strict JSON"
                            : "the body is not strict JSON, see line %d column %d"
                                    .formatted(at.getLineNr(), at.getColumnNr()));
        }
    }
}
