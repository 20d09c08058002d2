package dev.consign.payment;

import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;

/// Money on its way back to the buyer, or back already.
///
/// @param transactionId the movement of money that is returned, whole or in part
public record Refund(
        RefundNo refundNo,
        PaymentNo paymentNo,
        TransactionId transactionId,
        RefundUse use,
        Money amount,
        RefundStatus status) {

    /// The same refund in another status.
    public Refund in(RefundStatus next) {
        return new Refund(refundNo, paymentNo, transactionId, use, amount, next);
    }
}
