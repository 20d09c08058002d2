package dev.consign.broker.codec;

import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.id.Shape;
import dev.consign.id.TransactionId;
import dev.consign.message.MessageType;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import org.jspecify.annotations.Nullable;

/// Payment facts as message bodies: what [#encode] writes, [#decode] reads back equal; anything
/// else is a value that says what is wrong with it.
public final class FactCodec {
    private static final Shape MERCHANT = Shape.of("[\\x21-\\x7e]", 1, 64);
    private static final Shape NUMBER = MERCHANT;

    private FactCodec() {}

    /// JSON text. The message id is written for people and tools that look at the queue.
    public static String encode(PaymentFact fact) {
        return Json.body(
                MessageType.PAYMENT_FACT,
                json -> {
                    json.writeStringProperty("gateway", fact.gateway().value());
                    json.writeStringProperty("merchant", fact.merchant());
                    json.writeStringProperty("paymentNo", fact.paymentNo().value());
                    json.writeStringProperty("kind", fact.kind().name());
                    Json.money(json, fact.money());
                    if (fact.transactionId() != null) {
                        json.writeStringProperty("transactionId", fact.transactionId().value());
                    }
                    if (fact.refundNo() != null) {
                        json.writeStringProperty("refundNo", fact.refundNo());
                    }
                    if (fact.disputeNo() != null) {
                        json.writeStringProperty("disputeNo", fact.disputeNo());
                    }
                    json.writeStringProperty("occurredAt", fact.occurredAt().toString());
                    json.writeStringProperty("source", fact.source().name());
                    json.writeStringProperty("messageId", fact.messageId().value());
                });
    }

    /// Never throws for what the body holds.
    ///
    /// @param body null when the message had no text
    public static DecodedFact decode(@Nullable String body) {
        try {
            return new DecodedFact.Fact(fact(Body.of(body, MessageType.PAYMENT_FACT)));
        } catch (UndecodableBody e) {
            return new DecodedFact.Undecodable(e.flaw(), e.detail());
        }
    }

    private static PaymentFact fact(Body body) throws UndecodableBody {
        var kind = body.text("kind", FactKind::valueOf);
        var transactionId = body.optional("transactionId", TransactionId::new);
        if (transactionId == null && (kind == FactKind.PAID || kind == FactKind.REFUNDED)) {
            throw body.bad("transactionId", "is missing");
        }
        @Nullable String refundNo = body.optional("refundNo", text -> matching(NUMBER, text));
        if (refundNo == null && kind == FactKind.REFUND_RETURNED) {
            throw body.bad("refundNo", "is missing");
        }
        var fact =
                new PaymentFact(
                        body.text("gateway", GatewayCode::new),
                        body.text("merchant", text -> matching(MERCHANT, text)),
                        body.text("paymentNo", PaymentNo::new),
                        kind,
                        body.money("amount"),
                        transactionId,
                        refundNo,
                        body.optional("disputeNo", text -> matching(NUMBER, text)),
                        body.time("occurredAt"),
                        body.text("source", FactSource::valueOf));
        // One written by another hand, or changed on the way: two names for one fact would be two
        // credits.
        if (!body.text("messageId", text -> text).equals(fact.messageId().value())) {
            throw body.bad("messageId", "is not the name of this fact");
        }
        return fact;
    }

    private static String matching(Shape shape, String text) {
        if (!shape.fits(text)) {
            throw new IllegalArgumentException("1 to 64 printable characters");
        }
        return text;
    }
}
