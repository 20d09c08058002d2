package dev.consign.broker.codec;

import dev.consign.broker.codec.UndecodableBody.Flaw;
import dev.consign.message.MessageType;
import dev.consign.message.WrittenTime;
import dev.consign.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The fields of a message body whose size, schema version and type are right. Each is read as
/// exactly what it must be. Fields nobody asks for are let be: a newer release may write them while
/// this one still runs.
final class Body {
    static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_BYTES_PER_CHAR = 3;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final JsonNode object;
    private final String path;

    private Body(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /// @param text null when the message had none
    static Body of(@Nullable String text, MessageType type) throws UndecodableBody {
        if (text == null) {
            throw new UndecodableBody(Flaw.BAD_JSON, "the message has no text");
        }
        if (tooLarge(text)) {
            throw new UndecodableBody(Flaw.TOO_LARGE, "the body is over 64 KiB");
        }
        var root = tree(text);
        if (!root.isObject()) {
            throw new UndecodableBody(Flaw.BAD_JSON, "the body is not a JSON object");
        }
        var schema = root.get("schema");
        if (schema == null || !schema.isInt() || schema.intValue() != type.schema()) {
            throw new UndecodableBody(
                    Flaw.UNKNOWN_SCHEMA,
                    "schema is not %d, the only version this release reads"
                            .formatted(type.schema()));
        }
        var name = root.get("type");
        if (name == null || !name.isString() || !name.stringValue().equals(type.name())) {
            throw new UndecodableBody(Flaw.WRONG_TYPE, "type is not " + type);
        }
        return new Body(root, "");
    }

    /// A text that must be there and have the shape its type asks for.
    ///
    /// @param type throws IllegalArgumentException for any other text
    <T> T text(String name, Function<String, T> type) throws UndecodableBody {
        var node = required(name);
        if (!node.isString()) {
            throw bad(name, "is not a text");
        }
        try {
            return type.apply(node.stringValue());
        } catch (IllegalArgumentException _) {
            throw bad(name, "has not the right form");
        }
    }

    /// The same, where leaving it out, or null, is allowed.
    <T> @Nullable T optional(String name, Function<String, T> type) throws UndecodableBody {
        return present(name) == null ? null : text(name, type);
    }

    /// An amount: whole minor units, not negative, of a currency that exists.
    Money money(String name) throws UndecodableBody {
        var node = required(name);
        if (!node.isObject()) {
            throw bad(name, "is not an object");
        }
        var amount = new Body(node, name + ".");
        var minor = amount.required("minor");
        if (!minor.isIntegralNumber() || !minor.canConvertToLong() || minor.longValue() < 0) {
            throw amount.bad("minor", "is not a whole number of 0 to 2^63 - 1");
        }
        return amount.text("currency", code -> Money.of(code, minor.longValue()));
    }

    /// A time as in RFC 3339, of the years 1970 to 9999.
    Instant time(String name) throws UndecodableBody {
        return text(name, Body::instant);
    }

    UndecodableBody bad(String name, String flaw) {
        return new UndecodableBody(Flaw.BAD_FIELD, path + name + " " + flaw);
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

    private JsonNode required(String name) throws UndecodableBody {
        var node = present(name);
        if (node == null) {
            throw bad(name, "is missing");
        }
        return node;
    }

    private @Nullable JsonNode present(String name) {
        var node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    /// Counts bytes only where the number of characters leaves it open.
    private static boolean tooLarge(String text) {
        return text.length() > MAX_BYTES
                || (text.length() > MAX_BYTES / MAX_BYTES_PER_CHAR
                        && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES);
    }

    private static JsonNode tree(String text) throws UndecodableBody {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            // The parser's message quotes the body, so only the place is passed on.
            var at = e.getLocation();
            throw new UndecodableBody(
                    Flaw.BAD_JSON,
                    at == null
                            ? "the body is not strict JSON"
                            : "the body is not strict JSON, see line %d column %d"
                                    .formatted(at.getLineNr(), at.getColumnNr()));
        }
    }
}
