package dev.consign.reconciler.ask;

import dev.consign.gateway.RefundAnswer;
import dev.consign.gateway.RefundRequest;
import dev.consign.reconciler.guard.CallResult;
import dev.consign.reconciler.guard.GuardedGateway;
import dev.consign.reconciler.task.TaskClaim;

/// Has money sent back, under the same refund number each time: the repetition is also the question
/// what became of it when an answer, or a callback, was lost.
final class RefundTask {
    private final TaskMeters meters;

    RefundTask(TaskMeters meters) {
        this.meters = meters;
    }

    TaskResult use(TaskClaim claim, GuardedGateway gateway, RefundRequest request) {
        return switch (gateway.refund(request)) {
            case CallResult.NotCalled<RefundAnswer>(var why) -> new TaskResult.Unused(why);
            case CallResult.Answered<RefundAnswer>(var answer) -> {
                meters.asked(claim.gateway(), answer);
                yield switch (answer) {
                    case RefundAnswer.Refunded(var fact) -> new TaskResult.Learned(fact);
                    case RefundAnswer.Accepted(var why) -> new TaskResult.NoAnswer(why);
                    case RefundAnswer.Refused(var why) -> new TaskResult.Refused(why);
                    case RefundAnswer.Unclear(var why) ->
                            new TaskResult.NoAnswer("no clear answer: " + why);
                };
            }
        };
    }
}
