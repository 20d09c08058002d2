package dev.consign.engine.change;

import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.CaseKind;
import dev.consign.order.Doubt;
import dev.consign.order.Order;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.Refund;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A case to open, once a key.
///
/// @param order null when it is about none that we know
/// @param paymentNo null when it is about no payment in particular
/// @param fact the word it is opened by; null for none
public record OpenCase(
        CaseKind kind,
        String key,
        @Nullable Order order,
        @Nullable PaymentNo paymentNo,
        @Nullable PaymentFact fact,
        String evidence) {
    /// One a kind, message and order. A refund that failed is known by its own number, under which
    /// it is also given up.
    static OpenCase of(CaseKind kind, PaymentFact fact, @Nullable Order order, String why) {
        var evidence =
                "%s says %s of %s for payment %s, learned by %s: %s"
                        .formatted(
                                fact.gateway(),
                                fact.kind(),
                                fact.money(),
                                fact.paymentNo(),
                                fact.source(),
                                why);
        return new OpenCase(kind, key(kind, fact, order), order, fact.paymentNo(), fact, evidence);
    }

    /// One a kind and order. The version makes it another word each time the order comes to a
    /// person, so that a case that was closed is open again.
    static OpenCase of(CaseKind kind, Order order, String why) {
        var evidence = why + " (version " + order.version() + ")";
        return new OpenCase(kind, kind + ":" + order.orderNo(), order, null, null, evidence);
    }

    /// Money is held again, and nobody else is told. A refund is given up once.
    static OpenCase kept(Order order, Refund refund) {
        return ofRefund(
                CaseKind.REFUND_FAILED,
                order,
                refund,
                "refund %s of payment %s was given up: %s is held"
                        .formatted(refund.refundNo(), refund.paymentNo(), refund.amount()));
    }

    /// The gateway is not asked for it while the payment's money is in doubt.
    static OpenCase held(Order order, Refund refund, Doubt doubt) {
        return ofRefund(
                CaseKind.REFUND_FAILED,
                order,
                refund,
                "refund %s of %s is not asked for while money of its payment is in doubt: %s"
                        .formatted(refund.refundNo(), refund.amount(), doubt.name()));
    }

    /// A refund was booked that never happened: its money is held.
    static OpenCase takenBack(Order order, Refund refund, String why) {
        return ofRefund(
                CaseKind.REFUND_RETURNED,
                order,
                refund,
                "the posting of refund %s was taken back, %s is held: %s"
                        .formatted(refund.refundNo(), refund.amount(), why));
    }

    /// What was said is not what the gateway says.
    static OpenCase refuted(Order order, Confirmation said, PaymentFact answer) {
        var kind = CaseKind.UNCONFIRMED;
        return new OpenCase(
                kind,
                key(kind, said.messageId(), said.paymentNo()),
                order,
                said.paymentNo(),
                null,
                said.evidence(answer));
    }

    private static OpenCase ofRefund(CaseKind kind, Order order, Refund refund, String evidence) {
        return new OpenCase(
                kind, kind + ":" + refund.refundNo(), order, refund.paymentNo(), null, evidence);
    }

    /// The same at a certain time, which makes it another word: a case that was closed is open
    /// again.
    OpenCase at(Instant now) {
        return new OpenCase(kind, key, order, paymentNo, fact, evidence + " (at " + now + ")");
    }

    /// As the rules see it until it is closed.
    public Doubt doubt() {
        var word = Objects.requireNonNull(fact);
        return new Doubt(
                null,
                key,
                kind,
                word.paymentNo(),
                word.kind(),
                word.money(),
                word.number(),
                word.transactionId(),
                word.source());
    }

    private static String key(CaseKind kind, PaymentFact fact, @Nullable Order order) {
        if (order == null) {
            return key(kind, fact.messageId());
        }
        if (kind == CaseKind.REFUND_FAILED && fact.refundNo() != null) {
            return kind + ":" + fact.refundNo();
        }
        return key(kind, fact.messageId(), order.orderNo());
    }

    /// With the order: one transaction may be claimed for two, and each waits for its own case.
    static String key(CaseKind kind, MessageId id, OrderNo order) {
        return key(kind, id) + "@" + order;
    }

    /// With the payment: an order may have two, and of each is asked on its own.
    static String key(CaseKind kind, MessageId id, PaymentNo payment) {
        return key(kind, id) + "@" + payment;
    }

    static String key(CaseKind kind, MessageId id) {
        return kind + ":" + id;
    }
}
