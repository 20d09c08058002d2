package dev.consign.processor.api.idempotency;

import org.springframework.dao.DuplicateKeyException;

/// Another request with the same key was faster; told apart from every other unique key that a
/// transaction may meet.
public final class KeyConflict extends DuplicateKeyException {
    private static final long serialVersionUID = 1L;

    KeyConflict(DuplicateKeyException cause) {
        super("another request with this Idempotency-Key was faster", cause);
    }
}
