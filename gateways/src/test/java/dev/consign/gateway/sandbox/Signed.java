package dev.consign.gateway.sandbox;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.consign.gateway.CallbackRequest;
import dev.consign.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A callback signed by the reference library, not by our own code, and then spoilt at will.
record Signed(String id, String timestamp, String signature, byte[] body) {
    static final String ID = "evt_0abc-DEF";

    static Signed with(Secret secret, long timestamp, String body) {
        return with(secret, ID, timestamp, body);
    }

    static Signed with(Secret secret, String id, long timestamp, String body) {
        try {
            return new Signed(
                    id,
                    Long.toString(timestamp),
                    new Webhook(secret.value()).sign(id, timestamp, body),
                    body.getBytes(StandardCharsets.UTF_8));
        } catch (EmptyWebhookSecretException | WebhookSigningException e) {
            throw new AssertionError(e);
        }
    }

    /// A secret of so many equal bytes.
    static Secret secret(int fill, int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return new Secret("whsec_" + Base64.getEncoder().encodeToString(bytes));
    }

    Signed id(String other) {
        return new Signed(other, timestamp, signature, body);
    }

    Signed timestamp(String other) {
        return new Signed(id, other, signature, body);
    }

    Signed signature(String other) {
        return new Signed(id, timestamp, other, body);
    }

    Signed body(byte[] other) {
        return new Signed(id, timestamp, signature, other);
    }

    Signed body(String other) {
        return body(other.getBytes(StandardCharsets.UTF_8));
    }

    /// The base64 text alone.
    String code() {
        return signature.substring("v1,".length());
    }

    CallbackRequest request() {
        return CallbackRequest.of(headers(), body);
    }

    CallbackRequest without(String header) {
        var headers = headers();
        headers.remove(header);
        return CallbackRequest.of(headers, body);
    }

    CallbackRequest twice(String header, String second) {
        var headers = headers();
        headers.compute(
                header, (_, values) -> List.of(values == null ? "" : values.getFirst(), second));
        return CallbackRequest.of(headers, body);
    }

    Map<String, List<String>> headers() {
        var headers = new HashMap<String, List<String>>();
        headers.put("Webhook-Id", List.of(id));
        headers.put("Webhook-Timestamp", List.of(timestamp));
        headers.put("Webhook-Signature", List.of(signature));
        return headers;
    }
}
