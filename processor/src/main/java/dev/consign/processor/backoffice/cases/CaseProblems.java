package dev.consign.processor.backoffice.cases;

import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.RefusalProblems;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How HTTP says why nothing was done about a case.
@Component
final class CaseProblems implements RefusalProblems<CaseRefusal> {
    @Override
    public Class<CaseRefusal> refusals() {
        return CaseRefusal.class;
    }

    @Override
    public Problem of(CaseRefusal refusal) {
        return switch (refusal) {
            case CaseRefusal.AlreadyResolved(var by, var resolution) ->
                    conflict(
                            "already_resolved",
                            "%s closed this case already: %s.".formatted(by, resolution));
            case CaseRefusal.NotPossible(var why) -> conflict("not_possible", why);
            case CaseRefusal.NotConfirmed(var why) -> conflict("not_confirmed", why);
            case CaseRefusal.PaymentNotNamed() ->
                    new Problem(
                            HttpStatus.BAD_REQUEST,
                            "invalid_request",
                            "paymentNo must say which payment of the order is meant.");
            case CaseRefusal.NeedsAction(var left) ->
                    conflict(
                            "case_needs_action",
                            "Nobody else looks after this: %s. GET the case for the actions that it allows."
                                    .formatted(String.join(", ", left)));
            case CaseRefusal.InDoubt(var doubt) ->
                    inDoubt(
                            "Money of payment %s is in doubt until %s is closed."
                                    .formatted(doubt.paymentNo(), doubt.name()),
                            doubt.caseId());
            case CaseRefusal.Forbidden(var command, var refused) -> forbidden(command, refused);
        };
    }

    private static Problem forbidden(Command command, Decision.Refused refused) {
        var why = refused.why();
        return switch (refused.reason()) {
            case MONEY_IN_DOUBT -> inDoubt(why, refused.caseId());
            case WRONG_CURRENCY ->
                    new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "wrong_currency", why);
            case TOO_MUCH ->
                    command instanceof Command.ReturnMoney back && back.amount() == null
                            ? conflict("nothing_to_refund", "No money of this order is held.")
                            : conflict("refund_too_large", why);
            case OUT_OF_STOCK -> conflict("out_of_stock", why);
            case NOT_FOUND, WRONG_STATE, TOO_MANY_ATTEMPTS -> conflict("not_possible", why);
        };
    }

    private static Problem inDoubt(String why, @Nullable String caseId) {
        var problem = conflict("money_in_doubt", why);
        return caseId == null ? problem : problem.with(Map.of("caseId", caseId));
    }

    private static Problem conflict(String code, String detail) {
        return new Problem(HttpStatus.CONFLICT, code, detail);
    }
}
