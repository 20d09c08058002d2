package dev.consign.gateway;

import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One movement of money in a gateway's file, in the same words for every gateway.
///
/// @param number of the line in the file, from 1
/// @param refundNo our number of the refund, as the gateway repeats it; only for `REFUND`
/// @param amount always positive: the kind says which way the money went
/// @param fee what the gateway kept; negative when it gave some back
/// @param occurredAt by the gateway's clock
public record StatementLine(
        int number,
        Kind kind,
        PaymentNo paymentNo,
        @Nullable String refundNo,
        TransactionId transactionId,
        Money amount,
        Money fee,
        Instant occurredAt) {

    /// @throws IllegalArgumentException when the amount is not positive
    public StatementLine {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("a movement of no money");
        }
    }

    /// Which way the money went.
    public enum Kind {
        PAYMENT,
        REFUND
    }
}
