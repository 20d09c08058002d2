package dev.consign.processor.backoffice.deadletters;

import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.backoffice.deadletters.stored.DeadLetterStatus;
import dev.consign.processor.backoffice.deadletters.stored.StoredDeadLetter;
import dev.consign.processor.backoffice.deadletters.verdict.Foretold;
import dev.consign.processor.backoffice.deadletters.verdict.Verdict;
import dev.consign.processor.security.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A letter as it is shown in a list; card numbers and secrets are masked.
///
/// @param attempts how often it came to the dead letters
/// @param requeues how often it was sent again from there
/// @param sentBy the user the broker authenticated, null for nobody
/// @param transactionId as the message says itself, true or not; the amount likewise
/// @param verdict null for a letter that is done with
/// @param verdictWhy one sentence
/// @param decidedBy the roles that may requeue or discard it, or take a discard back
record DeadLetterView(
        String letterId,
        String messageId,
        String queue,
        DeadLetterStatus status,
        String cause,
        String detail,
        int attempts,
        Instant firstFailedAt,
        Instant lastFailedAt,
        @Nullable String sentBy,
        @Nullable String orderNo,
        @Nullable String paymentNo,
        @Nullable String transactionId,
        @Nullable MoneyBody amount,
        int requeues,
        @Schema(description = "What requeueing would do; null when nothing will happen any more.")
                Verdict.@Nullable Code verdict,
        String verdictWhy,
        @Schema(
                        description =
                                "Who may requeue or discard this letter, or take a discard back:"
                                        + " finance alone where money hangs on it.")
                List<String> decidedBy) {
    static DeadLetterView of(StoredDeadLetter letter, @Nullable Foretold foretold) {
        if (foretold == null) {
            throw new IllegalArgumentException("no verdict for " + letter.letterId());
        }
        return new DeadLetterView(
                letter.letterId(),
                Mask.text(letter.messageId()),
                letter.queue(),
                letter.status(),
                letter.cause(),
                Mask.text(letter.detail()),
                letter.attempts(),
                letter.firstFailedAt(),
                letter.lastFailedAt(),
                letter.sentBy(),
                letter.orderNo(),
                letter.paymentNo(),
                letter.transactionId(),
                letter.amount() == null ? null : MoneyBody.of(letter.amount()),
                letter.requeues(),
                foretold.verdict().code(),
                foretold.verdict().why(),
                foretold.decidedBy().stream().map(DeadLetterView::name).toList());
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
