package dev.consign.engine.change;

import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// What somebody said of a payment and nobody acts on before its gateway, asked, has said so too
/// (docs/rules.md, rule 12).
///
/// @param transactionId of the movement it spoke of, when it named one
/// @param number of the refund it spoke of
/// @param actor the person who said it; the engine for what was signed
/// @param reason theirs
public record Confirmation(
        MessageId messageId,
        PaymentNo paymentNo,
        OrderNo orderNo,
        String kind,
        String source,
        Money money,
        @Nullable TransactionId transactionId,
        @Nullable String number,
        String actor,
        String reason) {
    public Key key() {
        return new Key(messageId, paymentNo);
    }

    /// Whether the gateway's answer says the same.
    public boolean agreesWith(PaymentFact answer) {
        return answer.messageId().equals(messageId) && answer.money().equals(money);
    }

    /// What was said once more, as one says it who does not ask the gateway.
    PaymentFact fact(Payment payment, Instant now) {
        return new PaymentFact(
                payment.gateway(),
                payment.merchant(),
                paymentNo,
                FactKind.valueOf(kind),
                money,
                transactionId,
                number,
                null,
                now,
                FactSource.valueOf(source));
    }

    /// For the case that is opened when it does not.
    String evidence(PaymentFact answer) {
        return "%s said %s of %s for payment %s; its gateway, asked, says %s of %s%s"
                .formatted(
                        source,
                        kind,
                        money,
                        paymentNo,
                        answer.kind(),
                        answer.money(),
                        answer.transactionId() == null ? "" : " by " + answer.transactionId());
    }

    /// A word about one payment. One transaction may be claimed for two, and each waits for its own
    /// answer (rule 16).
    public record Key(MessageId messageId, PaymentNo paymentNo) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::messageId).thenComparing(Key::paymentNo);

        public static Key of(PaymentFact fact) {
            return new Key(fact.messageId(), fact.paymentNo());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }
}
