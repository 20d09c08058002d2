package dev.consign.processor.order;

import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.payment.PaymentFact;

/// What somebody said of a payment and nobody acts on before its gateway, asked, has said so too
/// (DESIGN section 6, rule 12).
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
}
