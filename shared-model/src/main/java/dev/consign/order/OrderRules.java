package dev.consign.order;

import static dev.consign.order.Decision.Effect.RELEASE_STOCK;

import dev.consign.order.Decision.Apply;
import dev.consign.order.Decision.Confirm;
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
import dev.consign.payment.RefundStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what a payment fact does to an order. Pure: the same context, fact and time always give
/// the same decision, and nothing is changed here. The whole table is written out in
/// `OrderRulesTest`.
public final class OrderRules {
    private OrderRules() {}

    /// @param fact speaks of one of the order's payments
    /// @param now to tell whether the time to pay is over
    public static OfFact decide(OrderContext context, PaymentFact fact, Instant now) {
        var payment = context.payment(fact.paymentNo());
        var mismatch = mismatch(payment, fact);
        if (!mismatch.isEmpty()) {
            return new Park(Outcome.MISMATCH, CaseKind.MISMATCH, mismatch);
        }
        return switch (fact.kind()) {
            case PENDING -> pending(context.order(), payment);
            case PAID -> PaidRules.paid(context, payment, fact);
            case FAILED -> ended(context, payment, PaymentMove.FAIL, now);
            case CLOSED -> ended(context, payment, PaymentMove.CLOSE, now);
            case REFUNDED -> RefundRules.refunded(context, payment, fact);
            case REFUND_RETURNED -> RefundRules.returned(context, payment, fact);
            case DISPUTE_OPENED -> DisputeRules.opened(context, payment, fact);
            case DISPUTE_WON -> DisputeRules.won(context, payment, fact);
            case DISPUTE_LOST -> DisputeRules.lost(context, payment, fact);
        };
    }

    /// Whether a message that was settled for good must be decided once more: the gateway says of
    /// the same movement another amount than it said before, and what it brought is still held.
    public static boolean mayCorrect(OrderContext context, PaymentFact fact) {
        return fact.kind() == FactKind.PAID
                && mismatch(context.payment(fact.paymentNo()), fact).isEmpty()
                && PaidRules.corrects(context, fact);
    }

    /// Whether a message that changed nothing must be decided once more, since less was known when
    /// it came, or who said it is not believed. A refund that was given up was said by a person to
    /// have been made, and now the gateway says so itself (incident P6). Of one that came back
    /// nobody knew that it had been made, and the gateway's own file says now that it came back; a
    /// callback that says so once more may only be late.
    ///
    /// @param before what became of it
    public static boolean mayBeDecidedAnew(OrderContext context, PaymentFact fact, Outcome before) {
        var status =
                context.refund(fact.paymentNo(), fact.number())
                        .map(one -> one.status())
                        .orElse(null);
        return switch (fact.kind()) {
            case REFUNDED ->
                    !fact.source().isByHand()
                            && before == Outcome.PARKED
                            && status == RefundStatus.ABANDONED;
            case REFUND_RETURNED ->
                    fact.source() == FactSource.STATEMENT
                            && (before == Outcome.PARKED || before == Outcome.STALE)
                            && status == RefundStatus.SUCCEEDED;
            case PENDING, PAID, FAILED, CLOSED, DISPUTE_OPENED, DISPUTE_WON, DISPUTE_LOST -> false;
        };
    }

    /// Every source alike (incident P2). Money in another amount is money all the same (rule 14),
    /// and what went back, or is contested, may be a part.
    private static String mismatch(Payment payment, PaymentFact fact) {
        var wrong = new ArrayList<String>();
        if (!fact.gateway().equals(payment.gateway())) {
            wrong.add("gateway %s instead of %s".formatted(fact.gateway(), payment.gateway()));
        }
        if (!fact.merchant().equals(payment.merchant())) {
            wrong.add("merchant %s instead of %s".formatted(fact.merchant(), payment.merchant()));
        }
        var sameCurrency = fact.money().currency().equals(payment.amount().currency());
        var collected = payment.funds().collected();
        var most = Math.max(payment.amount().minor(), collected.minor());
        var sameMoney =
                switch (fact.kind()) {
                    case PENDING, FAILED, CLOSED -> fact.money().equals(payment.amount());
                    case PAID -> sameCurrency && fact.money().isPositive();
                    case REFUNDED, REFUND_RETURNED, DISPUTE_OPENED, DISPUTE_WON, DISPUTE_LOST ->
                            sameCurrency
                                    && fact.money().isPositive()
                                    && fact.money().minor() <= most;
                };
        if (!sameMoney) {
            wrong.add("%s instead of %s".formatted(fact.money(), payment.amount()));
        }
        return String.join(", ", wrong);
    }

