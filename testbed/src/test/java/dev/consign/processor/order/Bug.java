package dev.consign.processor.order;

/// Bugs the auditor must find: each was somebody's, or could be ours the day a guard is removed. A
/// simulation that cannot tell them from the right rules would prove nothing.
enum Bug {
    NONE,
    /// Rule 2 of exactly-once left out.
    DEDUP_NOT_WRITTEN,
    /// The processed-message row is committed in a transaction of its own, before the effect.
    DEDUP_COMMITTED_APART,
    /// A crash loses the effect but keeps that the order has moved.
    EFFECT_COMMITTED_APART,
    /// Incident I4.
    TIMEOUT_IS_FAILURE,
    /// An overdue order is given up although nobody knows whether it is paid.
    STOCK_RELEASED_ON_SILENCE,
    /// Late money is delivered for, and no stock is taken.
    LATE_WITHOUT_STOCK,
    /// Incident P7: money that must go back is kept.
    SECOND_MONEY_KEPT,
    REFUND_BOOKED_TWICE,
    /// Incident P4.
    SPLIT_WITHOUT_DELIVERY,
    REFUND_CAP_IGNORED,
    FAILS_BESIDE_OPEN_ATTEMPT,
    ONE_OPEN_ORDER_IGNORED,
    RESERVATION_CAP_IGNORED,
    OVERSELL,
    /// The gateway's amount is not compared.
    ANY_AMOUNT_WILL_DO,
    REFUND_NOT_ASKED_FOR,
    CASES_NOT_OPENED,
    /// A refund is given up, and its money is held without a case.
    KEPT_IN_SILENCE,
    HISTORY_SKIPPED,
    STOCK_NOT_RELEASED,
    FEE_ROUNDED_UP,
    /// Incidents I1, P3: the second word of the same money delivers again.
    CREDITED_AGAIN
}
