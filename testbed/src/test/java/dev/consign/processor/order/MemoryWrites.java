package dev.consign.processor.order;

import dev.consign.id.ItemId;
import dev.consign.ledger.Account;
import dev.consign.ledger.Journal;
import dev.consign.ledger.Journal.JournalKind;
import dev.consign.ledger.Journal.Posting;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.Order;
import dev.consign.order.Ruling;
import dev.consign.payment.Payment;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import dev.consign.processor.order.OrderFile.PaymentFile;
import dev.consign.processor.order.OrderFile.RefundFile;
import dev.consign.processor.order.Store.Poison;
import dev.consign.processor.order.Tables.Row;
import dev.consign.processor.order.Tables.Task;
import dev.consign.processor.order.Tables.TaskKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a decided batch to the tables in memory. What unique keys and counts would refuse is
/// looked for first, so that it is all or nothing.
final class MemoryWrites {
    private final Tables tables;
    private final Bug bug;

    MemoryWrites(Tables tables, Bug bug) {
        this.tables = tables;
        this.bug = bug;
    }

    /// @return false when everything was lost
    boolean write(DoorBatch batch, Ruling.@Nullable Attempt attempt, boolean crash) {
        var pieces = pieces(batch.goods());
        if (bug != Bug.CREDITED_AGAIN) {
            check(batch, pieces);
        }
        if (bug == Bug.DEDUP_COMMITTED_APART || !crash) {
            processed(batch);
        }
        if (crash && bug != Bug.EFFECT_COMMITTED_APART) {
            return false;
        }
        batch.files().forEach(this::orders);
        if (crash) {
            return false;
        }
        batch.files().forEach(this::payments);
        tasks(batch);
        batch.journals().forEach(this::book);
        cases(batch);
        goods(batch.goods(), pieces);
        if (attempt != null) {
            var row = tables.row(attempt.payment().orderNo());
            attempt(row, attempt.payment(), attempt.askAt(), attempt.expiresAt());
            row.order = extended(row.order, attempt.expiresAt());
        }
        return true;
    }

    void attempt(Row row, Payment payment, Instant askAt, Instant closeAt) {
        var no = payment.paymentNo();
        row.payments.add(payment);
        tables.byPayment.put(no, row);
        tables.tasks.add(new Task(TaskKind.QUERY, no, no.value(), askAt));
        tables.tasks.add(new Task(TaskKind.CLOSE, no, no.value(), closeAt));
    }

    private void check(DoorBatch batch, Map<ItemId, long[]> pieces) {
        for (var journal : batch.journals()) {
            if (tables.journalKeys.contains(journal.key())) {
                throw new Poison("journal " + journal.key());
            }
        }
        for (var order : batch.goods().delivered()) {
            if (tables.handedOut.contains(order.orderNo())) {
                throw new Poison("handed out before: " + order.orderNo());
            }
        }
        pieces.forEach((item, moved) -> {
            var stock = tables.stockOf(item);
            if (bug != Bug.LATE_WITHOUT_STOCK
                    && bug != Bug.OVERSELL
                    && (stock.available + moved[0] < 0 || stock.reserved + moved[1] < 0)) {
                throw new Poison("less than nothing of " + item);
            }
        });
        for (var file : batch.files()) {
            if (!Tables.open(file.lockedStatus()) && Tables.open(file.order().status())) {
                oneOpen(file.order());
            }
        }
    }

    private void oneOpen(Order order) {
        for (var row : tables.orders.values()) {
            if (bug != Bug.ONE_OPEN_ORDER_IGNORED
                    && row.once
                    && Tables.open(row.order.status())
                    && row.order.itemId().equals(order.itemId())
                    && row.order.buyerId().equals(order.buyerId())) {
                throw new Poison("one open order");
            }
        }
    }

    private void processed(DoorBatch batch) {
        if (bug != Bug.DEDUP_NOT_WRITTEN) {
            batch.entries().forEach(entry -> tables.processed.put(entry.messageId(), entry));
        }
    }

    private void orders(OrderFile file) {
        var row = tables.row(file.orderNo());
        row.order = file.order();
        for (var step : file.steps()) {
            row.history.add(
                    new Tables.Moved(
                            step.order().version(),
                            step.from(),
                            step.move().to(),
                            step.cause().source()));
        }
        if (bug == Bug.HISTORY_SKIPPED && file.steps().size() > 1) {
            row.history.removeLast();
        }
    }

    private void payments(OrderFile file) {
        var row = tables.row(file.orderNo());
        for (var moved : file.movedPayments()) {
            row.payments.replaceAll(
                    one -> one.paymentNo().equals(moved.now().paymentNo()) ? moved.now() : one);
        }
        for (var moved : file.movedRefunds()) {
            var refund = moved.now();
            if (moved.locked() != null) {
                row.refunds.replaceAll(
                        one -> one.refundNo().equals(refund.refundNo()) ? refund : one);
            } else if (bug == Bug.SECOND_MONEY_KEPT && refund.use() == RefundUse.HELD) {
                row.payments.replaceAll(one ->
                        one.paymentNo().equals(refund.paymentNo())
                                ? one.with(one.funds().keep(RefundUse.HELD, refund.amount()))
                                : one);
            } else {
                row.refunds.add(refund);
            }
        }
    }

