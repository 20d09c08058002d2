package dev.consign.chaos;

import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.net.http.HttpResponse;
import java.time.Instant;

/// An order as the shop was told of it, and what the gateway says once its buyer has paid.
record Sale(String orderNo, String paymentNo, String transactionId) {
    static final long PRICE = 27_001;
    private static final String PAID_AT = "2026-11-20T10:00:00Z";

    /// @param placed the 201 of `POST /api/orders`
    static Sale of(HttpResponse<String> placed) {
        var answer = Stack.json(placed);
        var payment = answer.get("payment").get("paymentNo").asString();
        return new Sale(answer.get("orderNo").asString(), payment, "t-" + payment);
    }

    Sale paidBy(String transaction) {
        return new Sale(orderNo, paymentNo, transaction);
    }

    /// Body of the callback.
    String paid() {
        return """
        {"type":"payment.paid","timestamp":"%s","data":{"paymentNo":"%s","transactionId":"%s",
         "amount":{"currency":"CNY","minor":%d},"occurredAt":"%s","memo":"%s"}}
        """
                .formatted(PAID_AT, paymentNo, transactionId, PRICE, PAID_AT, orderNo);
    }

    PaymentFact fact(FactSource source) {
        return new PaymentFact(
                new GatewayCode("sandbox"),
                "sandbox",
                new PaymentNo(paymentNo),
                FactKind.PAID,
                Money.of("CNY", PRICE),
                new TransactionId(transactionId),
                null,
                Instant.parse(PAID_AT),
                source);
    }

    String messageId() {
        return fact(FactSource.CALLBACK).messageId().value();
    }
}
