package dev.consign.payment;

import dev.consign.id.GatewayCode;
import dev.consign.id.MessageId;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a gateway says about one payment. The same business fact has the same [#messageId()] and
/// [#fingerprint()] whoever learned it, however often and in whatever bytes.
///
/// @param merchant our account at the gateway, as the gateway names it
/// @param money the amount the gateway speaks of; for a refund the refunded amount, for a dispute
///   the contested one
/// @param transactionId the gateway's id of the money movement; present when money moved, and with
///   a dispute that of the payment where the gateway says it
/// @param refundNo the number of the refund, ours or the gateway's own; only for `REFUNDED` and
///   `REFUND_RETURNED`
/// @param disputeNo the gateway's number of the dispute; only for `DISPUTE_*`, null when the
///   gateway has none: then the payment's transaction names it
/// @param occurredAt when it happened, by the gateway's clock
public record PaymentFact(
        GatewayCode gateway,
        String merchant,
        PaymentNo paymentNo,
        FactKind kind,
        Money money,
        @Nullable TransactionId transactionId,
        @Nullable String refundNo,
        @Nullable String disputeNo,
        Instant occurredAt,
        FactSource source) {
    private static final Duration MOST_APART = Duration.ofDays(1);
    private static final int FINGERPRINT_BYTES = 16;

    /// @throws IllegalArgumentException when money moved and no transaction names the movement, or
    ///   the kind must be named by a number that is missing
    public PaymentFact {
        if (transactionId == null && (kind == FactKind.PAID || kind == FactKind.REFUNDED)) {
            throw new IllegalArgumentException(kind + " without a transaction id");
        }
        if (refundNo == null && kind == FactKind.REFUND_RETURNED) {
            throw new IllegalArgumentException(kind + " without the number of the refund");
        }
        if (money.minor() < 0) {
            throw new IllegalArgumentException("a negative amount");
        }
    }

    /// A fact that is about no dispute.
    public PaymentFact(
            GatewayCode gateway,
            String merchant,
            PaymentNo paymentNo,
            FactKind kind,
            Money money,
            @Nullable TransactionId transactionId,
            @Nullable String refundNo,
            Instant occurredAt,
            FactSource source) {
        this(
                gateway,
                merchant,
                paymentNo,
                kind,
                money,
                transactionId,
                refundNo,
                null,
                occurredAt,
                source);
    }

    /// Gateway + reference + kind (docs/rules.md, rule 1). Money that came is named by its
    /// transaction; what moves no money by its payment, since gateways give such events no stable
    /// id of their own. Refunds and disputes are numbered within their payment only, so the payment
    /// stands in their name too (rule 16): two payments may share a refund number.
    public MessageId messageId() {
        return new MessageId(gateway + ":" + reference() + ":" + kind);
    }

    /// Tells apart two facts under one message id: kind, payment, money, transaction or number. Not
    /// the raw bytes: gateways stamp repeats anew (docs/rules.md, rule 2).
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

    /// When the money was paid: by the gateway's clock, unless that is more than a day from ours.
    /// Times from outside are evidence (docs/rules.md, rule 20).
    public Instant paidAt(Instant now) {
        return Duration.between(occurredAt, now).abs().compareTo(MOST_APART) > 0 ? now : occurredAt;
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
                disputeNo,
                occurredAt,
                other);
    }

    /// The number that tells refunds, or disputes, of one payment apart; null for other kinds.
    public @Nullable String number() {
        return switch (kind) {
            case PENDING, PAID, FAILED, CLOSED -> null;
            case REFUNDED, REFUND_RETURNED -> refundNo == null ? transaction() : refundNo;
            case DISPUTE_OPENED, DISPUTE_WON, DISPUTE_LOST ->
                    disputeNo == null ? transaction() : disputeNo;
        };
    }

    private String reference() {
        @Nullable String number = number();
        if (number != null) {
            return paymentNo + "/" + number;
        }
        return kind == FactKind.PAID ? transaction() : paymentNo.value();
    }

    private String transaction() {
        return transactionId == null ? "-" : transactionId.value();
    }
}