    /// As `TaskWrites` says it.
    private void tasks(DoorBatch batch) {
        for (var file : batch.files()) {
            var noneOpen = file.payments().stream().noneMatch(one -> one.status().open());
            for (var moved : file.movedPayments()) {
                if (ends(moved)) {
                    var no = moved.now().paymentNo().value();
                    tables.tasks.removeIf(
                            task -> task.reference.equals(no) && task.kind != TaskKind.REFUND);
                    close("REQUERY_EXHAUSTED:", no);
                    close("CLOSE_EXHAUSTED:", no);
                    if (noneOpen) {
                        close("OVERDUE:", file.orderNo().value());
                    }
                }
            }
            if (!file.steps().isEmpty() && !Tables.open(file.order().status())) {
                closeNow(file, batch.now());
            }
            file.movedRefunds().forEach(refund -> refund(file, refund, batch.now()));
        }
    }

    private static boolean ends(PaymentFile moved) {
        return moved.locked().status().open() && !moved.now().status().open();
    }

    private void closeNow(OrderFile file, Instant at) {
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

    private void refund(OrderFile file, RefundFile moved, Instant at) {
        var refund = moved.now();
        var no = refund.refundNo().value();
        if (moved.locked() == null && refund.status() == RefundStatus.REQUESTED) {
            if (bug != Bug.REFUND_NOT_ASKED_FOR && bug != Bug.SECOND_MONEY_KEPT) {
                tables.tasks.add(new Task(TaskKind.REFUND, refund.paymentNo(), no, at));
            }
        } else {
            tables.tasks.removeIf(task -> task.reference.equals(no));
            if (!file.holdsMoney()) {
                close("REFUND_FAILED:", no);
            }
        }
    }

    private void close(String kind, String reference) {
        if (!tables.cases.isEmpty()) {
            var found = tables.cases.get(kind + reference);
            if (found != null) {
                found.open = false;
            }
        }
    }

    private void book(Journal journal) {
        var booked = bug == Bug.FEE_ROUNDED_UP ? roundedUp(journal) : journal;
        tables.journalKeys.add(journal.key());
        tables.journals.add(booked);
        if (bug == Bug.REFUND_BOOKED_TWICE && journal.kind() == JournalKind.REFUND) {
            tables.journals.add(booked);
        }
    }

    private static Journal roundedUp(Journal journal) {
        if (journal.kind() != JournalKind.SETTLE) {
            return journal;
        }
        var one = new Money(journal.postings().getFirst().amount().currency(), 1);
        var postings = new ArrayList<Posting>(journal.postings());
        postings.add(new Posting(Account.PLATFORM_FEE, one.negated()));
        postings.add(new Posting(Account.ROUNDING, one));
        return new Journal(
                journal.key(), journal.kind(), journal.orderNo(), journal.postedAt(), postings);
    }

    /// As `EvidenceWrites` says it: the same word again changes nothing.
    private void cases(DoorBatch batch) {
        if (bug != Bug.CASES_NOT_OPENED) {
            for (var open : batch.cases()) {
                if (bug == Bug.KEPT_IN_SILENCE && open.kind() == CaseKind.REFUND_FAILED) {
                    continue;
                }
                var order = open.order() == null ? null : open.order().orderNo();
                var before =
                        tables.cases.putIfAbsent(
                                open.key(),
                                new Tables.CaseFile(
                                        open.kind(),
                                        order,
                                        open.evidence(),
                                        open.fact() == null ? null : open.doubt()));
                if (before != null && !before.evidence.contains(open.evidence())) {
                    before.open = true;
                    before.evidence += "\n" + open.evidence();
                }
            }
        }
        batch.settled().keySet().forEach(key -> close(key, ""));
        batch.putRight()
                .forEach((id, order) -> {
                    close("UNKNOWN_ORDER:", id.value());
                    order.ifPresent(no -> close("MISMATCH:", id + "@" + no));
                });
    }

    private void goods(DoorBatch.Goods goods, Map<ItemId, long[]> pieces) {
        if (bug == Bug.SPLIT_WITHOUT_DELIVERY) {
            return;
        }
        goods.delivered().forEach(order -> tables.handedOut.add(order.orderNo()));
        pieces.forEach((item, moved) -> {
            var stock = tables.stockOf(item);
            stock.available += moved[0];
            stock.reserved += moved[1];
            stock.sold += moved[2];
        });
    }

    /// For each item what is added to the pieces available, reserved and sold.
    private Map<ItemId, long[]> pieces(DoorBatch.Goods goods) {
        var pieces = new HashMap<ItemId, long[]>();
        goods.delivered().forEach(order -> move(pieces, order, 1, 2));
        if (bug != Bug.STOCK_NOT_RELEASED) {
            goods.released().forEach(order -> move(pieces, order, 1, 0));
        }
        if (bug != Bug.LATE_WITHOUT_STOCK) {
            goods.taken().forEach(order -> move(pieces, order, 0, 1));
        }
        return pieces;
    }

    private static void move(Map<ItemId, long[]> pieces, Order order, int from, int to) {
        var moved = pieces.computeIfAbsent(order.itemId(), _ -> new long[3]);
        moved[from] -= order.quantity();
        moved[to] += order.quantity();
    }

    private static Order extended(Order order, Instant expiresAt) {
        return new Order(
                order.orderNo(),
                order.status(),
                order.version(),
                order.buyerId(),
                order.itemId(),
                order.itemKind(),
                order.consignorId(),
                order.quantity(),
                order.units(),
                order.amount(),
                order.feeBps(),
                expiresAt);
    }
}
