package dev.consign.processor.api.problem;

import dev.consign.platform.refusal.NotFound;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How HTTP says that something is not there.
@Component
final class NotFoundProblem implements RefusalProblems<NotFound> {
    @Override
    public Class<NotFound> refusals() {
        return NotFound.class;
    }

    @Override
    public Problem of(NotFound refusal) {
        return new Problem(
                HttpStatus.NOT_FOUND, "not_found", "There is no %s.".formatted(refusal.what()));
    }
}
