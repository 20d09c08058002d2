package dev.consign.processor.inbound.callback;

import dev.consign.id.GatewayCode;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.time.Instant;
import java.time.InstantSource;

/// What a callback says when it does not matter about which payment.
public final class PaidFact {
    private static final IdSource IDS = IdSource.secure(InstantSource.system());

    private PaidFact() {}

    /// Of a payment of its own, each time.
    public static PaymentFact next() {
        return new PaymentFact(
                new GatewayCode("sandbox"),
                "sandbox",
                IDS.paymentNo(),
                FactKind.PAID,
                Money.of("CNY", 27_001),
                new TransactionId(IDS.next(NumberPrefix.TASK)),
                null,
                Instant.parse("2026-11-20T10:00:00Z"),
                FactSource.CALLBACK);
    }
}
