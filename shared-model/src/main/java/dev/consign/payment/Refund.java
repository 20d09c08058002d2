package dev.consign.payment;

import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import org.jspecify.annotations.Nullable;

/// Money on its way back to the buyer, or back already.
///
/// @param transactionId the movement of money that is returned, whole or in part
/// @param gatewayRefundNo the gateway's own number, unique within the payment; null while only ours
///   is known (docs/rules.md, rule 14)
public record Refund(
        RefundNo refundNo,
        PaymentNo paymentNo,
        TransactionId transactionId,
        @Nullable String gatewayRefundNo,
        RefundUse use,
        Money amount,
        RefundStatus status) {
    /// One that only we have numbered.
    public Refund(
            RefundNo refundNo,
            PaymentNo paymentNo,
            TransactionId transactionId,
            RefundUse use,
            Money amount,
            RefundStatus status) {
        this(refundNo, paymentNo, transactionId, null, use, amount, status);
    }

    /// The same refund in another status.
    public Refund in(RefundStatus next) {
        return new Refund(refundNo, paymentNo, transactionId, gatewayRefundNo, use, amount, next);
    }

    /// Whether a gateway means it by this number: ours, or its own.
    ///
    /// @param payment of which the gateway speaks
    public boolean isMeantBy(PaymentNo payment, String number) {
        return paymentNo.equals(payment)
                && (refundNo.value().equals(number) || number.equals(gatewayRefundNo));
    }
}
