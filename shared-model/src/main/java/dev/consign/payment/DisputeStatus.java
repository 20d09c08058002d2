package dev.consign.payment;

/// Where a dispute stands; only the gateway's word ends it (docs/rules.md, states).
public enum DisputeStatus {
    /// The bank contests the payment: its money is in doubt.
    OPENED,
    /// The money is ours after all.
    WON,
    /// The money went back to the buyer, and that is booked.
    LOST
}
