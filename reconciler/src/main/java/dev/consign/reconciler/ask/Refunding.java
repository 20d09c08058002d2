package dev.consign.reconciler.ask;

import dev.consign.gateway.RefundAnswer;
import dev.consign.gateway.RefundRequest;
import dev.consign.reconciler.guard.Asked;
import dev.consign.reconciler.guard.GuardedGateway;
import dev.consign.reconciler.task.TaskClaim;

/// Has money sent back, under the same refund number each time: the repetition is also the question
/// what became of it when an answer, or a callback, was lost.
final class Refunding {
    private final TaskMeters meters;

    Refunding(TaskMeters meters) {
        this.meters = meters;
    }

    Slot use(TaskClaim claim, GuardedGateway gateway, RefundRequest request) {
        return switch (gateway.refund(request)) {
            case Asked.Spared<RefundAnswer>(var why) -> new Slot.Unused(why);
            case Asked.Answered<RefundAnswer>(var answer) -> {
                meters.asked(claim.gateway(), answer);
                yield switch (answer) {
                    case RefundAnswer.Refunded(var fact) -> new Slot.Learned(fact);
                    case RefundAnswer.Accepted(var why) -> new Slot.NoWord(why);
                    case RefundAnswer.Refused(var why) -> new Slot.Refused(why);
                    case RefundAnswer.Unclear(var why) ->
                            new Slot.NoWord("no clear answer: " + why);
                };
            }
        };
    }
}
