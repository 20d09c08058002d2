package dev.consign.engine.table;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.NotificationCodec;
import dev.consign.broker.outbox.OutboxMessage;
import dev.consign.engine.change.ChangeSet;
import dev.consign.engine.change.MoneyMoves.Told;
import dev.consign.engine.change.OrderAggregate;
import dev.consign.message.MessageType;
import dev.consign.message.Notification;
import dev.consign.message.Notification.RefundPart;
import dev.consign.order.OrderStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says what of a batch is told: every end an order comes to, but for the one that the shop itself
/// brought about by cancelling, every refund, and every one that came back (docs/rules.md, rule
/// 19). It is told after the fact and by way of its own queue: no mail that fails can touch the
/// order again (incident I3).
final class Tellings {
    private Tellings() {}

    static List<OutboxMessage> of(ChangeSet batch) {
        var last = new HashMap<OrderAggregate, Told>();
        batch.told().stream()
                .filter(one -> !one.cameBack())
                .forEach(one -> last.put(one.file(), one));
        var messages = new ArrayList<OutboxMessage>();
        for (var told : batch.told()) {
            if (!ends(told.file()) || !told.equals(last.get(told.file()))) {
                messages.add(message(id(told), told.file(), part(told), batch));
            }
        }
        for (var file : batch.files()) {
            if (isTold(file)) {
                messages.add(end(file, ends(file) ? part(last.get(file)) : null, batch));
            }
        }
        return messages;
    }

    private static String id(Told told) {
        var order = told.file().orderNo();
        var refund = told.refund().refundNo();
        return told.cameBack()
                ? Notification.idOfReturn(order, refund)
                : Notification.idOfRefund(order, refund);
    }

    /// Whether a refund that ended the order is told with its end.
    private static boolean ends(OrderAggregate file) {
        return !file.steps().isEmpty() && file.order().status() == OrderStatus.REFUNDED;
    }

    private static boolean isTold(OrderAggregate file) {
        return !file.steps().isEmpty() && Notification.isToldOf(file.order().status());
    }

    private static OutboxMessage end(
            OrderAggregate file, @Nullable RefundPart refund, ChangeSet batch) {
        var order = file.order();
        return message(
                Notification.idOfEnd(order.orderNo(), order.status(), order.version()),
                file,
                refund,
                batch);
    }

    private static @Nullable RefundPart part(@Nullable Told told) {
        return told == null
                ? null
                : new RefundPart(told.refund().refundNo(), told.refund().amount(), told.total());
    }

    private static OutboxMessage message(
            String id, OrderAggregate file, @Nullable RefundPart refund, ChangeSet batch) {
        var order = file.order();
        var body =
                NotificationCodec.encode(
                        new Notification(
                                id,
                                order.orderNo(),
                                order.buyerId(),
                                order.status(),
                                order.amount(),
                                refund,
                                batch.now()));
        return new OutboxMessage(
                QueueName.NOTIFICATION, MessageType.NOTIFICATION.name(), id, id, body, Map.of());
    }
}
