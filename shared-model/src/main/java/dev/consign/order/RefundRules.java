package dev.consign.order;

import static dev.consign.order.Decision.Effect.BOOK_REFUND;
import static dev.consign.order.Decision.Effect.BOOK_RETURN;
import static dev.consign.order.Decision.Effect.DELIVER;
import static dev.consign.order.Decision.Effect.RELEASE_STOCK;

import dev.consign.money.Money;
import dev.consign.order.Decision.Apply;
import dev.consign.order.Decision.Effect;
import dev.consign.order.Decision.Ignore;
import dev.consign.order.Decision.OfFact;
import dev.consign.order.Decision.Park;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides what money does that went back to the buyer, and what came back from there.
final class RefundRules {
    private RefundRules() {}

    static OfFact refunded(OrderContext context, Payment payment, PaymentFact fact) {
        var found = context.refund(payment.paymentNo(), fact.number());
        if (found.isEmpty()) {
            return new Park(
                    Outcome.PARKED,
                    CaseKind.UNEXPECTED_REFUND,
                    "the gateway returned money nobody here asked it to return");
        }
        var asked = found.get();
        if (asked.status().tookProceeds()) {
            return new Ignore("this refund is already booked");
        }
        if (!asked.amount().equals(fact.money())) {
            return new Park(
                    Outcome.MISMATCH,
                    CaseKind.MISMATCH,
                    "%s instead of %s".formatted(fact.money(), asked.amount()));
        }
        if (fact.source() == FactSource.UPLOAD && asked.status() == RefundStatus.REQUESTED) {
            // It is being asked for under its number, and the answer to that is the confirmation.
            return OrderRules.confirm("it stands in a file that a person gave");
        }
        var givenUp = asked.status() == RefundStatus.ABANDONED;
        if (givenUp && fact.source().isByHand()) {
            return new Park(
                    Outcome.PARKED,
                    CaseKind.UNEXPECTED_REFUND,
                    "a person says that a refund was made which had been given up");
        }
        if (givenUp && payment.funds().refundable(asked.use()).minor() < asked.amount().minor()) {
            return new Park(
                    Outcome.PARKED,
                    CaseKind.UNEXPECTED_REFUND,
                    "the refund was given up, and its money has gone elsewhere since");
        }
        return book(context, payment, asked);
    }

    private static OfFact book(OrderContext context, Payment payment, Refund asked) {
        var failed = saidToHaveFailed(context, asked);
        if (failed.isPresent()) {
            return new Apply(
                    Outcome.APPLIED,
                    null,
                    List.of(),
                    List.of(BOOK_REFUND, BOOK_RETURN),
                    CaseKind.REFUND_RETURNED,
                    "the gateway returned %s, and had said before that it came back: it is held"
                            .formatted(asked.amount()),
                    List.of(failed.get()));
        }
        var back = payment.funds().refunded().plus(asked.amount());
        var whole = back.equals(payment.funds().collected());
        var orderDone = endsOrder(context, payment, asked.use(), asked.amount(), asked);
        var effects = new ArrayList<>(List.<Effect>of(BOOK_REFUND));
        if (orderDone && context.order().status() == OrderStatus.IN_REVIEW) {
            effects.add(RELEASE_STOCK);
        }
        var givenUp = asked.status() == RefundStatus.ABANDONED;
        return new Apply(
                Outcome.APPLIED,
                whole && PaymentMove.REFUND.startsAt(payment.status()) ? PaymentMove.REFUND : null,
                orderDone ? List.of(OrderMove.REFUND) : List.of(),
                List.copyOf(effects),
                // Whoever gave it up may have returned the money another way since.
                givenUp ? CaseKind.UNEXPECTED_REFUND : null,
                "the gateway returned %s%s"
                        .formatted(
                                asked.amount(),
                                givenUp ? ", although the refund had been given up" : ""));
    }

    /// Word that money came back may overtake word that it went.
    private static Optional<Doubt> saidToHaveFailed(OrderContext context, Refund asked) {
        return context.doubts(asked.paymentNo()).stream()
                .filter(one -> one.kind() == CaseKind.REFUND_FAILED)
                .filter(one -> one.fact() == FactKind.REFUND_RETURNED)
                .filter(one ->
                        one.number() != null && asked.isMeantBy(asked.paymentNo(), one.number()))
                .filter(one -> asked.amount().equals(one.money()))
                .findFirst();
    }

