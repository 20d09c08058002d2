package dev.consign.message;

import dev.consign.id.BuyerId;
import dev.consign.id.OrderNo;
import dev.consign.money.Money;
import dev.consign.order.OrderStatus;
import java.time.Instant;

/// What the shop is told when an order has ended. It travels on its own queue after the money is
/// booked, so that its failure can change nothing but its own status (incident I3).
///
/// @param notificationId order, status and version, at most 96 characters: stable over every
///   repeat, for the receiver to dedup on, and another one when the order ends the same way once
///   more
public record Notification(
        String notificationId,
        OrderNo orderNo,
        BuyerId buyerId,
        OrderStatus status,
        Money amount,
        Instant occurredAt) {}
