package dev.consign.notify.mail;

import dev.consign.id.OrderNo;
import dev.consign.message.Notification;

/// What a buyer reads: what became of an order, and its number. Never what was bought, never a card
/// key: mail is read by others on its way.
///
/// @param subject one line
record MailText(String subject, String text) {
    static MailText of(Notification told) {
        var order = told.orderNo();
        return switch (told.type()) {
            case ORDER_COMPLETED ->
                    letter(
                            order,
                            "is ready",
                            "Your payment has arrived and your order is ready.\nSign in to"
                                    + " the shop to see what was delivered.");
            case ORDER_FAILED ->
                    letter(
                            order,
                            "was not paid",
                            "The payment of your order has failed; you were not charged.\n"
                                    + "You can pay again or place a new order in the"
                                    + " shop.");
            case ORDER_EXPIRED ->
                    letter(
                            order,
                            "has expired",
                            "Your order was not paid in time and has ended.\nYou can place"
                                    + " a new order in the shop.");
            case ORDER_REFUNDED ->
                    letter(
                            order,
                            "was refunded",
                            "Your order has ended and its money goes back to you, the way"
                                    + " it came.");
            case REFUND_SUCCEEDED ->
                    letter(
                            order,
                            "has a refund",
                            "Money that you paid for your order goes back to you, the way it"
                                    + " came.\nThe order itself stays as it is.");
            case REFUND_RETURNED ->
                    letter(
                            order,
                            "has a refund that did not arrive",
                            "Money that we had sent back to you came back to us: your bank did"
                                    + " not take it, or it was never sent.\nIt is yours all the"
                                    + " same; the shop will find another way.");
            case WEBHOOK_TEST -> throw new IllegalStateException("nobody is written to for a test");
        };
    }

    private static MailText letter(OrderNo order, String what, String text) {
        return new MailText(
                "Your order %s %s".formatted(order, what),
                "%s\n\nOrder %s\n".formatted(text, order));
    }
}
