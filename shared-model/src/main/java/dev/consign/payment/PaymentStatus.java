package dev.consign.payment;

/// Where one attempt to collect stands. `UNKNOWN` is a state of its own: only the gateway's word
/// ends it (incidents I4, P5).
public enum PaymentStatus {
    CREATED,
    PENDING,
    UNKNOWN,
    PAID,
    FAILED,
    CLOSED,
    REFUNDED;

    /// Whether no money came and none is expected; the gateway's money still wins over it.
    public boolean endedUnpaid() {
        return this == FAILED || this == CLOSED;
    }

    /// Whether the gateway may still collect.
    public boolean open() {
        return this == CREATED || this == PENDING || this == UNKNOWN;
    }
}
