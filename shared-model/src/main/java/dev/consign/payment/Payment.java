package dev.consign.payment;

import dev.consign.id.GatewayCode;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import org.jspecify.annotations.Nullable;

/// One attempt to collect for an order, as it stood when its order was locked.
///
/// @param merchant our account at the gateway
/// @param amount what the gateway was asked to collect
/// @param paidBy the movement of money that paid it, null until then
/// @param funds what became of its money
public record Payment(
        PaymentNo paymentNo,
        OrderNo orderNo,
        GatewayCode gateway,
        String merchant,
        Money amount,
        PaymentStatus status,
        @Nullable TransactionId paidBy,
        Funds funds) {

    /// The same payment after a move.
    public Payment in(PaymentStatus next, @Nullable TransactionId by) {
        return new Payment(paymentNo, orderNo, gateway, merchant, amount, next, by, funds);
    }

    /// The same payment after money moved.
    public Payment with(Funds next) {
        return new Payment(paymentNo, orderNo, gateway, merchant, amount, status, paidBy, next);
    }
}
