package dev.consign.payment;

/// What money a refund returns, which says how it is booked.
public enum RefundUse {
    /// Money nothing was delivered for: late, second, or for goods that could not be had.
    HELD,
    /// Money a delivery was paid with: its split is taken back.
    PROCEEDS
}
