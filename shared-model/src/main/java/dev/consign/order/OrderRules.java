package dev.consign.order;

import static dev.consign.order.Decision.Effect.BOOK_REFUND;
import static dev.consign.order.Decision.Effect.COLLECT;
import static dev.consign.order.Decision.Effect.DELIVER;
import static dev.consign.order.Decision.Effect.RELEASE_STOCK;
import static dev.consign.order.Decision.Effect.RETURN_MONEY;
import static dev.consign.order.Decision.Effect.TAKE_STOCK;

import dev.consign.order.Decision.Apply;
import dev.consign.order.Decision.Effect;
import dev.consign.order.Decision.Ignore;
import dev.consign.order.Decision.Park;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what a payment fact does to an order. Pure: the same situation, fact and time always
/// give the same decision, and nothing is changed here. The whole table is written out in
/// `OrderRulesTest`.
public final class OrderRules {
    private OrderRules() {}

    /// @param fact speaks of one of the situation's payments
    /// @param now to tell whether the time to pay is over
    public static Decision decide(Situation situation, PaymentFact fact, Instant now) {
        var payment = situation.payment(fact.paymentNo());
        var mismatch = mismatch(payment, fact);
        if (!mismatch.isEmpty()) {
            return new Park(Outcome.MISMATCH, CaseKind.MISMATCH, mismatch);
        }
        return switch (fact.kind()) {
            case PENDING -> pending(situation.order(), payment);
            case PAID -> paid(situation, payment, fact);
            case FAILED -> ended(situation, payment, PaymentMove.FAIL, now);
            case CLOSED -> ended(situation, payment, PaymentMove.CLOSE, now);
            case REFUNDED -> refunded(situation, payment, fact);
        };
    }

    /// Every source alike (incident of roncoo-pay; DESIGN section 5, step 5). A refund may be
    /// partial.
    private static String mismatch(Payment payment, PaymentFact fact) {
        var wrong = new ArrayList<String>();
        if (!fact.gateway().equals(payment.gateway())) {
            wrong.add("gateway %s instead of %s".formatted(fact.gateway(), payment.gateway()));
        }
        if (!fact.merchant().equals(payment.merchant())) {
            wrong.add("merchant %s instead of %s".formatted(fact.merchant(), payment.merchant()));
        }
        var sameMoney =
                switch (fact.kind()) {
                    case PENDING, PAID, FAILED, CLOSED -> fact.money().equals(payment.amount());
                    case REFUNDED ->
                            fact.money().currency().equals(payment.amount().currency())
                                    && fact.money().minor() <= payment.amount().minor();
                };
        if (!sameMoney) {
            wrong.add("%s instead of %s".formatted(fact.money(), payment.amount()));
        }
        return String.join(", ", wrong);
    }

    private static Decision pending(Order order, Payment payment) {
        if (!PaymentMove.SUBMIT.startsAt(payment.status())) {
            return new Ignore("the payment is already " + payment.status());
        }
        return applied(
                PaymentMove.SUBMIT,
                OrderMove.SUBMIT.startsAt(order.status()) ? List.of(OrderMove.SUBMIT) : List.of(),
                List.of(),
                "the gateway has the payment");
    }

