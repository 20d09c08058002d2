package dev.consign.processor.backoffice.notifications;

import dev.consign.notify.delivery.NotGivenUp;
import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.RefusalProblems;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How HTTP says why nothing is sent again.
@Component
final class DeliveryProblems implements RefusalProblems<NotGivenUp> {
    @Override
    public Class<NotGivenUp> refusals() {
        return NotGivenUp.class;
    }

    @Override
    public Problem of(NotGivenUp refusal) {
        return new Problem(
                HttpStatus.CONFLICT,
                "not_given_up",
                "This delivery is %s; only one that was given up is sent again by hand."
                        .formatted(refusal.status()));
    }
}
