package dev.consign.payment;

/// Where a refund stands.
public enum RefundStatus {
    /// The gateway is being asked, as often as it takes.
    REQUESTED,
    /// The gateway has returned the money, and it is booked.
    SUCCEEDED,
    /// The buyer's bank sent the money back after it had gone: it is here again, unallocated
    /// (docs/rules.md, rule 17). What the refund took back of a split stays taken back: it is the
    /// buyer's money.
    RETURNED,
    /// A person gave it up: the money is ours to answer for again. Should the gateway return it all
    /// the same, its word wins.
    ABANDONED;

    /// Whether its money was taken from what it returned, and is not there again by itself.
    public boolean tookProceeds() {
        return this == SUCCEEDED || this == RETURNED;
    }
}
