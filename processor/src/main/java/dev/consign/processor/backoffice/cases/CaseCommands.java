package dev.consign.processor.backoffice.cases;

import dev.consign.id.OrderNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.Command;
import dev.consign.order.Command.KeepMoney;
import dev.consign.order.Command.ReturnMoney;
import dev.consign.order.Doubt;
import dev.consign.order.OrderContext;
import dev.consign.order.OrderStatus;
import dev.consign.payment.DisputeStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.RefundUse;
import dev.consign.processor.backoffice.cases.stored.CaseRow;
import dev.consign.task.TaskKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an action means for the case at hand; asked by those who do it and by those who say what
/// could be done.
final class CaseCommands {
    private CaseCommands() {}

    /// What the case is about by its own transaction; else what the order holds.
    ///
    /// @param amount null for all of it that is left
    static Command refund(CaseRow row, OrderContext context, @Nullable Money amount) {
        var orderNo = context.order().orderNo();
        var payment = row.payment().map(context::payment);
        return switch (row.kind()) {
            case SECOND_PAYMENT, MISMATCH, REFUND_RETURNED -> {
                if (payment.isEmpty() || row.money().isEmpty() || tookMoney(row)) {
                    yield held(orderNo, amount);
                }
                var came = row.money().get();
                var left = payment.get().funds().held();
                yield new ReturnMoney(
                        orderNo,
                        payment.get().paymentNo(),
                        RefundUse.HELD,
                        row.kind() == CaseKind.REFUND_RETURNED
                                ? null
                                : row.transaction().orElse(null),
                        amount == null && came.minor() <= left.minor() ? came : amount);
            }
            default -> held(orderNo, amount);
        };
    }

    /// What came, if anything did, came by another movement.
    private static boolean tookMoney(CaseRow row) {
        return row.factKind() != null && row.factKind().takesMoney();
    }

    private static Command held(OrderNo orderNo, @Nullable Money amount) {
        return new ReturnMoney(orderNo, null, RefundUse.HELD, null, amount);
    }

    /// For money of another amount than the price where the case is about such.
    static Command deliver(CaseRow row, OrderNo orderNo) {
        return switch (row.kind()) {
            case MISMATCH, UNEXPECTED_REFUND ->
                    new Command.Deliver(orderNo, row.payment().orElse(null), true);
            default -> new Command.Deliver(orderNo);
        };
    }

    /// Whether more money may yet make up for what was too little.
    static boolean waits(CaseRow row, OrderContext context) {
        return row.kind() == CaseKind.MISMATCH
                && row.factKind() == FactKind.PAID
                && context.order().status() == OrderStatus.IN_REVIEW
                && row.payment()
                        .map(context::payment)
                        .filter(one -> one.funds().held().isPositive())
                        .filter(one -> one.funds().held().minor() < one.amount().minor())
                        .isPresent();
    }

    /// Whether the gateway has yet to say how the dispute ended.
    static boolean isOpenDispute(CaseRow row, OrderContext context) {
        return row.kind() == CaseKind.DISPUTE
                && context.disputes().stream()
                        .anyMatch(one ->
                                one.disputeNo().equals(row.number)
                                        && one.paymentNo().value().equals(row.paymentNo)
                                        && one.status() == DisputeStatus.OPENED);
    }

    /// What says that money of the case's payment may have been taken from us; empty when nothing
    /// does.
    static Optional<Doubt> doubt(CaseRow row, OrderContext context) {
        return context.doubts().stream()
                .filter(Doubt::isReversal)
                .filter(one -> one.paymentNo().value().equals(row.paymentNo))
                .findFirst();
    }

    /// Empty when the case is about no money that was booked on a word.
    static Optional<Command> reverse(CaseRow row) {
        return switch (row.kind()) {
            case SECOND_PAYMENT, MISMATCH ->
                    row.factKind() != FactKind.PAID
                                    || row.order().isEmpty()
                                    || row.payment().isEmpty()
                                    || row.transaction().isEmpty()
                                    || row.money().isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    new Command.ReverseCollection(
                                            row.order().get(),
                                            row.payment().get(),
                                            row.transaction().get(),
                                            row.money().get()));
            default -> Optional.empty();
        };
    }

    /// Money that went back without our asking; empty when the case is about none.
    static Optional<Command> accept(CaseRow row) {
        return row.kind() == CaseKind.UNEXPECTED_REFUND
                        && row.factKind() != null
                        && row.factKind().takesMoney()
                        && row.order().isPresent()
                        && row.payment().isPresent()
                        && row.money().isPresent()
                        && row.number != null
                ? Optional.of(
                        new Command.AcceptRefund(
                                row.order().get(),
                                row.payment().get(),
                                row.transaction().orElseGet(() -> new TransactionId("-")),
                                row.number,
                                row.money().get()))
                : Optional.empty();
    }

    /// Empty when the case is about no refund.
    static Optional<Command> keep(CaseRow row) {
        return row.kind() == CaseKind.REFUND_FAILED
                ? row.order().map(order -> new KeepMoney(order, new RefundNo(row.subject())))
                : Optional.empty();
    }

    /// What a case says the gateway was asked in vain; empty when it says no such thing.
    static Optional<TaskKind> question(CaseKind kind) {
        return switch (kind) {
            case REQUERY_EXHAUSTED -> Optional.of(TaskKind.QUERY);
            case CLOSE_EXHAUSTED -> Optional.of(TaskKind.CLOSE);
            case REFUND_FAILED -> Optional.of(TaskKind.REFUND);
            case UNKNOWN_ORDER,
                    MISMATCH,
                    CONFLICT,
                    SECOND_PAYMENT,
                    UNEXPECTED_REFUND,
                    OVERDUE,
                    REFUND_RETURNED,
                    DISPUTE,
                    UNCONFIRMED,
                    UNKNOWN_CALLBACK,
                    NOTIFICATION_FAILED,
                    ENDPOINT_DISABLED ->
                    Optional.empty();
        };
    }

    /// Whether a gateway may still say so of a payment.
    static boolean canBe(FactKind kind, Payment payment) {
        return kind == FactKind.PAID
                ? PaymentMove.PAY.startsAt(payment.status())
                : PaymentMove.CLOSE.startsAt(payment.status());
    }
}
