package dev.consign.reconciler.ask;

import dev.consign.gateway.QueryAnswer;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentStatus;
import dev.consign.reconciler.guard.CallResult;
import dev.consign.reconciler.guard.GuardedGateway;
import dev.consign.reconciler.task.TaskClaim;
import dev.consign.reconciler.task.TaskPayload;

/// Asks how a payment stands. No silence of a gateway ever ends a payment (incidents I4, P5).
final class QueryTask {
    private final TaskMeters meters;

    QueryTask(TaskMeters meters) {
        this.meters = meters;
    }

    /// @param payload how the payment stands here, and whether its answer is waited for
    TaskResult use(TaskClaim claim, GuardedGateway gateway, TaskPayload.Query payload) {
        return switch (gateway.query(claim.paymentNo())) {
            case CallResult.NotCalled<QueryAnswer>(var why) -> new TaskResult.Unused(why);
            case CallResult.Answered<QueryAnswer>(var answer) -> {
                meters.asked(claim.gateway(), answer);
                yield result(answer, payload);
            }
        };
    }

    private static TaskResult result(QueryAnswer answer, TaskPayload.Query payload) {
        return switch (answer) {
            case QueryAnswer.Known(var fact) ->
                    fact.kind() == FactKind.PENDING && !isNews(payload)
                            ? new TaskResult.NoAnswer(fact.kind().name())
                            : new TaskResult.Learned(fact);
            // Nothing can be confirmed of a payment that has ended here and never was there. While
            // it
            // is open, our request to collect may still be on its way.
            case QueryAnswer.NotFound _ ->
                    payload.confirming() && payload.ours() != null && !payload.ours().open()
                            ? new TaskResult.Refused("the gateway does not know the payment")
                            : new TaskResult.NoAnswer("the gateway does not know the payment");
            case QueryAnswer.Unclear(var why) -> new TaskResult.NoAnswer("no clear answer: " + why);
        };
    }

    /// "Still pending" moves only a payment nobody has heard of yet; after that it is no news,
    /// unless somebody said otherwise.
    private static boolean isNews(TaskPayload.Query payload) {
        return payload.ours() == PaymentStatus.CREATED || payload.confirming();
    }
}
