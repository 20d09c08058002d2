package dev.consign.processor.backoffice.deadletters;

import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.RefusalProblems;
import dev.consign.processor.backoffice.deadletters.stored.DeadLetterStatus;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How HTTP says why nothing was done about a dead letter.
@Component
final class DeadLetterProblems implements RefusalProblems<DeadLetterRefusal> {
    @Override
    public Class<DeadLetterRefusal> refusals() {
        return DeadLetterRefusal.class;
    }

    @Override
    public Problem of(DeadLetterRefusal refusal) {
        return switch (refusal) {
            case DeadLetterRefusal.NeedsFinance(var amount, var what) ->
                    new Problem(
                            HttpStatus.FORBIDDEN,
                            "needs_finance",
                            "Money hangs on this letter%s: only finance may %s."
                                    .formatted(amount == null ? "" : " (" + amount + ")", what));
            case DeadLetterRefusal.TooOld(var days) ->
                    conflict(
                            "too_old",
                            """
                            This letter first failed more than %d days ago, and whether its message was processed \
                            is not known for that long; check the order, then discard the letter.\
                            """
                                    .formatted(days));
            case DeadLetterRefusal.Unreadable(var cause, var detail) ->
                    conflict(
                            "blocked",
                            "This letter would only come back (%s): %s.".formatted(cause, detail));
            case DeadLetterRefusal.Forged(var detail) ->
                    conflict("blocked", "Nobody may send this letter again: %s.".formatted(detail));
            case DeadLetterRefusal.WrongState(var status) -> wrongState(status);
            case DeadLetterRefusal.Changing() ->
                    conflict("try_again", "This letter is changing just now; try again.");
        };
    }

    private static Problem wrongState(DeadLetterStatus status) {
        return switch (status) {
            case REQUEUED ->
                    conflict(
                            "already_requeued",
                            "This letter is on its way already; look at it again in a moment.");
            case RESOLVED ->
                    conflict(
                            "already_resolved", "This letter was requeued and has been processed.");
            case DISCARDED ->
                    conflict("discarded", "This letter was given up; that can be taken back.");
            case OPEN -> conflict("already_open", "This letter is open: it is not given up.");
        };
    }

    private static Problem conflict(String code, String detail) {
        return new Problem(HttpStatus.CONFLICT, code, detail);
    }
}
