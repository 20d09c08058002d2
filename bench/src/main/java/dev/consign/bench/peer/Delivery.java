package dev.consign.bench.peer;

import dev.consign.broker.codec.NotificationCodec;
import dev.consign.ledger.Journal;
import dev.consign.ledger.Postings;
import dev.consign.message.Notification;
import dev.consign.order.Order;
import dev.consign.order.OrderMove;
import dev.consign.payment.PaymentFact;
import java.time.Instant;
import java.util.List;

/// What follows when the money for an order is there, as values to be written.
///
/// @param order after its move
/// @param fact that brought the money
/// @param at when it was processed
public record Delivery(Order order, PaymentFact fact, Instant at) {
    /// Why, as it stands in the order's history and in the evidence.
    public static final String WHY = "paid and delivered";

    /// @param waiting the order before
    /// @throws IllegalArgumentException when it is not one that waits for money
    public static Delivery of(Order waiting, PaymentFact fact, Instant at) {
        return new Delivery(waiting.after(OrderMove.DELIVER), fact, at);
    }

    /// @return the money taken in, and its split
    public List<Journal> journals() {
        return List.of(Postings.collected(order, fact, at), Postings.settled(order, at));
    }

    /// @return name of the word to the shop, the same over every repeat
    public String notificationId() {
        return "%s:%s:v%d".formatted(order.orderNo(), order.status(), order.version());
    }

    /// @return body of the word to the shop
    public String notification() {
        return NotificationCodec.encode(
                new Notification(
                        notificationId(),
                        order.orderNo(),
                        order.buyerId(),
                        order.status(),
                        order.amount(),
                        at));
    }
}