    /// A delivered order is refunded when all it brought has gone back; one that was not delivered,
    /// when no money of it is left here and none can come.
    ///
    /// @param gone the refund that has happened; null for one that was not asked for
    static boolean endsOrder(
            OrderContext context,
            Payment payment,
            RefundUse use,
            Money amount,
            @Nullable Refund gone) {
        var order = context.order();
        if (!OrderMove.REFUND.startsAt(order.status())) {
            return false;
        }
        return switch (use) {
            case PROCEEDS -> {
                var back = context.proceedsBack().plus(amount);
                var added = payment.funds().difference();
                yield back.equals(order.amount())
                        || (added.isPositive() && back.plus(added).equals(order.amount()));
            }
            case HELD -> {
                // What was asked for has left what is held before; what was not, leaves it now.
                var leaves = gone == null || gone.status() == RefundStatus.ABANDONED;
                yield order.status() != OrderStatus.COMPLETED
                        && !context.moneyLeftBut(
                                payment.paymentNo(), leaves ? amount.minor() : 0, gone);
            }
        };
    }

    /// The buyer's bank did not take the money. It is the buyer's all the same, so it is held and a
    /// person looks for another way (incident Q3).
    static OfFact returned(OrderContext context, Payment payment, PaymentFact fact) {
        var found = context.refund(payment.paymentNo(), fact.number());
        if (found.isEmpty()) {
            return unknownReturned(context, payment, fact);
        }
        var refund = found.get();
        return switch (refund.status()) {
            case RETURNED -> new Ignore("that this refund came back is already booked");
            case ABANDONED -> new Ignore("the refund had been given up");
            case REQUESTED ->
                    new Park(
                            Outcome.PARKED,
                            CaseKind.REFUND_FAILED,
                            "the gateway says that the refund failed");
            case SUCCEEDED ->
                    refund.amount().equals(fact.money())
                            ? new Apply(
                                    Outcome.APPLIED,
                                    PaymentMove.RETURN.startsAt(payment.status())
                                            ? PaymentMove.RETURN
                                            : null,
                                    List.of(),
                                    List.of(BOOK_RETURN),
                                    CaseKind.REFUND_RETURNED,
                                    "%s that had gone back came back: it is held"
                                            .formatted(refund.amount()))
                            : new Park(
                                    Outcome.MISMATCH,
                                    CaseKind.MISMATCH,
                                    "%s came back instead of %s"
                                            .formatted(fact.money(), refund.amount()));
        };
    }

    /// What nobody had asked to go back, and came back: the doubt is over, once it is certain that
    /// it was that.
    private static OfFact unknownReturned(OrderContext context, Payment payment, PaymentFact fact) {
        var doubt =
                context.doubts(payment.paymentNo()).stream()
                        .filter(one -> one.kind() == CaseKind.UNEXPECTED_REFUND)
                        .filter(one -> one.fact() == FactKind.REFUNDED)
                        .filter(one -> fact.money().equals(one.money()))
                        .filter(one -> String.valueOf(fact.number()).equals(one.number()))
                        .findFirst();
        var why = "the money that the gateway had returned came back";
        return doubt.map(one -> settled(context, payment, one, why))
                .filter(Apply.class::isInstance)
                .orElseGet(() ->
                        new Park(
                                Outcome.PARKED,
                                CaseKind.UNEXPECTED_REFUND,
                                "the gateway says that a refund came back which nobody here asked for"));
    }

    /// The doubt is over. Money that only waited for that is delivered for; where it cannot be, its
    /// case stays for a person.
    static OfFact settled(OrderContext context, Payment payment, Doubt doubt, String why) {
        var held = payment.funds().held();
        var others =
                context.doubts(payment.paymentNo()).stream()
                        .filter(one -> !one.equals(doubt))
                        .findAny();
        if (!held.isPositive() && context.order().status() != OrderStatus.IN_REVIEW) {
            return over(doubt, why, List.of(), List.of());
        }
        if (context.order().status() == OrderStatus.IN_REVIEW
                && payment.status() == PaymentStatus.PAID
                && others.isEmpty()
                && held.equals(context.order().amount())) {
            return over(doubt, why + ": delivered", List.of(OrderMove.DELIVER), List.of(DELIVER));
        }
        return new Ignore(why + "; what is left to do is for a person to say");
    }

    private static OfFact over(
            Doubt doubt, String why, List<OrderMove> moves, List<Effect> effects) {
        return new Apply(Outcome.APPLIED, null, moves, effects, null, why, List.of(doubt));
    }

    /// Which of a payment's money a sum that went back is taken from; empty when neither has
    /// enough.
    static Optional<RefundUse> takenFrom(Payment payment, Money amount) {
        for (var use : List.of(RefundUse.PROCEEDS, RefundUse.HELD)) {
            if (payment.funds().refundable(use).minor() >= amount.minor()) {
                return Optional.of(use);
            }
        }
        return Optional.empty();
    }
}
