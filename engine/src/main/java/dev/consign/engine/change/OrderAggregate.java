package dev.consign.engine.change;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Doubt;
import dev.consign.order.Order;
import dev.consign.order.OrderContext;
import dev.consign.order.OrderMove;
import dev.consign.order.OrderStatus;
import dev.consign.payment.Dispute;
import dev.consign.payment.Funds;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.sql.InvariantViolation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One locked order with its payments and refunds, and the moves decided for it so far. Later facts
/// of the same batch are decided against what earlier ones made of it.
public final class OrderAggregate {
    private final Order locked;
    private final List<Step> steps = new ArrayList<>();
    private final Map<PaymentNo, PaymentFile> payments = new LinkedHashMap<>();
    private final Map<RefundNo, RefundFile> refunds = new LinkedHashMap<>();
    private final Map<DisputeKey, DisputeFile> disputes = new LinkedHashMap<>();
    private Order order;

    public OrderAggregate(Order locked) {
        this.locked = locked;
        this.order = locked;
    }

    /// Adds what was locked with the order.
    public void add(Payment payment) {
        payments.put(payment.paymentNo(), new PaymentFile(payment, payment, null));
    }

    /// Adds what was locked with the order.
    public void add(Refund refund) {
        refunds.put(refund.refundNo(), new RefundFile(refund, refund));
    }

    /// Adds what was locked with the order.
    public void add(Dispute dispute) {
        disputes.put(DisputeKey.of(dispute), new DisputeFile(dispute, dispute));
    }

    public Order order() {
        return order;
    }

    /// Its buyer wants it cancelled.
    void cancel() {
        order = order.cancelling();
    }

    /// Whether its buyer has wanted it cancelled since it was locked.
    public boolean isCancelling() {
        return order.cancelRequested() && !locked.cancelRequested();
    }

    public OrderNo orderNo() {
        return order.orderNo();
    }

    public OrderStatus lockedStatus() {
        return locked.status();
    }

    OrderContext context(boolean stockForLate, List<Doubt> doubts, long confirmAbove) {
        return new OrderContext(
                order,
                List.copyOf(payments()),
                refunds(),
                disputes.values().stream().map(DisputeFile::now).toList(),
                stockForLate,
                doubts,
                confirmAbove);
    }

    public List<Refund> refunds() {
        return refunds.values().stream().map(RefundFile::now).toList();
    }

    /// What of its proceeds had gone back, once this is what it is.
    Money proceedsBack() {
        return context(false, List.of(), Long.MAX_VALUE).proceedsBack();
    }

    public Payment payment(PaymentNo paymentNo) {
        return file(paymentNo).now();
    }

    public Collection<Payment> payments() {
        return payments.values().stream().map(PaymentFile::now).toList();
    }

    /// Whether some of its money has no use, and nobody was asked to return it.
    public boolean holdsMoney() {
        return payments().stream().anyMatch(payment -> payment.funds().held().isPositive());
    }

    Refund refund(RefundNo refundNo) {
        @Nullable RefundFile file = refunds.get(refundNo);
        if (file == null) {
            throw new InvariantViolation(refundNo + " is not a refund of " + orderNo());
        }
        return file.now();
    }

    /// The refund that a fact speaks of, by our number or by the gateway's.
    Refund meant(PaymentFact fact) {
        var number = Objects.requireNonNull(fact.number());
        return refunds().stream()
                .filter(one -> one.isMeantBy(fact.paymentNo(), number))
                // One that was given up and happened all the same was booked once more.
                .min(Comparator.comparing(one -> one.status() == RefundStatus.ABANDONED))
                .orElseThrow(() -> new InvariantViolation("no refund " + number));
    }

    /// Every payment that is not as it was when it was locked.
    public List<PaymentFile> movedPayments() {
        return payments.values().stream()
                .filter(file -> !file.now().equals(file.locked()))
                .toList();
    }

    /// Every refund that is new, or not as it was when it was locked.
    public List<RefundFile> movedRefunds() {
        return refunds.values().stream().filter(file -> !file.now().equals(file.locked())).toList();
    }

