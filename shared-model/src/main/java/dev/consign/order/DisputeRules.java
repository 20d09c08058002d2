package dev.consign.order;

import static dev.consign.order.Decision.Effect.END_DISPUTE;
import static dev.consign.order.Decision.Effect.LOSE_DISPUTE;
import static dev.consign.order.Decision.Effect.OPEN_DISPUTE;
import static dev.consign.order.Decision.Effect.RELEASE_STOCK;
import static dev.consign.order.Decision.Effect.WIN_DISPUTE;

import dev.consign.order.Decision.Apply;
import dev.consign.order.Decision.Effect;
import dev.consign.order.Decision.Ignore;
import dev.consign.order.Decision.OfFact;
import dev.consign.order.Decision.Park;
import dev.consign.payment.Dispute;
import dev.consign.payment.DisputeStatus;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.RefundUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what a dispute does: while it is open its money is in doubt, and only the gateway's word
/// ends it (docs/rules.md, states, rules 13 and 17).
final class DisputeRules {
    private DisputeRules() {}

    static OfFact opened(OrderContext context, Payment payment, PaymentFact fact) {
        return known(context, payment, fact)
                .<OfFact>map(one -> new Ignore("this dispute is already " + one.status()))
                .orElseGet(() ->
                        new Apply(
                                Outcome.APPLIED,
                                null,
                                List.of(),
                                List.of(OPEN_DISPUTE),
                                CaseKind.DISPUTE,
                                "the buyer's bank contests %s".formatted(fact.money())));
    }

    static OfFact won(OrderContext context, Payment payment, PaymentFact fact) {
        var known = known(context, payment, fact);
        if (known.isEmpty()) {
            return new Apply(
                    Outcome.APPLIED,
                    null,
                    List.of(),
                    List.of(WIN_DISPUTE),
                    null,
                    "a dispute of %s was won".formatted(fact.money()));
        }
        return switch (known.get().status()) {
            case WON -> new Ignore("that this dispute was won is already booked");
            case LOST -> contradiction("won", DisputeStatus.LOST);
            case OPENED -> wonKnown(context, payment, known.get(), fact);
        };
    }

    private static OfFact wonKnown(
            OrderContext context, Payment payment, Dispute dispute, PaymentFact fact) {
        if (!dispute.amount().equals(fact.money())) {
            return otherAmount(fact, dispute);
        }
        var why = "the dispute of %s was won".formatted(dispute.amount());
        var doubt = doubt(context, payment, fact);
        if (doubt.isPresent()
                && RefundRules.settled(context, payment, doubt.get(), why) instanceof Apply over) {
            var effects = new ArrayList<>(List.<Effect>of(WIN_DISPUTE));
            effects.addAll(over.effects());
            return new Apply(
                    Outcome.APPLIED,
                    null,
                    over.moves(),
                    List.copyOf(effects),
                    null,
                    over.why(),
                    over.settled());
        }
        return OrderRules.applied(null, List.of(), List.of(WIN_DISPUTE), why);
    }

    static OfFact lost(OrderContext context, Payment payment, PaymentFact fact) {
        var known = known(context, payment, fact);
        if (known.isPresent()) {
            switch (known.get().status()) {
                case LOST -> {
                    return new Ignore("that this dispute was lost is already booked");
                }
                case WON -> {
                    return contradiction("lost", DisputeStatus.WON);
                }
                case OPENED -> {
                    if (!known.get().amount().equals(fact.money())) {
                        return otherAmount(fact, known.get());
                    }
                }
            }
        }
        var use = RefundRules.takenFrom(payment, fact.money());
        if (use.isEmpty()) {
            return lostElsewhere(context, payment, fact);
        }
        return lost(context, payment, fact, use.get());
    }

    /// The dispute is over all the same; what became of its money is for a person to say, who has
    /// it in doubt until then (it may not have come yet).
    private static OfFact lostElsewhere(OrderContext context, Payment payment, PaymentFact fact) {
        return new Apply(
                Outcome.PARKED,
                null,
                List.of(),
                List.of(END_DISPUTE),
                CaseKind.UNEXPECTED_REFUND,
                "a dispute was lost about money that is not here, or not any more",
                doubt(context, payment, fact).stream().toList());
    }

    private static OfFact lost(
            OrderContext context, Payment payment, PaymentFact fact, RefundUse use) {
        var back = payment.funds().refunded().plus(fact.money());
        var whole = back.equals(payment.funds().collected());
        var orderDone = RefundRules.endsOrder(context, payment, use, fact.money(), null);
        var effects = new ArrayList<>(List.<Effect>of(LOSE_DISPUTE));
        if (orderDone && context.order().status() == OrderStatus.IN_REVIEW) {
            effects.add(RELEASE_STOCK);
        }
        var rest = payment.funds().held().minor() > fact.money().minor();
        var stillHeld = payment.funds().held().isPositive() && (use == RefundUse.PROCEEDS || rest);
        return new Apply(
                Outcome.APPLIED,
                whole && PaymentMove.REFUND.startsAt(payment.status()) ? PaymentMove.REFUND : null,
                orderDone ? List.of(OrderMove.REFUND) : List.of(),
                List.copyOf(effects),
                null,
                "the dispute was lost: %s went back to the buyer".formatted(fact.money()),
                // What is held besides keeps its case.
                stillHeld ? List.of() : doubt(context, payment, fact).stream().toList());
    }

    private static Optional<Dispute> known(
            OrderContext context, Payment payment, PaymentFact fact) {
        return context.dispute(payment.paymentNo(), String.valueOf(fact.number()));
    }

    private static Optional<Doubt> doubt(OrderContext context, Payment payment, PaymentFact fact) {
        return context.doubts(payment.paymentNo()).stream()
                .filter(one -> one.kind() == CaseKind.DISPUTE)
                .filter(one -> String.valueOf(fact.number()).equals(one.number()))
                .findFirst();
    }

    private static OfFact otherAmount(PaymentFact fact, Dispute known) {
        return new Park(
                Outcome.MISMATCH,
                CaseKind.MISMATCH,
                "a dispute of %s instead of %s".formatted(fact.money(), known.amount()));
    }

    private static OfFact contradiction(String now, DisputeStatus before) {
        return new Park(
                Outcome.PARKED,
                CaseKind.CONFLICT,
                "the dispute is said to be %s, and was %s before".formatted(now, before));
    }
}
