package dev.consign.processor.backoffice.deadletters;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.consign.broker.deadletter.BodyType;
import dev.consign.processor.backoffice.deadletters.DeadLetterSearch.LongParts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A letter with everything that is known of it; card numbers and secrets are masked.
///
/// @param bodyType what kind of message it was
/// @param bodyEncoding `text`, or `base64` for what is none
/// @param stack null when the message itself was at fault
record DeadLetterDetail(
        @JsonUnwrapped DeadLetterView letter,
        Map<String, String> headers,
        BodyType bodyType,
        String bodyEncoding,
        String body,
        @Nullable String stack) {
    static DeadLetterDetail of(DeadLetterView letter, BodyType type, LongParts parts) {
        var headers = new TreeMap<String, String>();
        parts.headers().forEach((name, value) -> headers.put(name, header(name, value)));
        var masked = Mask.bytes(parts.body());
        return switch (type) {
            case TEXT, MAP, STREAM, UNREAD, NONE ->
                    new DeadLetterDetail(
                            letter,
                            headers,
                            type,
                            "text",
                            new String(masked, StandardCharsets.UTF_8),
                            Mask.nullable(parts.stack()));
            case BYTES, OBJECT ->
                    new DeadLetterDetail(
                            letter,
                            headers,
                            type,
                            "base64",
                            Base64.getEncoder().encodeToString(masked),
                            Mask.nullable(parts.stack()));
        };
    }

    /// Masked together with its name, as that is what tells a secret.
    private static String header(String name, String value) {
        return Mask.secretName(name) ? "***" : Mask.text(value);
    }
}
