package dev.consign.message;

/// Every kind of event that the shop and consignors are posted: the list, of which docs/webhooks.md
/// is the description. The words never change; new ones may come.
public enum EventType {
    /// Paid, and delivered.
    ORDER_COMPLETED("order.completed"),
    /// No attempt to pay it succeeded.
    ORDER_FAILED("order.failed"),
    /// It was not paid in time.
    ORDER_EXPIRED("order.expired"),
    /// It has ended, and all of its money goes back.
    ORDER_REFUNDED("order.refunded"),
    /// Money of it has gone back without ending it: a part, a second payment, money that came late.
    REFUND_SUCCEEDED("refund.succeeded"),
    /// Money that had gone back is here again: the buyer's bank did not take it, or it never went.
    REFUND_RETURNED("refund.returned"),
    /// Nothing has happened: somebody tries whether events arrive.
    WEBHOOK_TEST("webhook.test");

    private final String word;

    EventType(String word) {
        this.word = word;
    }

    /// As it stands in `type`.
    public String word() {
        return word;
    }
}
