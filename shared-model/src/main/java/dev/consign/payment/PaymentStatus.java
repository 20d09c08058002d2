package dev.consign.payment;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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

    /// Those of which the gateway may still collect.
    public static final Set<PaymentStatus> OPEN = those(PaymentStatus::open);

    /// Those by which no money is here and none is to come.
    public static final Set<PaymentStatus> OVER = those(PaymentStatus::over);

    private static Set<PaymentStatus> those(Predicate<PaymentStatus> what) {
        return Arrays.stream(values()).filter(what).collect(Collectors.toUnmodifiableSet());
    }

    /// Whether no money came and none is expected; the gateway's money still wins over it.
    public boolean endedUnpaid() {
        return this == FAILED || this == CLOSED;
    }

    /// Whether no money of it is here, and none is to come.
    public boolean over() {
        return endedUnpaid() || this == REFUNDED;
    }

    /// Whether the gateway may still collect.
    public boolean open() {
        return this == CREATED || this == PENDING || this == UNKNOWN;
    }
}
