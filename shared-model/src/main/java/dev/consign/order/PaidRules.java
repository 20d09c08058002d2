package dev.consign.order;

import static dev.consign.order.Decision.Effect.ASK_GATEWAY;
import static dev.consign.order.Decision.Effect.BOOK_REVERSALS;
import static dev.consign.order.Decision.Effect.COLLECT;
import static dev.consign.order.Decision.Effect.CORRECT_COLLECTION;
import static dev.consign.order.Decision.Effect.DELIVER;
import static dev.consign.order.Decision.Effect.RELEASE_STOCK;
import static dev.consign.order.Decision.Effect.RETURN_MONEY;
import static dev.consign.order.Decision.Effect.TAKE_STOCK;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides what money that came does. It is booked as it came, whatever its amount (docs/rules.md,
/// rule 14); goods leave for it only when it is ordinary or the gateway has confirmed it (rule 12),
/// and nothing says that it was taken back (rule 13).
final class PaidRules {
    private PaidRules() {}

    static OfFact paid(OrderContext context, Payment payment, PaymentFact fact) {
        var corrects = corrects(context, fact);
        if (!corrects && isBooked(payment, fact)) {
            return booked(context, payment, fact);
        }
        var extraordinary = extraordinary(context, payment, fact, corrects);
        if (extraordinary.isPresent()) {
            return OrderRules.confirm(extraordinary.get());
        }
        if (corrects) {
            return corrected(context, payment, fact);
        }
        if (!PaymentMove.PAY.startsAt(payment.status())) {
            return paidTwice(context, payment, fact);
        }
        var reversals =
                context.doubts(payment.paymentNo()).stream().filter(Doubt::holdsDelivery).toList();
        if (!reversals.isEmpty()) {
            return reversed(context, payment, fact, reversals);
        }
        return fact.money().equals(payment.amount())
                ? paidInFull(context)
                : anotherAmount(context, payment, fact);
    }

    /// Whether the payment's only movement is said to have brought another amount than is booked,
    /// and all it brought is still held under the case that was opened for it.
    static boolean corrects(OrderContext context, PaymentFact fact) {
        var payment = context.payment(fact.paymentNo());
        var funds = payment.funds();
        return payment.status() == PaymentStatus.PAID
                && fact.transactionId() != null
                && fact.transactionId().equals(payment.paidBy())
                && fact.money().currency().equals(funds.collected().currency())
                && fact.money().isPositive()
                && !fact.money().equals(funds.collected())
                && funds.held().equals(funds.collected())
                && waitsForAmount(context, payment)
                        // A second movement beside it is no part of what this one brought, also
                        // where both together brought as much.
                        .filter(one -> funds.collected().equals(one.money()))
                        .filter(_ -> !hasSecond(context, payment))
                        // An answer may be older than the file.
                        .filter(one ->
                                one.source() != FactSource.STATEMENT
                                        || fact.source() == FactSource.STATEMENT)
                        .isPresent();
    }

    /// The case that says that the payment brought another amount.
    private static Optional<Doubt> waitsForAmount(OrderContext context, Payment payment) {
        return context.doubts(payment.paymentNo()).stream()
                .filter(one -> one.kind() == CaseKind.MISMATCH && one.fact() == FactKind.PAID)
                .filter(one ->
                        one.transactionId() != null && one.transactionId().equals(payment.paidBy()))
                .findFirst();
    }

    private static boolean isBooked(Payment payment, PaymentFact fact) {
        return !PaymentMove.PAY.startsAt(payment.status())
                && fact.transactionId() != null
                && fact.transactionId().equals(payment.paidBy());
    }

    /// Another amount of the same movement that cannot be put right any more (or of which a second
    /// movement leaves open whether it is another) is for a person to see. Of a second one that was
    /// returned nothing is left here to see: what was not asked for may be the sum of both.
    private static OfFact booked(OrderContext context, Payment payment, PaymentFact fact) {
        var collected = payment.funds().collected();
        var isAlone =
                !hasSecond(context, payment)
                        && (collected.equals(payment.amount())
                                || waitsForAmount(context, payment).isPresent());
        return !collected.isPositive() || (isAlone && collected.equals(fact.money()))
                ? new Ignore("this money is already booked")
                : new Park(
                        Outcome.PARKED,
                        CaseKind.CONFLICT,
                        "this movement is booked already, %s of this payment in all"
                                .formatted(collected));
    }

    private static boolean hasSecond(OrderContext context, Payment payment) {
        return context.doubts(payment.paymentNo()).stream()
                .anyMatch(one -> one.kind() == CaseKind.SECOND_PAYMENT);
    }

    /// What must not be believed on a signature, or a person's word, alone (docs/rules.md, rule 12;
    /// incident Q1).
    private static Optional<String> extraordinary(
            OrderContext context, Payment payment, PaymentFact fact, boolean corrects) {
        if (fact.source().isGatewaysAnswer()) {
            return Optional.empty();
        }
        if (fact.source() == FactSource.UPLOAD) {
            return Optional.of("it stands in a file that a person gave");
        }
        if (fact.source() == FactSource.MANUAL) {
            return Optional.of("a person said so");
        }
        if (payment.status().endedUnpaid()) {
            return Optional.of("the gateway said before that the payment is " + payment.status());
        }
        if (corrects) {
            return Optional.of(
                    "%s of this transaction are booked, and now it is said to have brought %s"
                            .formatted(payment.funds().collected(), fact.money()));
        }
        if (OrderRules.over(context.order().status())
                && PaymentMove.PAY.startsAt(payment.status())) {
            return Optional.of("the order is " + context.order().status());
        }
        return fact.money().minor() > context.confirmAbove()
                ? Optional.of("%s is more than is believed unasked".formatted(fact.money()))
                : Optional.empty();
    }

    private static OfFact paidInFull(OrderContext context) {
        var status = context.order().status();
        return switch (status) {
            case AWAITING_PAYMENT -> deliver(List.of(OrderMove.SUBMIT, OrderMove.DELIVER));
            case PROCESSING, IN_REVIEW -> deliver(List.of(OrderMove.DELIVER));
            case COMPLETED, REFUNDED ->
                    giveBack("the order was paid before by another payment: this one is returned");
            case FAILED, CANCELLED, EXPIRED ->
                    context.stockForLate()
                            ? OrderRules.applied(
                                    PaymentMove.PAY,
                                    List.of(OrderMove.DELIVER_LATE),
                                    List.of(COLLECT, TAKE_STOCK, DELIVER),
                                    "the money came after the order was %s, and the goods could be had again"
                                            .formatted(status))
                            : giveBack(
                                    "the money came after the order was %s, and the goods are gone: it is returned"
                                            .formatted(status));
        };
    }

    private static OfFact deliver(List<OrderMove> moves) {
        return OrderRules.applied(
                PaymentMove.PAY, moves, List.of(COLLECT, DELIVER), "paid and delivered");
    }

    /// Money that has no use here goes back by itself (incidents P1, P7).
    private static OfFact giveBack(String why) {
        return OrderRules.applied(PaymentMove.PAY, List.of(), List.of(COLLECT, RETURN_MONEY), why);
    }

    /// Collected as it came and unallocated, until a person delivers for it, returns it or waits
    /// for the rest. Whoever only signed as the gateway may be wrong about the amount: it is asked.
    private static OfFact anotherAmount(OrderContext context, Payment payment, PaymentFact fact) {
        return new Apply(
                Outcome.PARKED,
                PaymentMove.PAY,
                OrderRules.review(context.order().status()),
                fact.source().isGatewaysAnswer() ? List.of(COLLECT) : List.of(COLLECT, ASK_GATEWAY),
                CaseKind.MISMATCH,
                "%s came instead of %s: it is booked, and held"
                        .formatted(fact.money(), payment.amount()));
    }

    /// The reversal came before the money (incident Q2). When exactly what came had gone back, that
    /// is the end of it; else a person must say what the rest is for.
    private static OfFact reversed(
            OrderContext context, Payment payment, PaymentFact fact, List<Doubt> reversals) {
        var order = context.order();
        if (!fact.money().equals(wentBack(reversals))) {
            return OrderRules.applied(
                    PaymentMove.PAY,
                    OrderRules.review(order.status()),
                    List.of(COLLECT),
                    "paid, but held: money of this payment is in doubt, "
                            + reversals.getFirst().name());
        }
        var ends = context.othersEnded(payment.paymentNo());
        var moves = ends ? refunding(order.status()) : List.<OrderMove>of();
        var effects = new ArrayList<>(List.<Effect>of(COLLECT, BOOK_REVERSALS));
        if (ends && !OrderRules.over(order.status())) {
            effects.add(RELEASE_STOCK);
        }
        return new Apply(
                Outcome.APPLIED,
                PaymentMove.PAY,
                moves,
                List.copyOf(effects),
                null,
                "%s came, and had gone back before: nothing was delivered for it"
                        .formatted(fact.money()),
                reversals);
    }

    /// Null when something else than refunds puts the money in doubt, or one that does not fit the
    /// payment, or a person says that it went back: nothing is booked on that alone (rule 12).
    private static @Nullable Money wentBack(List<Doubt> reversals) {
        if (reversals.stream()
                .anyMatch(one ->
                        one.money() == null
                                || !one.isReversal()
                                || one.fact() != FactKind.REFUNDED
                                || one.number() == null
                                || one.transactionId() == null
                                || one.source() == null
                                || one.source().isByHand())) {
            return null;
        }
        return reversals.stream()
                .map(one -> Objects.requireNonNull(one.money()))
                .reduce(Money::plus)
                .orElse(null);
    }

    private static List<OrderMove> refunding(OrderStatus status) {
        if (status == OrderStatus.COMPLETED || status == OrderStatus.REFUNDED) {
            return List.of();
        }
        var moves = new ArrayList<>(OrderRules.review(status));
        moves.add(OrderMove.REFUND);
        return List.copyOf(moves);
    }

    /// Not returned by itself: most gateways know a payment by one transaction only, and asking
    /// them to return "the other" may return the one that paid for the delivery. What makes up
    /// exactly for an amount that was too small is the rest of it.
    private static OfFact paidTwice(OrderContext context, Payment payment, PaymentFact fact) {
        var waiting = waitsForAmount(context, payment);
        var order = context.order();
        var both = payment.funds().held().plus(fact.money());
        if (waiting.isPresent()
                && context.doubts(payment.paymentNo()).size() == 1
                && order.status() == OrderStatus.IN_REVIEW
                && payment.funds().held().equals(payment.funds().collected())
                && both.equals(order.amount())) {
            return new Apply(
                    Outcome.APPLIED,
                    null,
                    List.of(OrderMove.DELIVER),
                    List.of(COLLECT, DELIVER),
                    null,
                    "the rest of the money came: paid and delivered",
                    List.of(waiting.get()));
        }
        return new Apply(
                Outcome.PARKED,
                null,
                List.of(),
                List.of(COLLECT),
                CaseKind.SECOND_PAYMENT,
                "the payment was paid before, by another transaction");
    }

    private static OfFact corrected(OrderContext context, Payment payment, PaymentFact fact) {
        var waiting = waitsForAmount(context, payment).orElseThrow();
        var why =
                "the gateway says that this transaction brought %s, not %s"
                        .formatted(fact.money(), payment.funds().collected());
        var order = context.order();
        var alone = context.doubts(payment.paymentNo()).stream().allMatch(waiting::equals);
        if (!fact.money().equals(payment.amount()) || !alone) {
            return stillHeld(why);
        }
        if (order.status() == OrderStatus.IN_REVIEW) {
            return new Apply(
                    Outcome.APPLIED,
                    null,
                    List.of(OrderMove.DELIVER),
                    List.of(CORRECT_COLLECTION, DELIVER),
                    null,
                    why + ": paid and delivered",
                    List.of(waiting));
        }
        if (OrderMove.DELIVER_LATE.startsAt(order.status()) && context.stockForLate()) {
            return new Apply(
                    Outcome.APPLIED,
                    null,
                    List.of(OrderMove.DELIVER_LATE),
                    List.of(CORRECT_COLLECTION, TAKE_STOCK, DELIVER),
                    null,
                    why + ", and the goods could be had again",
                    List.of(waiting));
        }
        return stillHeld(why);
    }

    /// Its case is about the amount that is held now.
    private static OfFact stillHeld(String why) {
        return new Apply(
                Outcome.APPLIED,
                null,
                List.of(),
                List.of(CORRECT_COLLECTION),
                CaseKind.MISMATCH,
                why + ": it is held");
    }
}
