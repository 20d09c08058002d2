package dev.consign.processor.mail;

import dev.consign.id.OrderNo;
import dev.consign.order.OrderStatus;
import java.util.Optional;

/// What a buyer reads: that an order has ended, how, and its number. Never what was bought, never a
/// card key: mail is read by others on its way.
///
/// @param subject one line
record Letter(String subject, String text) {
    /// @return empty when a buyer is not written to at such a moment
    static Optional<Letter> of(OrderNo order, OrderStatus status) {
        return switch (status) {
            case COMPLETED ->
                    Optional.of(
                            letter(
                                    order,
                                    "is ready",
                                    "Your payment has arrived and your order is ready.\nSign in to"
                                            + " the shop to see what was delivered."));
            case FAILED ->
                    Optional.of(
                            letter(
                                    order,
                                    "was not paid",
                                    "The payment of your order has failed; you were not charged.\n"
                                            + "You can pay again or place a new order in the"
                                            + " shop."));
            case EXPIRED ->
                    Optional.of(
                            letter(
                                    order,
                                    "has expired",
                                    "Your order was not paid in time and has ended.\nYou can place"
                                            + " a new order in the shop."));
            case REFUNDED ->
                    Optional.of(
                            letter(
                                    order,
                                    "was refunded",
                                    "Your order has ended and its money goes back to you, the way"
                                            + " it came."));
            case AWAITING_PAYMENT, PROCESSING, CANCELLED, IN_REVIEW -> Optional.empty();
        };
    }

    private static Letter letter(OrderNo order, String what, String text) {
        return new Letter(
                "Your order %s %s".formatted(order, what),
                "%s\n\nOrder %s\n".formatted(text, order));
    }
}
