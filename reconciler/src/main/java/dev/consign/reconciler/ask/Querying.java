package dev.consign.reconciler.ask;

import dev.consign.gateway.QueryAnswer;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentStatus;
import dev.consign.reconciler.guard.Asked;
import dev.consign.reconciler.guard.GuardedGateway;
import dev.consign.reconciler.task.TaskClaim;
import org.jspecify.annotations.Nullable;

/// Asks how a payment stands. No silence of a gateway ever ends a payment (incidents I4, P5).
final class Querying {
    private final TaskMeters meters;

    Querying(TaskMeters meters) {
        this.meters = meters;
    }

    /// @param ours how the payment stands here
    Slot use(TaskClaim claim, GuardedGateway gateway, @Nullable PaymentStatus ours) {
        return switch (gateway.query(claim.paymentNo())) {
            case Asked.Spared<QueryAnswer>(var why) -> new Slot.Unused(why);
            case Asked.Answered<QueryAnswer>(var answer) -> {
                meters.asked(claim.gateway(), answer);
                yield judged(answer, ours);
            }
        };
    }

    private static Slot judged(QueryAnswer answer, @Nullable PaymentStatus ours) {
        return switch (answer) {
            // "Still pending" moves only a payment nobody has heard of yet; after that it is no
            // news.
            case QueryAnswer.Known(var fact) ->
                    fact.kind() == FactKind.PENDING && ours != PaymentStatus.CREATED
                            ? new Slot.NoWord(fact.kind().name())
                            : new Slot.Learned(fact);
            case QueryAnswer.NotFound _ -> new Slot.NoWord("the gateway does not know the payment");
            case QueryAnswer.Unclear(var why) -> new Slot.NoWord("no clear answer: " + why);
        };
    }
}
