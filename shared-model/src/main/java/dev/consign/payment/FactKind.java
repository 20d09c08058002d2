package dev.consign.payment;

/// What a gateway can say about one payment. Part of every message id, so that a failure never
/// hides the success that follows it (incident P6).
public enum FactKind {
    PENDING,
    PAID,
    FAILED,
    CLOSED,
    REFUNDED
}
