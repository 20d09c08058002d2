package dev.consign.notify.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A delivery as support sees it.
///
/// @param event how the order stood
/// @param type what is told, as webhooks have it; null for what cannot be read any more
/// @param target "shop", a webhook id or a buyer id
/// @param dueAt when it is tried next, for one that waits
public record DeliveryView(
        String deliveryId,
        String notificationId,
        String orderNo,
        String event,
        @Nullable String type,
        SinkKind sink,
        String target,
        DeliveryStatus status,
        int attempts,
        @Nullable Instant dueAt,
        @Nullable String lastAnswer,
        Instant createdAt,
        Instant updatedAt) {}