    private static Decision paid(Situation situation, Payment payment, PaymentFact fact) {
        if (!PaymentMove.PAY.startsAt(payment.status())) {
            return fact.transactionId() != null && fact.transactionId().equals(payment.paidBy())
                    ? new Ignore("this money is already booked")
                    : paidTwice();
        }
        var status = situation.order().status();
        return switch (status) {
            case AWAITING_PAYMENT -> deliver(List.of(OrderMove.SUBMIT, OrderMove.DELIVER));
            case PROCESSING, IN_REVIEW -> deliver(List.of(OrderMove.DELIVER));
            case COMPLETED, REFUNDED ->
                    giveBack("the order was paid before by another payment: this one is returned");
            case FAILED, CANCELLED, EXPIRED ->
                    situation.stockForLate()
                            ? applied(
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

    private static Decision deliver(List<OrderMove> moves) {
        return applied(PaymentMove.PAY, moves, List.of(COLLECT, DELIVER), "paid and delivered");
    }

    /// Money that has no use here goes back by itself (incidents P1, P7).
    private static Decision giveBack(String why) {
        return applied(PaymentMove.PAY, List.of(), List.of(COLLECT, RETURN_MONEY), why);
    }

    /// Not returned by itself: most gateways know a payment by one transaction only, and asking
    /// them to return "the other" may return the one that paid for the delivery.
    private static Decision paidTwice() {
        return new Apply(
                Outcome.PARKED,
                null,
                List.of(),
                List.of(COLLECT),
                CaseKind.SECOND_PAYMENT,
                "the payment was paid before, by another transaction");
    }

    private static Decision ended(
            Situation situation, Payment payment, PaymentMove move, Instant now) {
        if (!move.startsAt(payment.status())) {
            return new Ignore("the payment is already " + payment.status());
        }
        var why = "the gateway says the payment is " + move.to();
        if (!situation.othersEnded(payment.paymentNo())) {
            return applied(move, List.of(), List.of(), why);
        }
        if (situation.moneyInDoubt()) {
            return applied(
                    move,
                    review(situation.order().status()),
                    List.of(),
                    why + ", but money that did not match must be looked at");
        }
        var overdue = move == PaymentMove.CLOSE && !now.isBefore(situation.order().expiresAt());
        var moves =
                switch (situation.order().status()) {
                    case AWAITING_PAYMENT ->
                            overdue
                                    ? List.of(OrderMove.EXPIRE)
                                    : List.of(OrderMove.SUBMIT, OrderMove.FAIL);
                    case PROCESSING -> List.of(overdue ? OrderMove.EXPIRE : OrderMove.FAIL);
                    case IN_REVIEW -> List.of(OrderMove.FAIL);
                    case COMPLETED, FAILED, CANCELLED, EXPIRED, REFUNDED -> List.<OrderMove>of();
                };
        List<Effect> effects = moves.isEmpty() ? List.of() : List.of(RELEASE_STOCK);
        return applied(move, moves, effects, why);
    }

    /// How an order comes to a person while its stock stays reserved.
    static List<OrderMove> review(OrderStatus status) {
        return switch (status) {
            case AWAITING_PAYMENT -> List.of(OrderMove.SUBMIT, OrderMove.REVIEW);
            case PROCESSING -> List.of(OrderMove.REVIEW);
            case IN_REVIEW, COMPLETED, FAILED, CANCELLED, EXPIRED, REFUNDED -> List.of();
        };
    }

    private static Decision refunded(Situation situation, Payment payment, PaymentFact fact) {
        @Nullable String number = fact.refundNo();
        var asked = number == null ? null : situation.refund(number).orElse(null);
        if (asked == null || !asked.paymentNo().equals(payment.paymentNo())) {
            return new Park(
                    Outcome.PARKED,
                    CaseKind.UNEXPECTED_REFUND,
                    "the gateway returned money nobody here asked it to return");
        }
        if (asked.status() == RefundStatus.SUCCEEDED) {
            return new Ignore("this refund is already booked");
        }
        if (!asked.amount().equals(fact.money())) {
            return new Park(
                    Outcome.MISMATCH,
                    CaseKind.MISMATCH,
                    "%s instead of %s".formatted(fact.money(), asked.amount()));
        }
        if (asked.status() == RefundStatus.ABANDONED
                && payment.funds().refundable(asked.use()).minor() < asked.amount().minor()) {
            return new Park(
                    Outcome.PARKED,
                    CaseKind.UNEXPECTED_REFUND,
                    "the refund was given up, and its money has gone elsewhere since");
        }
        return bookRefund(situation, payment, asked);
    }

    private static Decision bookRefund(Situation situation, Payment payment, Refund asked) {
        var back = payment.funds().refunded().plus(asked.amount());
        var whole = back.equals(payment.funds().collected());
        var orderDone = orderRefunded(situation, asked);
        var effects = new ArrayList<Effect>(List.of(BOOK_REFUND));
        if (orderDone && situation.order().status() == OrderStatus.IN_REVIEW) {
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

    /// A delivered order is refunded when all it brought has gone back; one that was not delivered,
    /// when no money of it is left here and none can come.
    private static boolean orderRefunded(Situation situation, Refund asked) {
        var order = situation.order();
        if (!OrderMove.REFUND.startsAt(order.status())) {
            return false;
        }
        return switch (asked.use()) {
            case PROCEEDS -> situation.proceedsBack().plus(asked.amount()).equals(order.amount());
            case HELD -> order.status() != OrderStatus.COMPLETED && !situation.moneyLeftBut(asked);
        };
    }

    private static Decision applied(
            @Nullable PaymentMove payment,
            List<OrderMove> order,
            List<Effect> effects,
            String why) {
        return new Apply(Outcome.APPLIED, payment, order, effects, null, why);
    }
}
