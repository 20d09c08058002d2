package dev.consign.processor.backoffice.deadletters;

import dev.consign.broker.deadletter.BodyType;
import dev.consign.processor.backoffice.deadletters.stored.Named;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One failure of one message, as it came from the broker and as it is written.
///
/// @param queue where the message failed
/// @param messageId the business fact, or the broker's id when the sender named none
/// @param headers all properties, as a JSON object
/// @param sentBy who sent the message that failed, null when the broker authenticated nobody
/// @param key names this failure: the same letter delivered twice has the same one
record DeadLetter(
        String queue,
        String messageId,
        String cause,
        String detail,
        @Nullable String stack,
        String headers,
        byte[] body,
        BodyType bodyType,
        @Nullable String sentBy,
        Named named,
        Instant failedAt,
        String key) {
    private static final int DIGEST_BYTES = 16;

    /// What tells two letters under one message id apart. The type counts, since only a text can be
    /// sent again; so does the sender, or a stranger's copy of a letter would block it, or be sent
    /// with it.
    byte[] digest() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bodyType.name().getBytes(StandardCharsets.US_ASCII));
            sha256.update((byte) 0);
            sha256.update(String.valueOf(sentBy).getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            return Arrays.copyOf(sha256.digest(body), DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
