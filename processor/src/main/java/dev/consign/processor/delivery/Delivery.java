package dev.consign.processor.delivery;

import dev.consign.id.OrderNo;
import dev.consign.order.OrderStatus;
import java.time.Instant;

/// One delivery as it is handed to its sink.
///
/// @param notificationId stable over every repeat
/// @param target "shop", a webhook id or a buyer id
/// @param event how the order ended
/// @param body the notification as it came
/// @param attempts made before this one
public record Delivery(
        String id,
        String notificationId,
        OrderNo orderNo,
        String target,
        OrderStatus event,
        String body,
        Instant occurredAt,
        int attempts) {}
