package dev.consign.payment;

/// Where a refund stands.
public enum RefundStatus {
    /// The gateway is being asked, as often as it takes.
    REQUESTED,
    /// The gateway has returned the money, and it is booked.
    SUCCEEDED,
    /// A person gave it up: the money is ours to answer for again. Should the gateway return it all
    /// the same, its word wins.
    ABANDONED
}
