package dev.consign.engine.simulation.store;

import dev.consign.engine.change.ChangeSet;
import dev.consign.engine.change.OrderAggregate;
import dev.consign.engine.change.OrderAggregate.PaymentFile;
import dev.consign.engine.change.OrderAggregate.RefundFile;
import dev.consign.engine.simulation.store.Tables.Answer;
import dev.consign.engine.simulation.store.Tables.Task;
import dev.consign.id.PaymentNo;
import dev.consign.payment.FactKind;
import dev.consign.payment.Payment;
import dev.consign.payment.RefundStatus;
import dev.consign.task.TaskKind;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

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
        for (var file : batch.files()) {
            endPayments(file);
            if (isOver(file)) {
                closeNow(file, batch.now());
            }
            file.movedRefunds().forEach(refund -> refund(file, refund, batch.now()));
        }
        ask(batch);
    }

    private void endPayments(OrderAggregate file) {
        var noneOpen = file.payments().stream().noneMatch(one -> one.status().open());
        for (var moved : file.movedPayments()) {
            if (!ends(moved)) {
                continue;
            }
            var no = moved.now().paymentNo().value();
            end(Set.of(no), Set.of(TaskKind.CLOSE));
            if (!isWaiting(moved.now().paymentNo())) {
                end(Set.of(no), Set.of(TaskKind.QUERY));
            }
            if (noneOpen) {
                file.payments().forEach(one -> closeCasesOf(one.paymentNo()));
                closeCase("OVERDUE:" + file.orderNo());
            } else {
                closeCasesOf(moved.now().paymentNo());
            }
        }
    }

    /// What was said of it waits for an answer all the same.
    private boolean isWaiting(PaymentNo payment) {
        return tables.confirmations.values().stream()
                .anyMatch(one ->
                        one.answer == Answer.WAITING
                                && one.confirmation.paymentNo().equals(payment));
    }

    private static boolean ends(PaymentFile moved) {
        return moved.locked().status().open() && !moved.now().status().open();
    }

    private static boolean isOver(OrderAggregate file) {
        return file.isCancelling()
                || (!file.steps().isEmpty() && !Tables.open(file.order().status()));
    }

    private void closeNow(OrderAggregate file, Instant at) {
        for (var payment : file.payments()) {
            for (var task : tables.tasks) {
                if (payment.status().open()
                        && task.kind == TaskKind.CLOSE
                        && task.waiting
                        && task.payment.equals(payment.paymentNo())
                        && task.due.isAfter(at)) {
                    task.due = at;
                }
            }
        }
    }

    private void refund(OrderAggregate file, RefundFile moved, Instant at) {
        var refund = moved.now();
        var no = refund.refundNo().value();
        if (moved.locked() == null && refund.status() == RefundStatus.REQUESTED) {
            if (bug != Bug.REFUND_NOT_ASKED_FOR && bug != Bug.SECOND_MONEY_KEPT) {
                tables.tasks.add(new Task(TaskKind.REFUND, refund.paymentNo(), no, at));
            }
        } else {
            end(Set.of(no), Set.of(TaskKind.REFUND));
            if (!file.holdsMoney()) {
                closeCase("REFUND_FAILED:" + no);
            }
        }
    }

    private void ask(ChangeSet batch) {
        var confirmations = batch.confirmations();
        if (bug != Bug.CONFIRMATION_NOT_ASKED_FOR) {
            for (var asked : confirmations.toAsk()) {
                var fact = asked.fact();
                if (fact.kind() == FactKind.PAID) {
                    askNow(TaskKind.QUERY, fact.paymentNo(), fact.paymentNo().value(), batch.now());
                } else {
                    askNow(
                            TaskKind.REFUND,
                            fact.paymentNo(),
                            String.valueOf(fact.number()),
                            batch.now());
                }
            }
        }
        endAnswered(batch);
        for (var payment : confirmations.askedToo) {
            askNow(TaskKind.QUERY, payment, payment.value(), batch.now());
        }
        if (bug != Bug.REFUND_ASKED_FOR_IN_DOUBT) {
            for (var held : batch.heldRefunds()) {
                tables.tasks.stream()
                        .filter(task -> task.reference.equals(held.value()))
                        .forEach(task -> task.waiting = false);
            }
        }
    }

    /// Whatever state it is in.
    void askNow(TaskKind kind, PaymentNo payment, String reference, Instant at) {
        for (var task : tables.tasks) {
            if (task.kind == kind && task.reference.equals(reference)) {
                task.waiting = true;
                task.due = task.due.isAfter(at) ? at : task.due;
                return;
            }
        }
        tables.tasks.add(new Task(kind, payment, reference, at));
    }

    private void endAnswered(ChangeSet batch) {
        var waiting = new HashSet<PaymentNo>();
        batch.confirmations().toAsk().forEach(one -> waiting.add(one.fact().paymentNo()));
        for (var file : batch.files()) {
            for (var payment : file.payments()) {
                var no = payment.paymentNo();
                if (batch.confirmations().answered.contains(no)
                        && !waiting.contains(no)
                        && !payment.status().open()) {
                    end(Set.of(no.value()), Set.of(TaskKind.QUERY));
                }
            }
        }
    }

    private void end(Set<String> references, Set<TaskKind> kinds) {
        tables.tasks.removeIf(
                task -> references.contains(task.reference) && kinds.contains(task.kind));
    }

    private void closeCasesOf(PaymentNo payment) {
        if (!isWaiting(payment)) {
            closeCase("REQUERY_EXHAUSTED:" + payment);
        }
        closeCase("CLOSE_EXHAUSTED:" + payment);
    }

    private void closeCase(String key) {
        var found = tables.cases.isEmpty() ? null : tables.cases.get(key);
        if (found != null && found.open) {
            found.close(true);
        }
    }
}
