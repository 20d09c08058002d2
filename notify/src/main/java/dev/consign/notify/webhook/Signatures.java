package dev.consign.notify.webhook;

import dev.consign.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs as Standard Webhooks want it; several keys make several signatures, so that keys can be
/// changed without a gap.
final class Signatures {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String KEY_PREFIX = "whsec_";
    private static final int KEY_BYTES = 32;

    private final List<SecretKeySpec> keys;

    /// @throws IllegalArgumentException when one is not `whsec_` and base64
    Signatures(List<Secret> secrets) {
        this.keys = secrets.stream().map(Signatures::key).toList();
    }

    /// A new key.
    static Secret next(SecureRandom random) {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return new Secret(KEY_PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    /// The value of `webhook-signature`.
    String over(String id, String timestamp, String body) {
        var content = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
        return keys.stream()
                .map(key -> "v1," + Base64.getEncoder().encodeToString(sign(key, content)))
                .collect(Collectors.joining(" "));
    }

    private static byte[] sign(SecretKeySpec key, byte[] content) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static SecretKeySpec key(Secret secret) {
        try {
            if (secret.value().startsWith(KEY_PREFIX)) {
                return new SecretKeySpec(
                        Base64.getDecoder().decode(secret.value().substring(KEY_PREFIX.length())),
                        ALGORITHM);
            }
        } catch (IllegalArgumentException _) {
            // The decoder's own message quotes a character of the key.
        }
        throw new IllegalArgumentException(
                "a key of consign.notifications.secrets is not whsec_ followed by base64 text");
    }
}
