package dev.consign.processor.backoffice.deadletters.verdict;

import dev.consign.broker.QueueName;
import dev.consign.broker.deadletter.DeadLetterHeaders;
import dev.consign.broker.outbox.OutboxMessage;
import dev.consign.message.MessageType;
import dev.consign.processor.backoffice.deadletters.stored.DecodedBody;
import dev.consign.processor.backoffice.deadletters.stored.StoredDeadLetter;
import dev.consign.sql.InvariantViolation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Makes of a claimed letter the message that goes to its queue once more: the same message id, by
/// which its consumer knows it, and a new duplicate id; under the old one, or that of another
/// letter with this message id, the broker would drop it without a word.
public final class Again {
    private Again() {}

    /// @param letter readable, from somebody who may send it, claimed
    /// @param headers all that it came with
    public static OutboxMessage of(StoredDeadLetter letter, Map<String, String> headers) {
        var target =
                DecodedBody.queue(letter.queue())
                        .orElseThrow(() -> new InvariantViolation("read for no queue"));
        return new OutboxMessage(
                target,
                type(target).name(),
                letter.messageId(),
                letter.letterId() + ":r" + letter.requeues(),
                new String(Objects.requireNonNull(letter.body()), StandardCharsets.UTF_8),
                headers(letter, headers));
    }

    private static MessageType type(QueueName target) {
        return switch (target) {
            case PAYMENT_CALLBACK, PAYMENT_REISSUE -> MessageType.PAYMENT_FACT;
            case NOTIFICATION -> MessageType.NOTIFICATION;
            case DEAD_LETTER -> throw new InvariantViolation("requeued to the dead letters");
        };
    }

    /// We send it now, but it is another's word: its consumer, and its next letter, go by who sent
    /// it first.
    private static Map<String, String> headers(
            StoredDeadLetter letter, Map<String, String> headers) {
        var kept = new TreeMap<String, String>();
        headers.forEach((name, value) -> {
            if (DeadLetterHeaders.mayTravelAgain(name)) {
                kept.put(name, value);
            }
        });
        kept.put(DeadLetterHeaders.REQUEUED_FROM, letter.queue());
        kept.put(DeadLetterHeaders.REQUEUED_SENT_BY, Objects.requireNonNull(letter.sentBy()));
        return kept;
    }
}
