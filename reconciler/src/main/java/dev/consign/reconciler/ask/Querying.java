package dev.consign.reconciler.ask;

import dev.consign.gateway.QueryAnswer;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentStatus;
import dev.consign.reconciler.guard.Asked;
import dev.consign.reconciler.guard.GuardedGateway;
import dev.consign.reconciler.task.Errand;
import dev.consign.reconciler.task.TaskClaim;

/// Asks how a payment stands. No silence of a gateway ever ends a payment (incidents I4, P5).
final class Querying {
    private final TaskMeters meters;

    Querying(TaskMeters meters) {
        this.meters = meters;
    }

    /// @param errand how the payment stands here, and whether its answer is waited for
    Slot use(TaskClaim claim, GuardedGateway gateway, Errand.Query errand) {
        return switch (gateway.query(claim.paymentNo())) {
            case Asked.Spared<QueryAnswer>(var why) -> new Slot.Unused(why);
            case Asked.Answered<QueryAnswer>(var answer) -> {
                meters.asked(claim.gateway(), answer);
                yield processed(answer, errand);
            }
        };
    }

    private static Slot processed(QueryAnswer answer, Errand.Query errand) {
        return switch (answer) {
            case QueryAnswer.Known(var fact) ->
                    fact.kind() == FactKind.PENDING && !isNews(errand)
                            ? new Slot.NoWord(fact.kind().name())
                            : new Slot.Learned(fact);
            // Nothing can be confirmed of a payment that has ended here and never was there. While
            // it
            // is open, our request to collect may still be on its way.
            case QueryAnswer.NotFound _ ->
                    errand.confirming() && errand.ours() != null && !errand.ours().open()
                            ? new Slot.Refused("the gateway does not know the payment")
                            : new Slot.NoWord("the gateway does not know the payment");
            case QueryAnswer.Unclear(var why) -> new Slot.NoWord("no clear answer: " + why);
        };
    }

    /// "Still pending" moves only a payment nobody has heard of yet; after that it is no news,
    /// unless somebody said otherwise.
    private static boolean isNews(Errand.Query errand) {
        return errand.ours() == PaymentStatus.CREATED || errand.confirming();
    }
}
