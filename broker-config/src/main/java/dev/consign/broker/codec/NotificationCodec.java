package dev.consign.broker.codec;

import dev.consign.id.BuyerId;
import dev.consign.id.OrderNo;
import dev.consign.id.RefundNo;
import dev.consign.id.Shape;
import dev.consign.message.MessageType;
import dev.consign.message.Notification;
import dev.consign.message.Notification.RefundPart;
import dev.consign.order.OrderStatus;
import org.jspecify.annotations.Nullable;

/// Notifications as message bodies: what [#encode] writes, [#decode] reads back equal; anything
/// else is a value that says what is wrong with it.
public final class NotificationCodec {
    private static final Shape NOTIFICATION_ID = Shape.of("[\\x21-\\x7e]", 1, 96);

    private NotificationCodec() {}

    /// JSON text.
    public static String encode(Notification note) {
        return Json.body(
                MessageType.NOTIFICATION,
                json -> {
                    json.writeStringProperty("notificationId", note.notificationId());
                    json.writeStringProperty("orderNo", note.orderNo().value());
                    json.writeStringProperty("buyerId", note.buyerId().value());
                    json.writeStringProperty("status", note.status().name());
                    Json.money(json, note.amount());
                    if (note.refund() != null) {
                        json.writeStringProperty("refundNo", note.refund().refundNo().value());
                        Json.money(json, "refunded", note.refund().amount());
                        Json.money(json, "refundedTotal", note.refund().total());
                    }
                    json.writeStringProperty("occurredAt", note.occurredAt().toString());
                });
    }

    /// Never throws for what the body holds.
    ///
    /// @param body null when the message had no text
    public static DecodedNotification decode(@Nullable String body) {
        try {
            var fields = Body.of(body, MessageType.NOTIFICATION);
            var status = fields.text("status", OrderStatus::valueOf);
            var refund = refund(fields);
            if (refund == null && !Notification.isToldOf(status)) {
                throw fields.bad("status", "is none that anybody is told of");
            }
            return new DecodedNotification.Note(
                    new Notification(
                            fields.text("notificationId", NotificationCodec::notificationId),
                            fields.text("orderNo", OrderNo::new),
                            fields.text("buyerId", BuyerId::new),
                            status,
                            fields.money("amount"),
                            refund,
                            fields.time("occurredAt")));
        } catch (UndecodableBody e) {
            return new DecodedNotification.Undecodable(e.flaw(), e.detail());
        }
    }

    private static @Nullable RefundPart refund(Body fields) throws UndecodableBody {
        @Nullable RefundNo number = fields.optional("refundNo", RefundNo::new);
        return number == null
                ? null
                : new RefundPart(number, fields.money("refunded"), fields.money("refundedTotal"));
    }

    private static String notificationId(String text) {
        if (!NOTIFICATION_ID.fits(text)) {
            throw new IllegalArgumentException("1 to 96 printable characters");
        }
        return text;
    }
}
