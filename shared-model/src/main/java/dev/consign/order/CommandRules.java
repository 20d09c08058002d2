package dev.consign.order;

import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Command.AcceptRefund;
import dev.consign.order.Command.Cancel;
import dev.consign.order.Command.CloseUndeliverable;
import dev.consign.order.Command.Deliver;
import dev.consign.order.Command.KeepMoney;
import dev.consign.order.Command.Overdue;
import dev.consign.order.Command.ReturnMoney;
import dev.consign.order.Command.ReverseCollection;
import dev.consign.order.Command.ReverseRefund;
import dev.consign.order.Command.TryAgain;
import dev.consign.order.Decision.Effect;
import dev.consign.order.Decision.OfCommand;
import dev.consign.order.Decision.Reason;
import dev.consign.order.Decision.Refused;
import dev.consign.payment.Funds;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides what may be done with an order at somebody's wish. Pure, like [OrderRules]; no person
/// can return more than was paid, or hand out goods that nobody paid for (incident P2).
public final class CommandRules {
    /// Attempts to pay one order, so that nobody fills a gateway with them.
    public static final int MOST_ATTEMPTS = 5;

    /// Where an order may be overdue.
    public static final Set<OrderStatus> MAY_BE_OVERDUE =
            Arrays.stream(OrderStatus.values())
                    .filter(status -> !OrderRules.review(status).isEmpty())
                    .collect(Collectors.toUnmodifiableSet());

    private CommandRules() {}

    /// @param context of the order the command names, with all its refunds
    /// @param now to tell whether the time to pay is over
    public static OfCommand decide(OrderContext context, Command command, Instant now) {
        return switch (command) {
            case ReturnMoney back -> returnMoney(context, back);
            case KeepMoney keep -> keepMoney(context, keep);
            case Deliver deliver -> deliver(context, deliver);
            case AcceptRefund accept -> accept(context, accept);
            case ReverseCollection reverse -> ReversalRules.collection(context, reverse);
            case ReverseRefund reverse -> ReversalRules.refund(context, reverse);
            case CloseUndeliverable _ -> giveUp(context);
            case Cancel _ -> cancel(context);
            case Overdue _ -> overdue(context, now);
            case TryAgain again -> tryAgain(context, again, now);
        };
    }

    private static OfCommand returnMoney(OrderContext context, ReturnMoney command) {
        var source = source(context, command);
        if (source.isEmpty()) {
            return command.paymentNo() == null
                    ? new Refused(Reason.WRONG_STATE, "No money of this order can be returned.")
                    : new Refused(Reason.NOT_FOUND, "This order has no such payment with money.");
        }
        var payment = source.get();
        var doubt = inDoubt(context, payment, command.transactionId());
        if (doubt.isPresent()) {
            return doubt.get();
        }
        var use = command.use() == null ? use(payment) : command.use();
        var left = payment.funds().refundable(use);
        var most = command.transactionId() == null ? returnableAtOnce(payment, use) : left;
        var amount = command.amount() == null ? most : command.amount();
        if (!amount.currency().equals(left.currency())) {
            return new Refused(
                    Reason.WRONG_CURRENCY,
                    "It was paid in %s.".formatted(left.currency().getCurrencyCode()));
        }
        if (!amount.isPositive() || amount.minor() > most.minor()) {
            return new Refused(
                    Reason.TOO_MUCH,
                    "%s is left of what was paid; %s was asked back.".formatted(most, amount));
        }
        @Nullable TransactionId paidBy = payment.paidBy();
        var transaction = command.transactionId() == null ? paidBy : command.transactionId();
        return transaction == null
                ? new Refused(Reason.WRONG_STATE, "Nobody paid this payment.")
                : new Decision.RequestRefund(payment.paymentNo(), transaction, use, amount);
    }

    /// Money in doubt is nobody's to spend (docs/rules.md, rule 13). A doubt about one movement
    /// says nothing of another that is named.
    private static Optional<OfCommand> inDoubt(
            OrderContext context, Payment payment, @Nullable TransactionId movement) {
        return context.doubts(payment.paymentNo()).stream()
                .filter(Doubt::holdsMoney)
                .filter(one ->
                        movement == null
                                || one.isReversal()
                                || movement.equals(one.transactionId()))
                .findFirst()
                .map(doubt ->
                        new Refused(
                                Reason.MONEY_IN_DOUBT,
                                "Money of payment %s is in doubt until %s is closed."
                                        .formatted(payment.paymentNo(), doubt.name()),
                                doubt.caseId()));
    }

