package dev.consign.processor.api.idempotency;

import dev.consign.processor.api.problem.ApiFailure;
import org.springframework.http.HttpStatus;

/// What a request is answered with whose key cannot be used now.
public final class KeyRefusals {
    private KeyRefusals() {}

    /// 422: the same key with another payload.
    public static ApiFailure reused() {
        return new ApiFailure(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency_key_reused",
                "Another request came under this Idempotency-Key; use a new key for a new request.");
    }

    /// 409: the first one has not been answered yet.
    public static ApiFailure inFlight() {
        return new ApiFailure(
                HttpStatus.CONFLICT,
                "idempotency_in_flight",
                "The first request under this Idempotency-Key is still being worked on; repeat it in a moment.");
    }
}
