package dev.consign.engine.simulation.store;

import dev.consign.engine.change.ChangeSet;
import dev.consign.engine.change.TaskChanges;
import dev.consign.engine.change.TaskChanges.Ask;
import dev.consign.engine.simulation.store.Tables.Answer;
import dev.consign.engine.simulation.store.Tables.Task;
import dev.consign.id.PaymentNo;
import dev.consign.payment.Payment;
import dev.consign.task.TaskKind;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `TaskWrites` writes, to the tables in memory.
final class MemoryTasks {
    private final Tables tables;
    private final Bug bug;

    MemoryTasks(Tables tables, Bug bug) {
        this.tables = tables;
        this.bug = bug;
    }

    /// Has a new payment asked about, and closed when its time is over.
    void watch(Payment payment, Instant askAt, Instant closeAt) {
        var no = payment.paymentNo();
        tables.tasks.add(new Task(TaskKind.QUERY, no, no.value(), askAt));
        tables.tasks.add(new Task(TaskKind.CLOSE, no, no.value(), closeAt));
    }

    void write(ChangeSet batch) {
        var changes = TaskChanges.of(batch);
        var at = batch.now();
        for (var payment : changes.endedPayments()) {
            end(payment.value(), TaskKind.CLOSE);
            if (!isWaiting(payment)) {
                end(payment.value(), TaskKind.QUERY);
            }
        }
        changes.closeNow().forEach(payment -> closeNow(payment, at));
        if (bug != Bug.REFUND_NOT_ASKED_FOR && bug != Bug.SECOND_MONEY_KEPT) {
            for (var one : changes.refunds()) {
                tables.tasks.add(
                        new Task(
                                TaskKind.REFUND,
                                one.payment().paymentNo(),
                                one.refundNo().value(),
                                at));
            }
        }
        changes.endedRefunds().forEach(refund -> end(refund.value(), TaskKind.REFUND));
        closeKnown(changes);
        ask(changes, at);
    }

    private void closeKnown(TaskChanges changes) {
        var keys = Set.copyOf(changes.knownCases());
        tables.cases.forEach((key, one) -> {
            var over =
                    keys.contains(key)
                            || (TaskChanges.ABOUT_SILENCE.contains(one.kind)
                                    && one.order != null
                                    && changes.knownOrders().contains(one.order));
            if (over && one.open && !(one.kind == TaskKind.QUERY.failed() && waits(one.payment))) {
                one.close(true);
            }
        });
    }

    private boolean waits(@Nullable PaymentNo payment) {
        return payment != null && isWaiting(payment);
    }

    /// What was said of it waits for an answer all the same.
    private boolean isWaiting(PaymentNo payment) {
        return tables.confirmations.values().stream()
                .anyMatch(one ->
                        one.answer == Answer.WAITING
                                && one.confirmation.paymentNo().equals(payment));
    }

    private void closeNow(PaymentNo payment, Instant at) {
        for (var task : tables.tasks) {
            if (task.kind == TaskKind.CLOSE
                    && task.waiting
                    && task.payment.equals(payment)
                    && task.due.isAfter(at)) {
                task.due = at;
            }
        }
    }

    private void ask(TaskChanges changes, Instant at) {
        if (bug != Bug.CONFIRMATION_NOT_ASKED_FOR) {
            changes.toConfirm().forEach(one -> askNow(one, at));
        }
        changes.answered().forEach(payment -> end(payment.value(), TaskKind.QUERY));
        changes.askedToo().forEach(payment -> askNow(Ask.of(payment), at));
        if (bug != Bug.REFUND_ASKED_FOR_IN_DOUBT) {
            for (var held : changes.held()) {
                tables.tasks.stream()
                        .filter(task -> task.reference.equals(held.value()))
                        .forEach(task -> task.waiting = false);
            }
        }
    }

    /// Whatever state it is in.
    void askNow(Ask ask, Instant at) {
        for (var task : tables.tasks) {
            if (task.kind == ask.kind() && task.reference.equals(ask.reference())) {
                task.waiting = true;
                task.due = task.due.isAfter(at) ? at : task.due;
                return;
            }
        }
        tables.tasks.add(new Task(ask.kind(), ask.payment(), ask.reference(), at));
    }

    private void end(String reference, TaskKind kind) {
        tables.tasks.removeIf(task -> task.kind == kind && task.reference.equals(reference));
    }
}
