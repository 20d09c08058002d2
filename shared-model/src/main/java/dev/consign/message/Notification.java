package dev.consign.message;

import dev.consign.id.BuyerId;
import dev.consign.id.OrderNo;
import dev.consign.id.RefundNo;
import dev.consign.money.Money;
import dev.consign.order.OrderStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the shop is told when an order has ended, or money of it went back (DESIGN section 6, rule
/// 19). It travels on its own queue after the money is booked, so that its failure can change
/// nothing but its own status (incident I3).
///
/// @param notificationId order, status and version, at most 96 characters: stable over every
///   repeat, for the receiver to dedup on, and another one when the order ends the same way once
///   more; for a part that went back order and refund number
/// @param refund what went back; null when the order ended otherwise
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

    /// One refund that was made.
    ///
    /// @param total what has gone back of the order's money with it
    public record RefundPart(RefundNo refundNo, Money amount, Money total) {}
}
