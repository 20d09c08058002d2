package dev.consign.reconciler.task;

/// What became of a write under a claim. Losing is normal: the payment ended and its task went with
/// it, or the lease ran out and somebody else asks now (incident I7).
public enum LeaseCheck {
    HELD,
    LOST
}
