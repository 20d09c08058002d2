package dev.consign.payment;

import dev.consign.id.GatewayCode;
import dev.consign.id.MessageId;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a gateway says about one payment. The same business fact has the same [#messageId()] and
/// [#fingerprint()] whoever learned it, however often and in whatever bytes.
///
/// @param merchant our account at the gateway, as the gateway names it
/// @param money the amount the gateway speaks of; for a refund the refunded amount
/// @param transactionId the gateway's id of the money movement; present when money moved
/// @param refundNo our number of the refund; only for `REFUNDED`
/// @param occurredAt when it happened, by the gateway's clock
public record PaymentFact(
        GatewayCode gateway,
        String merchant,
        PaymentNo paymentNo,
        FactKind kind,
        Money money,
        @Nullable TransactionId transactionId,
        @Nullable String refundNo,
        Instant occurredAt,
        FactSource source) {
    private static final int FINGERPRINT_BYTES = 16;

    /// @throws IllegalArgumentException when money moved and no transaction names the movement
    public PaymentFact {
        if (transactionId == null && (kind == FactKind.PAID || kind == FactKind.REFUNDED)) {
            throw new IllegalArgumentException(kind + " without a transaction id");
        }
        if (money.minor() < 0) {
            throw new IllegalArgumentException("a negative amount");
        }
    }

    /// Gateway + transaction + kind; what moves no money is named by its payment instead, since
    /// gateways give such events no stable id of their own (DESIGN section 6, rule 1). A refund is
    /// named by our own number for it: some gateways quote the payment's transaction in every
    /// refund, and two partial refunds would be one message.
    public MessageId messageId() {
        var reference = movesMoney() ? moved() : paymentNo.value();
        return new MessageId(gateway + ":" + reference + ":" + kind);
    }

    /// Tells apart two facts under one message id: kind, payment, money, transaction or refund
    /// number. Not the raw bytes: gateways stamp repeats anew (DESIGN section 6, rule 2).
    ///
    /// @return 16 bytes
    public byte[] fingerprint() {
        var text = kind + "|" + paymentNo + "|" + money + "|" + reference();
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Arrays.copyOf(
                    digest.digest(text.getBytes(StandardCharsets.UTF_8)), FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// The same fact, learned in another way.
    public PaymentFact from(FactSource other) {
        return new PaymentFact(
                gateway,
                merchant,
                paymentNo,
                kind,
                money,
                transactionId,
                refundNo,
                occurredAt,
                other);
    }

    private String reference() {
        return movesMoney() ? moved() : "";
    }

    private String moved() {
        return kind == FactKind.REFUNDED && refundNo != null
                ? refundNo
                : String.valueOf(transactionId);
    }

    private boolean movesMoney() {
        return kind == FactKind.PAID || kind == FactKind.REFUNDED;
    }
}
