package dev.consign.engine.change;

import dev.consign.engine.change.OrderAggregate.PaymentFile;
import dev.consign.engine.change.OrderAggregate.RefundFile;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.order.CaseKind;
import dev.consign.order.OrderContext;
import dev.consign.order.OrderStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.Payment;
import dev.consign.payment.RefundStatus;
import dev.consign.task.TaskKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a gateway must still be asked after a batch, and what not any more: whatever becomes of
/// this process, somebody will ask. A case that only said "nobody knows" is over when somebody
/// does.
public final class TaskChanges {
    /// Cases of an order that are over once none of its payments is open.
    public static final Set<CaseKind> ABOUT_SILENCE =
            EnumSet.of(TaskKind.QUERY.failed(), TaskKind.CLOSE.failed(), CaseKind.OVERDUE);

    private final List<RefundTask> refunds = new ArrayList<>();
    private final List<PaymentNo> endedPayments = new ArrayList<>();
    private final List<RefundNo> endedRefunds = new ArrayList<>();
    private final List<PaymentNo> closeNow = new ArrayList<>();
    private final List<OrderNo> knownOrders = new ArrayList<>();
    private final List<String> knownCases = new ArrayList<>();
    private final List<Ask> toConfirm = new ArrayList<>();
    private final List<PaymentNo> answered = new ArrayList<>();
    private final List<PaymentNo> askedToo;
    private final List<RefundNo> held;

    private TaskChanges(ChangeSet batch) {
        askedToo = List.copyOf(batch.confirmations().askedToo);
        held = batch.heldRefunds();
    }

    /// After everything in the batch was decided.
    public static TaskChanges of(ChangeSet batch) {
        var changes = new TaskChanges(batch);
        for (var file : batch.files()) {
            changes.endPayments(file);
            changes.closeWhatIsLeft(file);
            file.movedRefunds().forEach(moved -> changes.refund(file, moved));
        }
        changes.confirm(batch);
        return changes;
    }

    /// Whether a gateway may be asked once more what it was asked in vain.
    ///
    /// @param reference the payment's number, or for a refund the refund's
    public static boolean mayAskAgain(OrderContext context, TaskKind question, String reference) {
        return switch (question) {
            case QUERY, CLOSE -> true;
            case REFUND -> context.mayBeAskedFor(reference);
        };
    }

    private void endPayments(OrderAggregate file) {
        var ended =
                file.movedPayments().stream()
                        .filter(TaskChanges::ends)
                        .map(moved -> moved.now().paymentNo())
                        .toList();
        endedPayments.addAll(ended);
        if (!ended.isEmpty() && file.payments().stream().noneMatch(one -> one.status().open())) {
            knownOrders.add(file.orderNo());
        } else {
            ended.forEach(no -> {
                knownCases.add(TaskKind.QUERY.failed() + ":" + no);
                knownCases.add(TaskKind.CLOSE.failed() + ":" + no);
            });
        }
    }

    private static boolean ends(PaymentFile moved) {
        return moved.locked().status().open() && !moved.now().status().open();
    }

    /// A buyer must not be able to pay twice for what they have, or for what they cannot have.
    private void closeWhatIsLeft(OrderAggregate file) {
        if (isOver(file)) {
            file.payments().stream()
                    .filter(one -> one.status().open())
                    .map(Payment::paymentNo)
                    .forEach(closeNow::add);
        }
    }

    private static boolean isOver(OrderAggregate file) {
        return file.isCancelling() || (!file.steps().isEmpty() && ended(file.order().status()));
    }

    private static boolean ended(OrderStatus status) {
        return switch (status) {
            case COMPLETED, FAILED, CANCELLED, EXPIRED, REFUNDED -> true;
            case AWAITING_PAYMENT, PROCESSING, IN_REVIEW -> false;
        };
    }

    private void refund(OrderAggregate file, RefundFile moved) {
        var refund = moved.now();
        if (moved.locked() == null && refund.status() == RefundStatus.REQUESTED) {
            refunds.add(new RefundTask(file.payment(refund.paymentNo()), refund.refundNo()));
            return;
        }
        endedRefunds.add(refund.refundNo());
        // It may be the only one to watch what the order still holds.
        if (!file.holdsMoney()) {
            knownCases.add(TaskKind.REFUND.failed() + ":" + refund.refundNo());
        }
    }

    private void confirm(ChangeSet batch) {
        var waiting = new HashSet<PaymentNo>();
        for (var asked : batch.confirmations().toAsk()) {
            var fact = asked.fact();
            waiting.add(fact.paymentNo());
            toConfirm.add(
                    fact.kind() == FactKind.PAID
                            ? Ask.of(fact.paymentNo())
                            : new Ask(
                                    TaskKind.REFUND,
                                    fact.paymentNo(),
                                    String.valueOf(fact.number())));
        }
        // A payment that had ended before was asked about only because of what was said of it.
        batch.files().stream()
                .flatMap(file -> file.payments().stream())
                .filter(one -> batch.confirmations().answered.contains(one.paymentNo()))
                .filter(one -> !waiting.contains(one.paymentNo()) && !one.status().open())
                .map(Payment::paymentNo)
                .forEach(answered::add);
    }

    /// New refunds, to be asked for at once.
    public List<RefundTask> refunds() {
        return refunds;
    }

    /// Payments that are open no more: they need not be closed, nor asked about unless what was
    /// said of them still waits for an answer.
    public List<PaymentNo> endedPayments() {
        return endedPayments;
    }

    /// Refunds that are not asked for any more.
    public List<RefundNo> endedRefunds() {
        return endedRefunds;
    }

    /// Open payments of orders that are over, to be closed at once.
    public List<PaymentNo> closeNow() {
        return closeNow;
    }

    /// Orders of which nothing is left that a gateway could be asked about: their cases
    /// [#ABOUT_SILENCE] are over, but for the one of a payment of which something said still waits.
    public List<OrderNo> knownOrders() {
        return knownOrders;
    }

    /// Keys of other cases that are over because somebody knows, with the same exception.
    public List<String> knownCases() {
        return knownCases;
    }

    /// To be asked now because of what was said, whatever state its task is in.
    public List<Ask> toConfirm() {
        return toConfirm;
    }

    /// Ended payments about which the gateway has given its word: not asked any more.
    public List<PaymentNo> answered() {
        return answered;
    }

    /// Payments to be asked about now all the same.
    public List<PaymentNo> askedToo() {
        return askedToo;
    }

    /// Refunds that are not to be asked for until a person says so.
    public List<RefundNo> held() {
        return held;
    }

    /// A refund to ask a gateway for.
    public record RefundTask(Payment payment, RefundNo refundNo) {}

    /// Something to ask a gateway now.
    ///
    /// @param reference the payment's number, or for a refund the refund's
    public record Ask(TaskKind kind, PaymentNo payment, String reference) {
        /// How the payment stands.
        public static Ask of(PaymentNo payment) {
            return new Ask(TaskKind.QUERY, payment, payment.value());
        }
    }
}
