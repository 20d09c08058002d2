package dev.consign.engine.simulation.store;

/// Bugs the auditor must find: each was somebody's, or could be ours the day a guard is removed. A
/// simulation that cannot tell them from the right rules would prove nothing.
public enum Bug {
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
    /// Money of another amount is booked as the price (rule 14).
    ANY_AMOUNT_WILL_DO,
    REFUND_NOT_ASKED_FOR,
    CASES_NOT_OPENED,
    /// A refund is given up, and its money is held without a case.
    KEPT_IN_SILENCE,
    HISTORY_SKIPPED,
    STOCK_NOT_RELEASED,
    FEE_ROUNDED_UP,
    /// Incidents I1, P3: the second word of the same money delivers again.
    CREDITED_AGAIN,
    /// Incident Q5: a line of a file that a person gave is believed like the gateway.
    UPLOAD_BELIEVED,
    /// What a person says was paid is believed unasked.
    PERSON_BELIEVED,
    /// Incident Q1: a signature is believed for a payment that had ended.
    SIGNATURE_BELIEVED,
    /// What is to be confirmed is kept, and no gateway is asked.
    CONFIRMATION_NOT_ASKED_FOR,
    /// The gateway says something else, and nobody is told.
    REFUTED_IN_SILENCE,
    /// Incident Q2: goods leave for money that the gateway says went back.
    DOUBT_IGNORED_ON_DELIVERY,
    /// Money that may have gone back unasked is returned, or delivered for, at somebody's wish.
    DOUBT_IGNORED_ON_REFUND,
    /// What was being asked back is asked for although it may have gone back already.
    REFUND_ASKED_FOR_IN_DOUBT,
    RETURN_BOOKED_TWICE,
    /// Incident Q3: money came back, and nobody is told.
    RETURNED_IN_SILENCE,
    /// Contested money stays put aside after it was lost, or won.
    DISPUTE_COUNTED_TWICE,
    /// Incident Q4: the gateway's number of an accepted refund is not kept.
    ACCEPTED_WITHOUT_NUMBER,
    CORRECTION_BOOKED_TWICE,
    /// A posting is taken back on the payment, and not in the books.
    REVERSED_IN_PART,
    /// What the platform adds to a delivery is taken from its fee.
    DIFFERENCE_KEPT_IN_SILENCE,
    /// A buyer's cancelling does not wait for the gateway.
    CANCELLED_BEFORE_CLOSED,
    /// A buyer's cancelling is forgotten while it waits for the gateway.
    CANCEL_FORGOTTEN
}
