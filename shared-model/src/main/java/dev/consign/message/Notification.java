package dev.consign.message;

import dev.consign.id.BuyerId;
import dev.consign.id.OrderNo;
import dev.consign.id.RefundNo;
import dev.consign.money.Money;
import dev.consign.order.OrderStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Word that an order has ended, or that money of it went back (docs/rules.md, rule 19). It travels
/// on its own queue after the money is booked, so that its failure can change nothing but its own
/// status (incident I3).
///
/// @param notificationId stable over every repeat, for the receiver to dedup on
/// @param refund what went back, or came back from there; null when the order ended otherwise
public record Notification(
        String notificationId,
        OrderNo orderNo,
        BuyerId buyerId,
        OrderStatus status,
        Money amount,
        @Nullable RefundPart refund,
        Instant occurredAt) {
    /// The end of an order, by which no money went back.
    public Notification(
            String notificationId,
            OrderNo orderNo,
            BuyerId buyerId,
            OrderStatus status,
            Money amount,
            Instant occurredAt) {
        this(notificationId, orderNo, buyerId, status, amount, null, occurredAt);
    }

    /// The id of an end. It has the order's version: one that failed, was tried again and failed
    /// has failed twice.
    public static String idOfEnd(OrderNo orderNo, OrderStatus status, int version) {
        return "%s:%s:v%d".formatted(orderNo, status, version);
    }

    /// The id of a refund that ended nothing.
    public static String idOfRefund(OrderNo orderNo, RefundNo refundNo) {
        return "%s:REFUND:%s".formatted(orderNo, refundNo);
    }

    /// The id of a refund that came back.
    public static String idOfReturn(OrderNo orderNo, RefundNo refundNo) {
        return "%s:RETURN:%s".formatted(orderNo, refundNo);
    }

    /// Whether an order that stands so has ended in a way that is told: one that the shop itself
    /// has cancelled is not.
    public static boolean isToldOf(OrderStatus status) {
        return switch (status) {
            case COMPLETED, FAILED, EXPIRED, REFUNDED -> true;
            case AWAITING_PAYMENT, PROCESSING, CANCELLED, IN_REVIEW -> false;
        };
    }

    /// What has happened.
    ///
    /// @throws IllegalStateException when no money went back and nobody is told of such a state
    public EventType type() {
        if (refund != null && notificationId.equals(idOfReturn(orderNo, refund.refundNo()))) {
            return EventType.REFUND_RETURNED;
        }
        if (refund != null
                && (!isToldOf(status)
                        || notificationId.equals(idOfRefund(orderNo, refund.refundNo())))) {
            return EventType.REFUND_SUCCEEDED;
        }
        return switch (status) {
            case COMPLETED -> EventType.ORDER_COMPLETED;
            case FAILED -> EventType.ORDER_FAILED;
            case EXPIRED -> EventType.ORDER_EXPIRED;
            case REFUNDED -> EventType.ORDER_REFUNDED;
            case AWAITING_PAYMENT, PROCESSING, CANCELLED, IN_REVIEW ->
                    throw new IllegalStateException("nobody is told that an order is " + status);
        };
    }

    /// One refund that was made, or came back.
    ///
    /// @param total what has gone back of the order's money with it, or without it again
    public record RefundPart(RefundNo refundNo, Money amount, Money total) {}
}