    private static OfFact pending(Order order, Payment payment) {
        if (!PaymentMove.SUBMIT.startsAt(payment.status())) {
            return new Ignore("the payment is already " + payment.status());
        }
        return applied(
                PaymentMove.SUBMIT,
                OrderMove.SUBMIT.startsAt(order.status()) ? List.of(OrderMove.SUBMIT) : List.of(),
                List.of(),
                "the gateway has the payment");
    }

    private static OfFact ended(
            OrderContext context, Payment payment, PaymentMove move, Instant now) {
        if (!move.startsAt(payment.status())) {
            return new Ignore("the payment is already " + payment.status());
        }
        var why = "the gateway says the payment is " + move.to();
        if (!context.othersEnded(payment.paymentNo())) {
            return applied(move, List.of(), List.of(), why);
        }
        var order = context.order();
        if (context.paymentLeftOpen()) {
            return applied(
                    move,
                    review(order.status()),
                    List.of(),
                    why + ", but money that did not match must be looked at");
        }
        var moves = ending(context, move == PaymentMove.CLOSE && !now.isBefore(order.expiresAt()));
        List<Effect> effects =
                moves.isEmpty() || over(order.status()) ? List.of() : List.of(RELEASE_STOCK);
        return applied(move, moves, effects, why);
    }

    /// How an order ends of which no payment can succeed any more. One whose money had come by
    /// another, and gone back, is refunded.
    private static List<OrderMove> ending(OrderContext context, boolean overdue) {
        var order = context.order();
        if (context.payments().stream().noneMatch(one -> one.status() == PaymentStatus.REFUNDED)) {
            return ending(order, overdue);
        }
        return switch (order.status()) {
            case AWAITING_PAYMENT, PROCESSING -> {
                var moves = new ArrayList<>(ending(order, overdue));
                moves.add(OrderMove.REFUND);
                yield List.copyOf(moves);
            }
            case IN_REVIEW, FAILED, CANCELLED, EXPIRED -> List.of(OrderMove.REFUND);
            case COMPLETED, REFUNDED -> List.of();
        };
    }

    /// What its buyer wanted cancelled is cancelled, however the gateway puts it.
    private static List<OrderMove> ending(Order order, boolean overdue) {
        return switch (order.status()) {
            case AWAITING_PAYMENT -> {
                if (order.cancelRequested()) {
                    yield List.of(OrderMove.CANCEL);
                }
                yield overdue
                        ? List.of(OrderMove.EXPIRE)
                        : List.of(OrderMove.SUBMIT, OrderMove.FAIL);
            }
            case PROCESSING -> {
                if (order.cancelRequested()) {
                    yield List.of(OrderMove.CANCEL);
                }
                yield List.of(overdue ? OrderMove.EXPIRE : OrderMove.FAIL);
            }
            case IN_REVIEW -> List.of(OrderMove.FAIL);
            case COMPLETED, FAILED, CANCELLED, EXPIRED, REFUNDED -> List.of();
        };
    }

    /// How an order comes to a person while its stock stays reserved.
    static List<OrderMove> review(OrderStatus status) {
        return switch (status) {
            case AWAITING_PAYMENT -> List.of(OrderMove.SUBMIT, OrderMove.REVIEW);
            case PROCESSING -> List.of(OrderMove.REVIEW);
            case IN_REVIEW, COMPLETED, FAILED, CANCELLED, EXPIRED, REFUNDED -> List.of();
        };
    }

    /// Whether the order has ended, so that money for it is late or second.
    static boolean over(OrderStatus status) {
        return switch (status) {
            case COMPLETED, FAILED, CANCELLED, EXPIRED, REFUNDED -> true;
            case AWAITING_PAYMENT, PROCESSING, IN_REVIEW -> false;
        };
    }

    static OfFact applied(
            @Nullable PaymentMove payment,
            List<OrderMove> order,
            List<Effect> effects,
            String why) {
        return new Apply(Outcome.APPLIED, payment, order, effects, null, why);
    }

    static OfFact confirm(String why) {
        return new Confirm(why + ": the gateway is asked before anything is done");
    }
}
