package dev.consign.processor.backoffice.deadletters;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.Mention;
import dev.consign.broker.deadletter.BodyType;
import dev.consign.broker.deadletter.DeadLetterPublisher;
import dev.consign.broker.deadletter.Senders;
import dev.consign.broker.deadletter.Texts;
import dev.consign.id.MessageId;
import dev.consign.processor.backoffice.deadletters.stored.Named;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/// Makes dead letters of what came past the broker, by the table `fact_inbox`, and cannot be
/// believed or read. They can be looked at and given up; nobody sends them again, because nobody
/// knows who wrote them.
@Component
public final class FactInboxDeadLetters {
    private final DeadLetterRows rows;
    private final InstantSource clock;

    FactInboxDeadLetters(DeadLetterRows rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /// In the transaction of the caller, who deletes the row.
    ///
    /// @param factId of the row
    /// @param cause a short code: what support filters by
    /// @param detail one sentence
    public void keep(String factId, String messageId, String body, String cause, String detail) {
        rows.keep(
                new DeadLetter(
                        QueueName.PAYMENT_REISSUE.address(),
                        shaped(messageId, factId),
                        cause,
                        Texts.cut(detail, DeadLetterPublisher.LONGEST_DETAIL),
                        null,
                        "{}",
                        body.getBytes(StandardCharsets.UTF_8),
                        BodyType.TEXT,
                        Senders.FACT_INBOX,
                        Named.of(Mention.in(body), null, null),
                        clock.instant(),
                        "learned/" + factId));
    }

    private static String shaped(String messageId, String factId) {
        try {
            return new MessageId(messageId).value();
        } catch (IllegalArgumentException _) {
            return factId;
        }
    }
}
