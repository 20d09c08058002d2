package dev.consign.processor.api.problem;

import java.io.IOException;

/// More bytes came than a request may have; reading stopped there.
final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLarge(long limit) {
        super("more than " + limit + " bytes");
    }
}
