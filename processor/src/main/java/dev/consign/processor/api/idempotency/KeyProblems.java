package dev.consign.processor.api.idempotency;

import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.RefusalProblems;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How HTTP says that a key cannot be used now.
@Component
final class KeyProblems implements RefusalProblems<KeyRefusal> {
    @Override
    public Class<KeyRefusal> refusals() {
        return KeyRefusal.class;
    }

    @Override
    public Problem of(KeyRefusal refusal) {
        return switch (refusal) {
            case REUSED ->
                    new Problem(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "idempotency_key_reused",
                            "Another request came under this Idempotency-Key; use a new key for a new request.");
            case IN_FLIGHT ->
                    new Problem(
                            HttpStatus.CONFLICT,
                            "idempotency_in_flight",
                            "The first request under this Idempotency-Key is still being worked on; repeat it in a moment.");
        };
    }
}
