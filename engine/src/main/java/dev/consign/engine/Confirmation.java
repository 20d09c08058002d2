package dev.consign.engine;

import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.payment.PaymentFact;
import java.util.Comparator;

/// What somebody said of a payment and nobody acts on before its gateway, asked, has said so too
/// (docs/rules.md, rule 12).
///
/// @param actor the person who said it; the engine for what was signed
/// @param reason theirs
record Confirmation(
        MessageId messageId,
        PaymentNo paymentNo,
        OrderNo orderNo,
        String kind,
        String source,
        Money money,
        String actor,
        String reason) {
    Key key() {
        return new Key(messageId, paymentNo);
    }

    /// Whether the gateway's answer says the same.
    boolean agreesWith(PaymentFact answer) {
        return answer.messageId().equals(messageId) && answer.money().equals(money);
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
    record Key(MessageId messageId, PaymentNo paymentNo) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::messageId).thenComparing(Key::paymentNo);

        static Key of(PaymentFact fact) {
            return new Key(fact.messageId(), fact.paymentNo());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }
}
