package dev.consign.processor.api.idempotency;

import dev.consign.processor.api.problem.ApiFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// A request under a key of its client's choice.
///
/// @param client keys of different clients never meet
/// @param key 1 to 128 printable characters
/// @param fingerprint 32 bytes over method, path and body
public record IdempotentRequest(String client, String key, byte[] fingerprint) {
    /// The header that carries the key.
    public static final String HEADER = "Idempotency-Key";

    /// One copy of the key, quoted or bare, and the comma before the next. Only a quoted key can
    /// hold a comma.
    private static final Pattern COPY =
            Pattern.compile(
                    "[ \\t]*(?:\"(?<quoted>[\\x21-\\x7e&&[^\"\\\\]]{1,128})\""
                            + "|(?<bare>[\\x21-\\x7e&&[^\"\\\\,]]{1,128}))[ \\t]*(?<next>,|$)");

    /// @param header quoted, as the draft says, or bare, as most clients send it; a proxy may have
    ///   joined equal copies of it by commas
    /// @param body in one canonical form, so that spaces and the order of fields do not matter
    /// @throws ApiFailure when the header is missing, malformed, or several keys
    public static IdempotentRequest of(
            String client, @Nullable String header, String method, String path, byte[] body) {
        if (header == null) {
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "idempotency_key_missing",
                    "Send an %s header: a new key for every new request, the same for every repeat of it."
                            .formatted(HEADER));
        }
        return new IdempotentRequest(client, key(header), fingerprint(method, path, body));
    }

    /// The same for a request that needs no key.
    ///
    /// @return empty when there is no header
    /// @throws ApiFailure when the header is malformed, or several keys
    public static Optional<IdempotentRequest> ifKeyed(
            String client, @Nullable String header, String method, String path, byte[] body) {
        return header == null
                ? Optional.empty()
                : Optional.of(of(client, header, method, path, body));
    }

    /// The key that one header says.
    ///
    /// @throws ApiFailure when it is malformed, or several keys
    public static String key(String header) {
        var keys = new HashSet<String>();
        var copy = COPY.matcher(header);
        var end = 0;
        do {
            if (!copy.find(end) || copy.start() != end) {
                throw malformed(header);
            }
            keys.add(copy.group("quoted") == null ? copy.group("bare") : copy.group("quoted"));
            end = copy.end();
        } while (copy.group("next").equals(","));
        if (keys.size() > 1) {
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "repeated_header",
                    "%s came with different keys; send one, in quotes if it has a comma."
                            .formatted(HEADER));
        }
        return keys.iterator().next();
    }

    private static ApiFailure malformed(String header) {
        var strange =
                IntStream.range(0, header.length())
                        .filter(i -> header.charAt(i) < ' ' || header.charAt(i) > '~')
                        .findFirst();
        return new ApiFailure(
                HttpStatus.BAD_REQUEST,
                "idempotency_key_malformed",
                "An %s has 1 to 128 printable ASCII characters, quoted or not, without spaces, quotes and backslashes%s."
                        .formatted(
                                HEADER,
                                strange.isEmpty()
                                        ? ""
                                        : "; at position %d it has another"
                                                .formatted(strange.getAsInt())));
    }

    private static byte[] fingerprint(String method, String path, byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((method + "\n" + path + "\n").getBytes(StandardCharsets.UTF_8));
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