    /// A gateway returns no more than one transaction brought. What is held of several goes back by
    /// a refund of its own for each.
    private static Money returnableAtOnce(Payment payment, RefundUse use) {
        var left = payment.funds().refundable(use);
        return left.minor() > payment.amount().minor() ? payment.amount() : left;
    }

    private static Optional<Payment> source(OrderContext context, ReturnMoney command) {
        return context.payments().stream()
                .filter(one ->
                        command.paymentNo() == null || one.paymentNo().equals(command.paymentNo()))
                .filter(one -> one.paidBy() != null)
                .max((a, b) -> Long.compare(weight(a, command), weight(b, command)));
    }

    /// The payment with most of what is wanted; what paid for the delivery before what is only
    /// held.
    private static long weight(Payment payment, ReturnMoney command) {
        var use = command.use() == null ? use(payment) : command.use();
        var money = payment.funds().refundable(use).minor();
        return use == RefundUse.PROCEEDS && money > 0 ? Long.MAX_VALUE : money;
    }

    private static RefundUse use(Payment payment) {
        return payment.funds().used().isPositive() ? RefundUse.PROCEEDS : RefundUse.HELD;
    }

    private static OfCommand keepMoney(OrderContext context, KeepMoney command) {
        var refund = context.refund(command.refundNo().value());
        if (refund.isEmpty()) {
            return new Refused(Reason.NOT_FOUND, "This order has no refund " + command.refundNo());
        }
        return refund.get().status() == RefundStatus.REQUESTED
                ? new Decision.CancelRefund(command.refundNo())
                : new Refused(
                        Reason.WRONG_STATE,
                        "The refund is already %s.".formatted(refund.get().status()));
    }

    private static OfCommand deliver(OrderContext context, Deliver command) {
        var order = context.order();
        var paying = paying(context, command);
        if (paying.isEmpty()) {
            return new Refused(
                    Reason.WRONG_STATE, "No payment of this order holds the money for it.");
        }
        var payment = paying.get();
        var doubt = inDoubt(context, payment, null);
        if (doubt.isPresent()) {
            return doubt.get();
        }
        var number = payment.paymentNo();
        var held = payment.funds().held();
        var difference =
                command.anyAmount() ? order.amount().minus(held) : new Money(held.currency(), 0);
        return switch (order.status()) {
            case IN_REVIEW ->
                    new Decision.Deliver(
                            number,
                            List.of(OrderMove.DELIVER),
                            List.of(Effect.DELIVER),
                            difference);
            case FAILED, CANCELLED, EXPIRED ->
                    context.stockForLate()
                            ? new Decision.Deliver(
                                    number,
                                    List.of(OrderMove.DELIVER_LATE),
                                    List.of(Effect.TAKE_STOCK, Effect.DELIVER),
                                    difference)
                            : new Refused(Reason.OUT_OF_STOCK, "The goods cannot be had again.");
            case AWAITING_PAYMENT, PROCESSING, COMPLETED, REFUNDED -> wrong(order);
        };
    }

    private static Optional<Payment> paying(OrderContext context, Deliver command) {
        var least = command.anyAmount() ? 1 : context.order().amount().minor();
        return context.payments().stream()
                .filter(one -> one.status() == PaymentStatus.PAID)
                .filter(one ->
                        command.paymentNo() == null || one.paymentNo().equals(command.paymentNo()))
                .filter(one -> one.funds().held().minor() >= least)
                .findFirst();
    }

    /// From what paid for the delivery, or else from what is held.
    private static OfCommand accept(OrderContext context, AcceptRefund command) {
        var payment =
                context.payments().stream()
                        .filter(one -> one.paymentNo().equals(command.paymentNo()))
                        .findFirst();
        if (payment.isEmpty()) {
            return new Refused(Reason.NOT_FOUND, "This order has no such payment.");
        }
        if (context.refund(command.paymentNo(), command.gatewayRefundNo())
                .filter(one -> one.status() != RefundStatus.ABANDONED)
                .isPresent()) {
            return new Refused(Reason.WRONG_STATE, "This refund is booked already.");
        }
        var use = RefundRules.takenFrom(payment.get(), command.amount());
        if (use.isEmpty()) {
            return new Refused(
                    Reason.TOO_MUCH,
                    "%s went back, and less than that is here of what was paid."
                            .formatted(command.amount()));
        }
        var ends = RefundRules.endsOrder(context, payment.get(), use.get(), command.amount(), null);
        var open = context.order().status() == OrderStatus.IN_REVIEW;
        return new Decision.Accept(
                command.paymentNo(),
                command.transactionId(),
                command.gatewayRefundNo(),
                use.get(),
                command.amount(),
                ends ? List.of(OrderMove.REFUND) : List.of(),
                ends && open ? List.of(Effect.RELEASE_STOCK) : List.of());
    }

