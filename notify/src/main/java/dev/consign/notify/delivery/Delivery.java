package dev.consign.notify.delivery;

import dev.consign.broker.codec.DecodedNotification;
import dev.consign.broker.codec.NotificationCodec;
import dev.consign.message.Notification;

/// One delivery as it is handed to its sink.
///
/// @param notificationId stable over every repeat
/// @param target "shop", a webhook id or a buyer id
/// @param body the notification as it came
/// @param attempts made before this one
public record Delivery(String id, String notificationId, String target, String body, int attempts) {
    /// What is told.
    ///
    /// @throws IllegalStateException when it cannot be read any more; that is this delivery's
    ///   failure and nobody else's
    public Notification notification() {
        return switch (NotificationCodec.decode(body)) {
            case DecodedNotification.Note(var notification) -> notification;
            case DecodedNotification.Undecodable(_, var detail) ->
                    throw new IllegalStateException(notificationId + ": " + detail);
        };
    }
}
