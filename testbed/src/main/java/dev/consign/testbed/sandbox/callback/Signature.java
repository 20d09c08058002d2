package dev.consign.testbed.sandbox.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs as the Standard Webhooks specification 1.0.0 says for `v1`: HMAC-SHA256 over
/// `id.timestamp.body` with the bytes that stand in base64 after `whsec_`.
public final class Signature {
    private static final String PREFIX = "whsec_";

    private final SecretKeySpec key;

    /// @param secret `whsec_` and base64
    public Signature(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a webhook secret starts with " + PREFIX);
        }
        var bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    /// @param timestamp seconds since 1970
    /// @return the value of the header `webhook-signature`
    public String sign(String webhookId, long timestamp, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            var text = webhookId + "." + timestamp + "." + body;
            var code = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