    private static OfCommand giveUp(OrderContext context) {
        var order = context.order();
        if (!OrderMove.FAIL.startsAt(order.status()) || order.status() != OrderStatus.IN_REVIEW) {
            return wrong(order);
        }
        return context.payments().stream().anyMatch(one -> one.funds().held().isPositive())
                ? new Refused(
                        Reason.WRONG_STATE, "Money of this order is held: return it, or deliver.")
                : new Decision.Move(List.of(OrderMove.FAIL), List.of(Effect.RELEASE_STOCK), null);
    }

    /// What a gateway may collect for is closed there first: cancelled while money is on its way,
    /// the buyer would pay for nothing.
    private static OfCommand cancel(OrderContext context) {
        var order = context.order();
        if (order.status() != OrderStatus.AWAITING_PAYMENT
                && order.status() != OrderStatus.PROCESSING) {
            return new Refused(
                    Reason.WRONG_STATE,
                    "The order is %s; only one that waits for its payment can be cancelled."
                            .formatted(order.status()));
        }
        var untouched =
                order.status() == OrderStatus.AWAITING_PAYMENT
                        && context.payments().stream()
                                .allMatch(one -> one.status() == PaymentStatus.CREATED);
        return untouched
                ? new Decision.Move(List.of(OrderMove.CANCEL), List.of(Effect.RELEASE_STOCK), null)
                : new Decision.CloseFirst();
    }

    private static OfCommand overdue(OrderContext context, Instant now) {
        var order = context.order();
        var moves = OrderRules.review(order.status());
        return moves.isEmpty() || now.isBefore(order.expiresAt())
                ? wrong(order)
                : new Decision.Move(moves, List.of(), CaseKind.OVERDUE);
    }

    /// While the order is open a second attempt may run beside the first; should both be paid, the
    /// second is returned (incident P7). After a failure its stock must be had again.
    private static OfCommand tryAgain(OrderContext context, TryAgain command, Instant now) {
        var order = context.order();
        if (context.payments().size() >= MOST_ATTEMPTS) {
            return new Refused(
                    Reason.TOO_MANY_ATTEMPTS,
                    "This order had %d attempts to pay it.".formatted(MOST_ATTEMPTS));
        }
        var attempt =
                new Payment(
                        command.paymentNo(),
                        order.orderNo(),
                        command.gateway(),
                        command.merchant(),
                        order.amount(),
                        PaymentStatus.CREATED,
                        null,
                        Funds.none(order.amount()));
        if (order.cancelRequested() && !OrderRules.over(order.status())) {
            return new Refused(Reason.WRONG_STATE, "The order is being cancelled.");
        }
        return switch (order.status()) {
            case AWAITING_PAYMENT, PROCESSING ->
                    now.isBefore(order.expiresAt())
                            ? new Decision.Attempt(
                                    attempt,
                                    order.expiresAt(),
                                    command.askAt(),
                                    List.of(),
                                    List.of())
                            : new Refused(Reason.WRONG_STATE, "The time to pay is over.");
            case FAILED -> afterFailure(context, command, attempt);
            case COMPLETED, CANCELLED, EXPIRED, IN_REVIEW, REFUNDED -> wrong(order);
        };
    }

    private static OfCommand afterFailure(OrderContext context, TryAgain command, Payment attempt) {
        if (!context.payments().stream().allMatch(one -> one.status().endedUnpaid())) {
            return new Refused(
                    Reason.WRONG_STATE, "Money of this order came late and is being dealt with.");
        }
        return context.stockForLate()
                ? new Decision.Attempt(
                        attempt,
                        command.expiresAt(),
                        command.askAt(),
                        List.of(OrderMove.RETRY),
                        List.of(Effect.TAKE_STOCK))
                : new Refused(Reason.OUT_OF_STOCK, "The goods are sold out meanwhile.");
    }

    private static Refused wrong(Order order) {
        return new Refused(
                Reason.WRONG_STATE,
                "This cannot be done to an order %s.".formatted(order.status()));
    }
}
