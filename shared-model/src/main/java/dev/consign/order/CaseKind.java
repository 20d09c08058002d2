package dev.consign.order;

/// What a person must look at. Nothing that involves money ends in a log line alone.
public enum CaseKind {
    /// Money, or word of it, for a payment we do not know.
    UNKNOWN_ORDER,
    /// The gateway speaks of another amount, currency, gateway or merchant.
    MISMATCH,
    /// Two different facts under one message id.
    CONFLICT,
    /// One payment was paid twice, by two transactions. Two payments of one order are no case: the
    /// second is returned by itself (incident P7).
    SECOND_PAYMENT,
    /// The gateway returned money that we did not tell it to return.
    UNEXPECTED_REFUND,
    /// The time to pay is over, and the gateway has not said that nothing can be paid any more.
    OVERDUE,
    /// The gateway never gave an answer that ends the payment.
    REQUERY_EXHAUSTED,
    /// The gateway never confirmed that an overdue payment is closed.
    CLOSE_EXHAUSTED,
    /// The gateway refused to return money, or never said that it has.
    REFUND_FAILED,
    /// The shop, the buyer or a consignor could not be told, however often we tried.
    NOTIFICATION_FAILED,
    /// A consignor's webhook failed so often that it is not called any more.
    ENDPOINT_DISABLED;

    /// Whether, opened by word of a payment, it leaves open whether the buyer has paid. Word that
    /// moves no money never does: once it is put right its case is over, and an order sent to
    /// review for its sake would wait for a person nobody has told.
    public boolean doubtsMoney() {
        return this == MISMATCH || this == CONFLICT;
    }
}
