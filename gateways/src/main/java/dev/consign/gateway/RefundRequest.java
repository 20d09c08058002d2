package dev.consign.gateway;

import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;

/// What a gateway is told to give back. However often the same refund number is sent, money goes
/// back once; that number is also the only way to ask what became of a refund.
///
/// @param transactionId the gateway's name of the payment
/// @param refundNo our number of the refund, the same at every repetition
/// @param amount more than nothing, and in the payment's currency
/// @param reason what the buyer may read about it
public record RefundRequest(
        PaymentNo paymentNo,
        TransactionId transactionId,
        RefundNo refundNo,
        Money amount,
        String reason) {
    /// @throws IllegalArgumentException for a refund of nothing
    public RefundRequest {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("a refund of nothing");
        }
    }
}
