package dev.consign.order;

/// What a person must look at. Nothing that involves money ends in a log line alone.
public enum CaseKind {
    /// Money, or word of it, for a payment we do not know.
    UNKNOWN_ORDER,
    /// The gateway speaks of another currency, gateway or merchant, and nothing was posted; or
    /// money came in another amount, and is held (rule 14).
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
    /// Money that had gone back to the buyer came back: it is held, and the buyer's.
    REFUND_RETURNED,
    /// The buyer's bank contests a payment.
    DISPUTE,
    /// Somebody said that money moved, and the gateway, asked, did not confirm it (docs/rules.md,
    /// rule 12).
    UNCONFIRMED,
    /// The gateway said something about money that we have no word for (rule 15).
    UNKNOWN_CALLBACK,
    /// The shop, the buyer or a consignor could not be told, however often we tried.
    NOTIFICATION_FAILED,
    /// A consignor's webhook failed so often that it is not called any more.
    ENDPOINT_DISABLED;
}
