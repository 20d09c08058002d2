package dev.consign.gateway.sandbox;

import dev.consign.gateway.CallbackReading.Said;
import dev.consign.gateway.json.JsonFields;
import dev.consign.gateway.json.LooseJson;
import dev.consign.gateway.json.UnreadableBody;
import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.id.Shape;
import dev.consign.id.TransactionId;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns what the gateway says into facts, whichever way it said it: the same happening is the same
/// fact in a callback and in an answer, but for its source.
final class SandboxWords {
    private static final Shape NUMBER = Shape.of("[\\x21-\\x7e]", 1, 64);

    private static final Set<String> MONEY_WORDS =
            Set.of("amount", "minor", "currency", "transactionId", "refundNo", "disputeNo");

    private final GatewayCode gateway;
    private final String merchant;

    SandboxWords(GatewayCode gateway, String merchant) {
        this.gateway = gateway;
        this.merchant = merchant;
    }

    /// @param body of a genuine callback
    PaymentFact ofEvent(byte[] body) throws UnreadableBody {
        var event = JsonFields.of(body);
        var kind = kindOfEvent(event.text("type"));
        var data = event.object("data");
        return fact(data, kind, data.time("occurredAt"), FactSource.CALLBACK);
    }

    /// What a genuine callback says all the same when it is no fact we know.
    ///
    /// @return empty when the bytes are no JSON object
    Optional<Said> said(byte[] body) {
        return LooseJson.of(body)
                .map(loose -> {
                    var type = loose.text("type");
                    return new Said(
                            type,
                            isOfMoney(type, loose),
                            loose.text("paymentNo"),
                            loose.text("transactionId"),
                            loose.text("refundNo"),
                            amount(loose));
                });
    }

    /// A type we know says so by itself; of any other, whatever names an amount or a movement is
    /// taken to be about money: a case too many is looked at, one too few is lost.
    private static boolean isOfMoney(@Nullable String type, LooseJson loose) {
        if (type != null) {
            try {
                return kindOfEvent(type).speaksOfMoney();
            } catch (UnreadableBody _) {
                // None that we know.
            }
        }
        return MONEY_WORDS.stream().anyMatch(loose::has);
    }

    private static @Nullable String amount(LooseJson loose) {
        var minor = loose.text("minor") == null ? loose.text("amount") : loose.text("minor");
        var currency = loose.text("currency");
        if (minor == null || currency == null) {
            return minor == null ? currency : minor;
        }
        return currency + " " + minor;
    }

    /// @param body of the answer to the question how a payment stands
    /// @param now stands in for a time the gateway does not tell
    PaymentFact ofAnswer(byte[] body, Instant now) throws UnreadableBody {
        var payment = JsonFields.of(body);
        var kind = kindOfStatus(payment.text("status"));
        var at = payment.optionalTime("paidAt").filter(_ -> kind == FactKind.PAID).orElse(now);
        return fact(payment, kind, at, FactSource.QUERY);
    }

    /// @param body of the answer to a refund that was made
    /// @param now stands in for a time the gateway does not tell
    PaymentFact ofRefund(byte[] body, Instant now) throws UnreadableBody {
        var refund = JsonFields.of(body);
        var at = refund.optionalTime("refundedAt").orElse(now);
        return fact(refund, FactKind.REFUNDED, at, FactSource.QUERY);
    }

    private PaymentFact fact(JsonFields fields, FactKind kind, Instant at, FactSource source)
            throws UnreadableBody {
        return new PaymentFact(
                gateway,
                merchant,
                fields.text("paymentNo", PaymentNo::new),
                kind,
                fields.money("amount"),
                transactionId(fields, kind),
                refundNo(fields, kind),
                disputeNo(fields, kind),
                at,
                source);
    }

    /// Must be there where money moved by it; with a dispute it is the payment's, if it is said.
    private static @Nullable TransactionId transactionId(JsonFields fields, FactKind kind)
            throws UnreadableBody {
        return switch (kind) {
            case PAID, REFUNDED -> fields.text("transactionId", TransactionId::new);
            case PENDING,
                    FAILED,
                    CLOSED,
                    REFUND_RETURNED,
                    DISPUTE_OPENED,
                    DISPUTE_WON,
                    DISPUTE_LOST ->
                    fields.optional("transactionId", TransactionId::new).orElse(null);
        };
    }

    private static @Nullable String refundNo(JsonFields fields, FactKind kind)
            throws UnreadableBody {
        return switch (kind) {
            case REFUNDED, REFUND_RETURNED -> fields.text("refundNo", SandboxWords::number);
            case PENDING, PAID, FAILED, CLOSED, DISPUTE_OPENED, DISPUTE_WON, DISPUTE_LOST -> null;
        };
    }

    private static @Nullable String disputeNo(JsonFields fields, FactKind kind)
            throws UnreadableBody {
        return switch (kind) {
            case DISPUTE_OPENED, DISPUTE_WON, DISPUTE_LOST ->
                    fields.optional("disputeNo", SandboxWords::number).orElse(null);
            case PENDING, PAID, FAILED, CLOSED, REFUNDED, REFUND_RETURNED -> null;
        };
    }

    private static String number(String text) {
        if (!NUMBER.fits(text)) {
            throw new IllegalArgumentException("a number has 1 to 64 printable characters");
        }
        return text;
    }

    private static FactKind kindOfEvent(String type) throws UnreadableBody {
        return switch (type) {
            case "payment.pending" -> FactKind.PENDING;
            case "payment.paid" -> FactKind.PAID;
            case "payment.failed" -> FactKind.FAILED;
            case "payment.closed" -> FactKind.CLOSED;
            case "payment.refunded" -> FactKind.REFUNDED;
            case "refund.failed" -> FactKind.REFUND_RETURNED;
            case "payment.disputed" -> FactKind.DISPUTE_OPENED;
            case "payment.dispute_won" -> FactKind.DISPUTE_WON;
            case "payment.dispute_lost" -> FactKind.DISPUTE_LOST;
            default -> throw new UnreadableBody("unknown_type", "type is none that we know");
        };
    }

    /// A payment that was refunded is still `PAID` here: refunds stand beside it.
    private static FactKind kindOfStatus(String status) throws UnreadableBody {
        return switch (status) {
            case "PENDING" -> FactKind.PENDING;
            case "PAID" -> FactKind.PAID;
            case "FAILED" -> FactKind.FAILED;
            case "CLOSED" -> FactKind.CLOSED;
            default -> throw new UnreadableBody("unknown_status", "status is none that we know");
        };
    }
}
