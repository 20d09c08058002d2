package dev.consign.processor.deadletter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A letter as it is shown in a list; card numbers and secrets are masked.
///
/// @param attempts how often it came to the dead letters
/// @param requeues how often it was sent again from there
/// @param verdictWhy one sentence
record LetterView(
        String letterId,
        String messageId,
        String queue,
        LetterStatus status,
        String cause,
        String detail,
        int attempts,
        Instant firstFailedAt,
        Instant lastFailedAt,
        @Nullable String orderNo,
        @Nullable String paymentNo,
        int requeues,
        Verdict.Code verdict,
        String verdictWhy) {
    static LetterView of(StoredLetter letter, @Nullable Verdict verdict) {
        if (verdict == null) {
            throw new IllegalArgumentException("no verdict for " + letter.letterId());
        }
        return new LetterView(
                letter.letterId(),
                Mask.text(letter.messageId()),
                letter.queue(),
                letter.status(),
                letter.cause(),
                Mask.text(letter.detail()),
                letter.attempts(),
                letter.firstFailedAt(),
                letter.lastFailedAt(),
                letter.orderNo(),
                letter.paymentNo(),
                letter.requeues(),
                verdict.code(),
                verdict.why());
    }
}
