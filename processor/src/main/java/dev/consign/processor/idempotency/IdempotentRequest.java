package dev.consign.processor.idempotency;

import dev.consign.processor.problem.ApiFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;
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

    private static final Pattern QUOTED = Pattern.compile("\"([\\x21-\\x7e&&[^\"\\\\]]{1,128})\"");
    private static final Pattern BARE = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\]]{1,128}");

    /// @param header quoted, as the draft says, or bare, as most clients send it
    /// @param body in one canonical form, so that spaces and the order of fields do not matter
    /// @throws ApiFailure when the header is missing or malformed
    public static IdempotentRequest of(
            String client, @Nullable String header, String method, String path, byte[] body) {
        if (header == null) {
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "idempotency_key_missing",
                    "Send an Idempotency-Key header, new for every order, the same for every repeat.");
        }
        return new IdempotentRequest(client, key(header.strip()), fingerprint(method, path, body));
    }

    private static String key(String header) {
        var quoted = QUOTED.matcher(header);
        if (quoted.matches()) {
            return quoted.group(1);
        }
        if (BARE.matcher(header).matches()) {
            return header;
        }
        throw new ApiFailure(
                HttpStatus.BAD_REQUEST,
                "idempotency_key_malformed",
                "An Idempotency-Key has 1 to 128 printable ASCII characters, quoted or not,"
                        + " without spaces, quotes and backslashes.");
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
