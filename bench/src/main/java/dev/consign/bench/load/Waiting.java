package dev.consign.bench.load;

import dev.consign.id.GatewayCode;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.time.Instant;

/// An order whose payment is with the gateway.
///
/// @param transactionId under which the gateway will take the money
public record Waiting(
        OrderNo orderNo, PaymentNo paymentNo, Money amount, TransactionId transactionId) {
    private static final GatewayCode SANDBOX = new GatewayCode("sandbox");

    /// @return what the gateway says about it
    public PaymentFact fact(FactKind kind, FactSource source, Instant at) {
        return new PaymentFact(
                SANDBOX,
                "sandbox",
                paymentNo,
                kind,
                amount,
                kind == FactKind.PAID ? transactionId : null,
                null,
                at,
                source);
    }
}
