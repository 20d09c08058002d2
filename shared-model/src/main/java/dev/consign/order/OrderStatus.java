package dev.consign.order;

/// Where an order stands (docs/rules.md, states). The database holds these names and a CHECK
/// constraint with exactly this set.
public enum OrderStatus {
    AWAITING_PAYMENT,
    PROCESSING,
    COMPLETED,
    FAILED,
    CANCELLED,
    EXPIRED,
    IN_REVIEW,
    REFUNDED
}
