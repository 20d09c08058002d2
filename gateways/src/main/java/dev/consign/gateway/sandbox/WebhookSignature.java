package dev.consign.gateway.sandbox;

import dev.consign.gateway.CallbackRequest;
import dev.consign.id.Shape;
import dev.consign.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Believes a callback only if one of our keys signed exactly these bytes, not long ago: Standard
/// Webhooks 1.0.0, scheme `v1`, HMAC-SHA256 over `id.timestamp.body`. Stricter than the reference
/// library where it is lenient: headers once, no stray blanks, digits only, an id of few
/// characters.
final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String KEY_PREFIX = "whsec_";
    private static final int KEY_MIN_BYTES = 24;
    private static final int KEY_MAX_BYTES = 64;
    private static final String VERSION = "v1,";
    private static final int MAX_SIGNATURE_TEXT = 2_048;
    private static final int MAX_SIGNATURES = 16;

    /// No full stop: it ends the id in the signed text, so an id that held one could be read in two
    /// ways.
    private static final Shape ID = Shape.of("[A-Za-z0-9_:-]", 1, 128);

    private static final Shape TIMESTAMP = Shape.of("[0-9]", 1, 11);
    private static final Shape PRINTABLE = Shape.of("[\\x21-\\x7e]", 1, MAX_SIGNATURE_TEXT);

    private final List<SecretKeySpec> keys;
    private final Duration window;
    private final Duration ahead;

    /// @param secrets any of them may have signed, so that keys can be changed without a gap
    /// @param window both ways: a time in the future is no better than one in the past
    /// @throws IllegalArgumentException when a secret is no Standard Webhooks key
    WebhookSignature(List<Secret> secrets, Duration window) {
        keys = secrets.stream().map(WebhookSignature::key).toList();
        this.window = window;
        ahead = window.negated();
    }

    /// @throws IllegalArgumentException without a word about the secret
    static SecretKeySpec key(Secret secret) {
        if (secret.value().startsWith(KEY_PREFIX)) {
            try {
                var text = secret.value().substring(KEY_PREFIX.length());
                var bytes = Base64.getDecoder().decode(text);
                if (bytes.length >= KEY_MIN_BYTES && bytes.length <= KEY_MAX_BYTES) {
                    return new SecretKeySpec(bytes, ALGORITHM);
                }
            } catch (IllegalArgumentException _) {
                // The decoder's own message quotes a character of the key.
            }
        }
        throw new IllegalArgumentException(
                "a key of consign.gateways.sandbox.webhook-secrets is not whsec_ followed by the"
                        + " base64 text of 24 to 64 bytes");
    }

    /// @param now the time the request is looked at
    /// @return empty when the request is genuine
    Optional<SignatureFlaw> flawOf(CallbackRequest request, Instant now) {
        if (request.body().length == 0) {
            return Optional.of(SignatureFlaw.EMPTY_BODY);
        }
        var ids = request.header("webhook-id");
        var timestamps = request.header("webhook-timestamp");
        var signatures = request.header("webhook-signature");
        if (ids.isEmpty() || timestamps.isEmpty() || signatures.isEmpty()) {
            return Optional.of(SignatureFlaw.MISSING_HEADER);
        }
        if (differ(ids) || differ(timestamps) || differ(signatures)) {
            return Optional.of(SignatureFlaw.REPEATED_HEADER);
        }
        var id = ids.getFirst();
        if (!ID.fits(id)) {
            return Optional.of(SignatureFlaw.BAD_ID);
        }
        var timestamp = timestamps.getFirst();
        return timeFlaw(timestamp, now)
                .or(() -> signatureFlaw(signatures.getFirst(), id, timestamp, request.body()));
    }

    /// Equal copies of a header, as proxies make them, are one value (incident Q7).
    private static boolean differ(List<String> copies) {
        return copies.stream().distinct().count() > 1;
    }

    /// @param genuine a callback without a flaw
    static String eventId(CallbackRequest genuine) {
        return genuine.header("webhook-id").getFirst();
    }

    /// The headers that say which event it is and when it was sent; not the signature, with which
    /// anybody could send it once more.
    ///
    /// @param genuine a callback without a flaw
    static Map<String, String> unsigned(CallbackRequest genuine) {
        return Map.of(
                "webhook-id",
                eventId(genuine),
                "webhook-timestamp",
                genuine.header("webhook-timestamp").getFirst(),
                "webhook-signature",
                "***");
    }

    private Optional<SignatureFlaw> timeFlaw(String timestamp, Instant now) {
        if (!TIMESTAMP.fits(timestamp)) {
            return Optional.of(SignatureFlaw.BAD_TIMESTAMP);
        }
        var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        if (age.compareTo(window) > 0) {
            return Optional.of(SignatureFlaw.TOO_OLD);
        }
        return age.compareTo(ahead) < 0 ? Optional.of(SignatureFlaw.TOO_NEW) : Optional.empty();
    }

    private Optional<SignatureFlaw> signatureFlaw(
            String header, String id, String timestamp, byte[] body) {
        var candidates = candidates(header);
        if (candidates.isEmpty()) {
            return Optional.of(SignatureFlaw.BAD_SIGNATURE);
        }
        var genuine = false;
        for (var key : keys) {
            var expected = Base64.getEncoder().encode(sign(key, id, timestamp, body));
            for (var candidate : candidates) {
                // The text is compared, not its decoded bytes: base64 has several texts for the
                // same bytes. And no early exit: time says nothing about which one matched.
                genuine |= MessageDigest.isEqual(expected, candidate);
            }
        }
        return genuine ? Optional.empty() : Optional.of(SignatureFlaw.WRONG_SIGNATURE);
    }

    /// The `v1` signatures of the header, other versions left out; none when it is malformed.
    private static List<byte[]> candidates(String header) {
        if (header.length() > MAX_SIGNATURE_TEXT) {
            return List.of();
        }
        var candidates = new ArrayList<byte[]>();
        for (var entry : header.split(" ", -1)) {
            if (!PRINTABLE.fits(entry)) {
                return List.of();
            }
            if (entry.startsWith(VERSION)) {
                var text = entry.substring(VERSION.length());
                candidates.add(text.getBytes(StandardCharsets.US_ASCII));
            }
        }
        return candidates.size() > MAX_SIGNATURES ? List.of() : candidates;
    }

    private static byte[] sign(SecretKeySpec key, String id, String timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
