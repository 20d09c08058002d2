package dev.consign.processor.backoffice.deadletters.stored;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.Mention;
import dev.consign.broker.deadletter.BodyType;
import dev.consign.broker.deadletter.Senders;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.sql.Utc;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A row of the table.
///
/// @param sentBy whom the broker authenticated, null for nobody
/// @param transactionId as the body says, true or not; amount likewise
/// @param body null when it was too large to be read with a list
public record StoredDeadLetter(
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
        @Nullable Money amount,
        int requeues,
        BodyType bodyType,
        byte @Nullable [] body) {
    /// The cause when looking closer at the message ended the process.
    public static final String CRASHED = "CRASHED_DRAIN";

    private static final Set<FactKind> LEAVES_MONEY =
            EnumSet.of(FactKind.PENDING, FactKind.FAILED, FactKind.CLOSED);

    /// The same before somebody claimed it, a moment ago and in this transaction.
    public StoredDeadLetter reopened() {
        return new StoredDeadLetter(
                letterId,
                messageId,
                queue,
                DeadLetterStatus.OPEN,
                cause,
                detail,
                attempts,
                firstFailedAt,
                lastFailedAt,
                sentBy,
                orderNo,
                paymentNo,
                transactionId,
                amount,
                requeues,
                bodyType,
                body);
    }

    /// What its consumer would make of it.
    public DecodedBody contents(Senders senders) {
        if (cause.equals(CRASHED)) {
            return new DecodedBody.Unreadable(cause, detail);
        }
        var text = bodyType == BodyType.TEXT ? text() : "";
        var contents = DecodedBody.of(senders, queue, sentBy, text);
        if (bodyType == BodyType.TEXT || contents instanceof DecodedBody.Forged) {
            return contents;
        }
        return new DecodedBody.Unreadable(
                cause, "only text messages are read, and this one is " + bodyType);
    }

    /// Whether it says that money moved, came back or is disputed; of a body nobody can read, as
    /// far as it can be seen. What is not known to leave money where it is, speaks of money.
    public boolean speaksOfMoney(DecodedBody contents) {
        return switch (contents) {
            case DecodedBody.Fact(var fact) -> !LEAVES_MONEY.contains(fact.kind());
            case DecodedBody.Note _, DecodedBody.Forged _ -> false;
            case DecodedBody.Unreadable _ -> carriesFacts() && mentionsMoney();
        };
    }

    private boolean carriesFacts() {
        var known = DecodedBody.queue(queue);
        return known.isPresent() && known.get() != QueueName.NOTIFICATION;
    }

    private boolean mentionsMoney() {
        if (amount == null && transactionId == null) {
            return false;
        }
        var kind = Mention.in(text()).kind();
        return LEAVES_MONEY.stream().noneMatch(known -> known.name().equals(kind));
    }

    private String text() {
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    public static StoredDeadLetter of(ResultSet row) throws SQLException {
        return new StoredDeadLetter(
                row.getString("letter_id"),
                row.getString("message_id"),
                row.getString("queue"),
                DeadLetterStatus.valueOf(row.getString("status")),
                row.getString("cause"),
                row.getString("detail"),
                row.getInt("attempts"),
                Utc.instant(row, "first_failed_at"),
                Utc.instant(row, "last_failed_at"),
                row.getString("sent_by"),
                row.getString("order_no"),
                row.getString("payment_no"),
                row.getString("transaction_id"),
                amount(row),
                row.getInt("requeues"),
                BodyType.valueOf(row.getString("body_type")),
                row.getBytes("body"));
    }

    private static @Nullable Money amount(ResultSet row) throws SQLException {
        var currency = row.getString("currency");
        return currency == null ? null : Money.of(currency, row.getLong("amount_minor"));
    }
}
