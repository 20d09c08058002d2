package dev.consign.engine.change;

import dev.consign.id.BuyerId;
import dev.consign.id.GatewayCode;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.payment.Funds;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentStatus;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// An order about to be placed; its numbers are made before the transaction, so that a repeated
/// transaction places the same order.
///
/// @param merchant our account at the gateway
/// @param actor who placed it, for the history
/// @param returnUrl where the buyer is led after paying; null for nowhere
public record NewOrder(
        OrderNo orderNo,
        PaymentNo paymentNo,
        ItemTerms item,
        BuyerId buyerId,
        int quantity,
        Money amount,
        GatewayCode gateway,
        String merchant,
        String actor,
        @Nullable URI returnUrl) {
    /// Its first attempt, which no gateway knows yet.
    public Payment payment() {
        return new Payment(
                paymentNo,
                orderNo,
                gateway,
                merchant,
                amount,
                PaymentStatus.CREATED,
                null,
                Funds.none(amount));
    }
}
