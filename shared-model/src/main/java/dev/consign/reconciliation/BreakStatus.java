package dev.consign.reconciliation;

/// Where a difference stands.
public enum BreakStatus {
    /// A person must look.
    OPEN,
    /// It is a payment fact and is on its way to the engine, which books it, or opens the case that
    /// the gateway's callback would have opened; the next run finds out whether it was put right.
    SUBMITTED,
    /// The newest run did not find it any more.
    GONE
}
