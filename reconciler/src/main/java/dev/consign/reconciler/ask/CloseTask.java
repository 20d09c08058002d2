package dev.consign.reconciler.ask;

import dev.consign.gateway.CloseAnswer;
import dev.consign.gateway.QueryAnswer;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;
import dev.consign.reconciler.guard.CallResult;
import dev.consign.reconciler.guard.GuardedGateway;
import dev.consign.reconciler.task.TaskClaim;

/// Has an overdue payment closed: asks, closes, asks again. Its reservation is released only on a
/// "closed" that the gateway has confirmed; money that came meanwhile is told instead, and a doubt
/// anywhere leaves everything as it is (incident I4, P5).
final class CloseTask {
    /// How often one slot may call the gateway.
    static final int CALLS = 3;

    private final TaskMeters meters;

    CloseTask(TaskMeters meters) {
        this.meters = meters;
    }

    /// @param amount what the payment was to collect
    TaskResult use(TaskClaim claim, GuardedGateway gateway, Money amount) {
        return switch (gateway.query(claim.paymentNo())) {
            case CallResult.NotCalled<QueryAnswer>(var why) -> new TaskResult.Unused(why);
            case CallResult.Answered<QueryAnswer>(var answer) -> {
                meters.asked(claim.gateway(), answer);
                yield switch (answer) {
                    case QueryAnswer.Known(var fact) ->
                            fact.kind() == FactKind.PENDING
                                    ? close(claim, gateway, amount)
                                    : new TaskResult.Learned(fact);
                    // Our request to collect may still be on its way, so it is closed all the same.
                    case QueryAnswer.NotFound _ -> close(claim, gateway, amount);
                    case QueryAnswer.Unclear(var why) ->
                            new TaskResult.NoAnswer(
                                    "asked before closing, no clear answer: " + why);
                };
            }
        };
    }

    private TaskResult close(TaskClaim claim, GuardedGateway gateway, Money amount) {
        return switch (gateway.close(claim.paymentNo(), amount)) {
            case CallResult.NotCalled<CloseAnswer>(var why) -> new TaskResult.Unused(why);
            case CallResult.Answered<CloseAnswer>(var answer) -> {
                meters.asked(claim.gateway(), answer);
                yield switch (answer) {
                    case CloseAnswer.Known(var fact) ->
                            fact.kind() == FactKind.CLOSED
                                    ? confirm(claim, gateway, fact)
                                    : new TaskResult.Learned(fact);
                    case CloseAnswer.NotFound _ ->
                            new TaskResult.NoAnswer("the gateway closes nothing it does not know");
                    case CloseAnswer.Unclear(var why) ->
                            new TaskResult.NoAnswer("told to close, no clear answer: " + why);
                };
            }
        };
    }

    /// The second word counts. A gateway that forgets what it has closed will collect nothing for
    /// it either.
    private TaskResult confirm(TaskClaim claim, GuardedGateway gateway, PaymentFact closed) {
        return switch (gateway.query(claim.paymentNo())) {
            case CallResult.NotCalled<QueryAnswer>(var why) -> new TaskResult.Unused(why);
            case CallResult.Answered<QueryAnswer>(var answer) -> {
                meters.asked(claim.gateway(), answer);
                yield switch (answer) {
                    case QueryAnswer.Known(var fact) ->
                            fact.kind() == FactKind.PENDING
                                    ? new TaskResult.NoAnswer("said closed, then pending")
                                    : new TaskResult.Learned(fact);
                    case QueryAnswer.NotFound _ -> new TaskResult.Learned(closed);
                    case QueryAnswer.Unclear(var why) ->
                            new TaskResult.NoAnswer(
                                    "closed, but asked again no clear answer: " + why);
                };
            }
        };
    }
}
