package dev.consign.broker.deadletter;

import dev.consign.broker.QueueName;
import dev.consign.payment.FactSource;
import dev.consign.sql.RefusedToStart;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says who may put what on which queue, by the name the broker authenticated and not by anything a
/// message says of itself (issue 11 number 5). The broker's rights say the same of queues; this
/// holds when they are set too wide, and says it of sources too.
///
/// @param processor the broker's user of this program
/// @param reconciler the broker's user of the reconciler
public record Senders(String processor, String reconciler) {
    /// What a letter is called whose message nobody, or somebody else, may have sent.
    public static final String FORGED = "FORGED_SENDER";

    /// Whose word a row of the table `fact_inbox` is; no user of the broker.
    public static final String FACT_INBOX = "table fact_inbox";

    private static final int LONGEST = 64;

    /// @throws RefusedToStart when both are one user, or one is missing
    public Senders {
        if (processor.isBlank() || reconciler.isBlank() || processor.equals(reconciler)) {
            throw new RefusedToStart(
                    "consign.senders.reconciler must name the broker's user of the reconciler, which is another than ours (%s)"
                            .formatted(processor));
        }
    }

    /// The user who sent it, as the broker noted; of a requeued message the one who sent the first.
    ///
    /// @return null when the broker noted none
    public @Nullable String of(Message message) {
        try {
            var user = message.getStringProperty("JMSXUserID");
            // Nobody but us can make us its sender, so what we wrote about the first one holds.
            var first =
                    processor.equals(user)
                            ? message.getStringProperty(DeadLetterHeaders.REQUEUED_SENT_BY)
                            : null;
            var sender = first == null ? user : first;
            return sender == null ? null : Texts.ascii(sender, LONGEST);
        } catch (JMSException | RuntimeException _) {
            return null;
        }
    }

    /// Whether this user may send to this queue.
    ///
    /// @param sender null when the broker noted none
    /// @return what is wrong, in one sentence; empty when nothing is
    public Optional<String> objection(QueueName queue, @Nullable String sender) {
        var allowed =
                switch (queue) {
                    case PAYMENT_CALLBACK, NOTIFICATION, DEAD_LETTER -> processor;
                    case PAYMENT_REISSUE -> reconciler;
                };
        return allowed.equals(sender)
                ? Optional.empty()
                : Optional.of(
                        "it was sent to %s by %s, and only %s may do that"
                                .formatted(
                                        queue.address(),
                                        sender == null ? "nobody the broker knows" : sender,
                                        allowed));
    }

    /// Whether a fact of this source may come by this queue.
    ///
    /// @return what is wrong, in one sentence; empty when nothing is
    public Optional<String> objection(QueueName queue, FactSource source) {
        return switch (queue) {
            case PAYMENT_CALLBACK ->
                    source == FactSource.CALLBACK ? Optional.empty() : wrong(queue, source);
            case PAYMENT_REISSUE -> learned(source) ? Optional.empty() : wrong(queue, source);
            case NOTIFICATION, DEAD_LETTER -> wrong(queue, source);
        };
    }

    /// Whether the reconciler can have learned it: a gateway's callback is posted to somebody else,
    /// and a person's word comes by no queue and no table.
    public static boolean learned(FactSource source) {
        return source != FactSource.CALLBACK && source != FactSource.MANUAL;
    }

    private static Optional<String> wrong(QueueName queue, FactSource source) {
        return Optional.of(
                "it says that it was learned by %s, which never comes by %s"
                        .formatted(source, queue.address()));
    }
}