    /// Every dispute that is new, or not as it was when it was locked.
    public List<DisputeFile> movedDisputes() {
        return disputes.values().stream()
                .filter(file -> !file.now().equals(file.locked()))
                .toList();
    }

    @Nullable Dispute dispute(PaymentNo paymentNo, String disputeNo) {
        @Nullable DisputeFile file = disputes.get(new DisputeKey(paymentNo, disputeNo));
        return file == null ? null : file.now();
    }

    public List<Step> steps() {
        return steps;
    }

    void move(OrderMove move, ChangeReason cause) {
        var before = order;
        order = order.after(move);
        steps.add(new Step(order, move, before.status(), cause));
    }

    /// @param now to tell whether what the gateway says of the time can be
    void move(PaymentMove move, PaymentFact fact, Instant now) {
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
                        paid ? fact.paidAt(now) : file.paidAt()));
    }

    /// A move that no word of money brings about by itself.
    void move(PaymentMove move, PaymentNo paymentNo) {
        var file = file(paymentNo);
        if (!move.startsAt(file.now().status())) {
            throw new InvariantViolation(
                    "%s of %s from %s".formatted(move, paymentNo, file.now().status()));
        }
        payments.put(
                paymentNo,
                new PaymentFile(
                        file.locked(),
                        file.now().in(move.to(), file.now().paidBy()),
                        file.paidAt()));
    }

    /// Nobody knows whether the gateway has the payment: it is UNKNOWN, never failed (incident I4),
    /// and its order waits for it. What is known by now stays.
    ///
    /// @return whether anything was changed
    public boolean doubt(PaymentNo paymentNo, ChangeReason cause) {
        if (!PaymentMove.DOUBT.startsAt(payment(paymentNo).status())) {
            return false;
        }
        move(PaymentMove.DOUBT, paymentNo);
        if (OrderMove.SUBMIT.startsAt(order.status())) {
            move(OrderMove.SUBMIT, cause);
        }
        return true;
    }

    /// The movement that the payment's money came by.
    void paidBy(PaymentFact fact, Instant now) {
        var file = file(fact.paymentNo());
        var paid = file.now().in(file.now().status(), fact.transactionId());
        payments.put(fact.paymentNo(), new PaymentFile(file.locked(), paid, fact.paidAt(now)));
    }

    public void put(PaymentNo paymentNo, Funds funds) {
        var file = file(paymentNo);
        payments.put(
                paymentNo, new PaymentFile(file.locked(), file.now().with(funds), file.paidAt()));
    }

    /// Adds a refund, or puts another status in its place.
    public void put(Refund refund) {
        @Nullable RefundFile before = refunds.get(refund.refundNo());
        refunds.put(
                refund.refundNo(), new RefundFile(before == null ? null : before.locked(), refund));
    }

    /// Adds a dispute, or puts another status in its place.
    public void put(Dispute dispute) {
        var key = DisputeKey.of(dispute);
        @Nullable DisputeFile before = disputes.get(key);
        disputes.put(key, new DisputeFile(before == null ? null : before.locked(), dispute));
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
    public record Step(Order order, OrderMove move, OrderStatus from, ChangeReason cause) {}

    /// A payment as it was locked and as it will be written.
    ///
    /// @param paidAt by the gateway's clock, when it was paid since it was locked
    public record PaymentFile(Payment locked, Payment now, @Nullable Instant paidAt) {}

    /// A refund as it was locked, null when it is new, and as it will be written.
    public record RefundFile(@Nullable Refund locked, Refund now) {}

    /// A dispute as it was locked, null when it is new, and as it will be written.
    public record DisputeFile(@Nullable Dispute locked, Dispute now) {}

    private record DisputeKey(PaymentNo paymentNo, String disputeNo) {
        static DisputeKey of(Dispute dispute) {
            return new DisputeKey(dispute.paymentNo(), dispute.disputeNo());
        }
    }
}
