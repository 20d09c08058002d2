package dev.consign.processor.api.idempotency;

import dev.consign.platform.refusal.Refusal;

/// Why the key of a request cannot be used now.
public enum KeyRefusal implements Refusal {
    /// It is the key of a request with another payload.
    REUSED,
    /// The first request has not been answered yet.
    IN_FLIGHT
}
