package dev.consign.processor.order;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.order.Order;
import dev.consign.order.OrderMove;
import dev.consign.order.OrderStatus;
import dev.consign.order.Situation;
import dev.consign.payment.Funds;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.Refund;
import dev.consign.sql.InvariantViolation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One locked order with its payments and refunds, and the moves decided for it so far. Later facts
/// of the same batch are decided against what earlier ones made of it.
final class OrderFile {
    private final Order locked;
    private final List<Step> steps = new ArrayList<>();
    private final Map<PaymentNo, PaymentFile> payments = new LinkedHashMap<>();
    private final Map<RefundNo, RefundFile> refunds = new LinkedHashMap<>();
    private Order order;

    OrderFile(Order locked) {
        this.locked = locked;
        this.order = locked;
    }

    /// Adds what was locked with the order.
    void add(Payment payment) {
        payments.put(payment.paymentNo(), new PaymentFile(payment, payment, null));
    }

    /// Adds what was locked with the order.
    void add(Refund refund) {
        refunds.put(refund.refundNo(), new RefundFile(refund, refund));
    }

    Order order() {
        return order;
    }

    OrderNo orderNo() {
        return order.orderNo();
    }

    OrderStatus lockedStatus() {
        return locked.status();
    }

    Situation situation(boolean stockForLate, boolean moneyInDoubt) {
        return new Situation(
                order,
                payments(),
                refunds.values().stream().map(RefundFile::now).toList(),
                stockForLate,
                moneyInDoubt);
    }

    Payment payment(PaymentNo paymentNo) {
        return file(paymentNo).now();
    }

    Collection<Payment> payments() {
        return payments.values().stream().map(PaymentFile::now).toList();
    }

    /// Whether some of its money has no use, and nobody was asked to return it.
    boolean holdsMoney() {
        return payments().stream().anyMatch(payment -> payment.funds().held().isPositive());
    }

    Refund refund(RefundNo refundNo) {
        @Nullable RefundFile file = refunds.get(refundNo);
        if (file == null) {
            throw new InvariantViolation(refundNo + " is not a refund of " + orderNo());
        }
        return file.now();
    }

    /// Every payment that is not as it was when it was locked.
    List<PaymentFile> movedPayments() {
        return payments.values().stream()
                .filter(file -> !file.now().equals(file.locked()))
                .toList();
    }

    /// Every refund that is new, or not as it was when it was locked.
    List<RefundFile> movedRefunds() {
        return refunds.values().stream().filter(file -> !file.now().equals(file.locked())).toList();
    }

    List<Step> steps() {
        return steps;
    }

    void move(OrderMove move, Cause cause) {
        var before = order;
        order = order.after(move);
        steps.add(new Step(order, move, before.status(), cause));
    }

    void move(PaymentMove move, PaymentFact fact) {
        var file = file(fact.paymentNo());
        if (!move.startsAt(file.now().status())) {
            throw new InvariantViolation(
                    "%s of %s from %s".formatted(move, fact.paymentNo(), file.now().status()));
        }
        var paid = move == PaymentMove.PAY;
        @Nullable TransactionId by = paid ? fact.transactionId() : file.now().paidBy();
        payments.put(
                fact.paymentNo(),
                new PaymentFile(
                        file.locked(),
                        file.now().in(move.to(), by),
                        paid ? fact.occurredAt() : file.paidAt()));
    }

    void put(PaymentNo paymentNo, Funds funds) {
        var file = file(paymentNo);
        payments.put(
                paymentNo, new PaymentFile(file.locked(), file.now().with(funds), file.paidAt()));
    }

    /// Adds a refund, or puts another status in its place.
    void put(Refund refund) {
        @Nullable RefundFile before = refunds.get(refund.refundNo());
        refunds.put(
                refund.refundNo(), new RefundFile(before == null ? null : before.locked(), refund));
    }

    private PaymentFile file(PaymentNo paymentNo) {
        @Nullable PaymentFile file = payments.get(paymentNo);
        if (file == null) {
            throw new InvariantViolation(paymentNo + " is not a payment of " + orderNo());
        }
        return file;
    }

    /// One move, as history keeps it.
    ///
    /// @param order after the move
    record Step(Order order, OrderMove move, OrderStatus from, Cause cause) {}

    /// A payment as it was locked and as it will be written.
    ///
    /// @param paidAt by the gateway's clock, when it was paid since it was locked
    record PaymentFile(Payment locked, Payment now, @Nullable Instant paidAt) {}

    /// A refund as it was locked, null when it is new, and as it will be written.
    record RefundFile(@Nullable Refund locked, Refund now) {}
}
