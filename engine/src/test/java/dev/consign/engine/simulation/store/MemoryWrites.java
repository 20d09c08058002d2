package dev.consign.engine.simulation.store;

import dev.consign.engine.change.ChangeSet;
import dev.consign.engine.change.Goods;
import dev.consign.engine.change.OrderAggregate;
import dev.consign.engine.change.OrderAggregate.PaymentFile;
import dev.consign.engine.change.OrderAggregate.RefundFile;
import dev.consign.engine.simulation.store.Store.Poison;
import dev.consign.engine.simulation.store.Tables.Row;
import dev.consign.id.ItemId;
import dev.consign.ledger.Account;
import dev.consign.ledger.Journal;
import dev.consign.ledger.Journal.JournalKind;
import dev.consign.ledger.Journal.Posting;
import dev.consign.money.Money;
import dev.consign.order.Decision;
import dev.consign.order.Order;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a decided batch to the tables in memory. What unique keys and counts would refuse is
/// looked for first, so that it is all or nothing.
final class MemoryWrites {
    private final Tables tables;
    private final Bug bug;
    private final MemoryTasks tasks;
    private final MemoryWords words;

    MemoryWrites(Tables tables, Bug bug) {
        this.tables = tables;
        this.bug = bug;
        this.tasks = new MemoryTasks(tables, bug);
        this.words = new MemoryWords(tables, bug);
    }

    /// @return false when everything was lost
    boolean write(ChangeSet batch, Decision.@Nullable Attempt attempt, boolean crash) {
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
        tasks.write(batch);
        words.confirmations(batch);
        batch.journals().forEach(this::book);
        words.cases(batch);
        goods(batch.goods(), pieces);
        if (attempt != null) {
            var row = tables.row(attempt.payment().orderNo());
            attempt(row, attempt.payment(), attempt.askAt(), attempt.expiresAt());
            row.order = extended(row.order, attempt.expiresAt());
        }
        return true;
    }

    void attempt(Row row, Payment payment, Instant askAt, Instant closeAt) {
        row.payments.add(payment);
        tables.byPayment.put(payment.paymentNo(), row);
        tasks.watch(payment, askAt, closeAt);
    }

    /// What no batch brought about.
    void move(OrderAggregate file) {
        orders(file);
        payments(file);
    }

    MemoryTasks tasks() {
        return tasks;
    }

    private void check(ChangeSet batch, Map<ItemId, long[]> pieces) {
        var keys = new HashSet<String>();
        for (var journal : batch.journals()) {
            if (tables.journalKeys.contains(journal.key()) || !keys.add(journal.key())) {
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
            file.movedRefunds().forEach(moved -> onceAtGateway(file, moved));
        }
    }

    /// The gateway's number is unique in its payment.
    private static void onceAtGateway(OrderAggregate file, RefundFile moved) {
        var number = moved.now().gatewayRefundNo();
        if (number == null || moved.locked() != null) {
            return;
        }
        for (var other : file.refunds()) {
            if (number.equals(other.gatewayRefundNo())
                    && other.paymentNo().equals(moved.now().paymentNo())
                    && !other.refundNo().equals(moved.now().refundNo())) {
                throw new Poison("accepted before: " + number);
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

    private void processed(ChangeSet batch) {
        if (bug != Bug.DEDUP_NOT_WRITTEN) {
            batch.entries().forEach(entry -> tables.processed.put(entry.messageId(), entry));
        }
    }

    private void orders(OrderAggregate file) {
        var row = tables.row(file.orderNo());
        row.order = bug == Bug.CANCEL_FORGOTTEN ? forgetful(file.order()) : file.order();
        for (var step : file.steps()) {
            tables.moves.add(Tables.edge(step.move(), step.from()));
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

    private void moved(PaymentFile moved) {
        var from = moved.locked().status();
        for (var move : PaymentMove.values()) {
            if (move.to() == moved.now().status() && move.startsAt(from)) {
                tables.moves.add(Tables.edge(move, from));
            }
        }
    }

    private void payments(OrderAggregate file) {
        var row = tables.row(file.orderNo());
        for (var moved : file.movedPayments()) {
            moved(moved);
            row.payments.replaceAll(
                    one -> one.paymentNo().equals(moved.now().paymentNo()) ? moved.now() : one);
        }
        for (var moved : file.movedRefunds()) {
            if (moved.locked() != null) {
                row.refunds.replaceAll(
                        one -> one.refundNo().equals(moved.now().refundNo()) ? moved.now() : one);
            } else {
                add(row, moved.now());
            }
        }
        for (var moved : file.movedDisputes()) {
            row.disputes.removeIf(one -> one.equals(moved.locked()));
            row.disputes.add(moved.now());
        }
    }

    private void add(Row row, Refund refund) {
        if (bug == Bug.SECOND_MONEY_KEPT
                && refund.use() == RefundUse.HELD
                && refund.status() == RefundStatus.REQUESTED) {
            row.payments.replaceAll(one ->
                    one.paymentNo().equals(refund.paymentNo())
                            ? one.with(one.funds().keep(RefundUse.HELD, refund.amount()))
                            : one);
        } else {
            row.refunds.add(bug == Bug.ACCEPTED_WITHOUT_NUMBER ? unnumbered(refund) : refund);
        }
    }

    private static Refund unnumbered(Refund refund) {
        return new Refund(
                refund.refundNo(),
                refund.paymentNo(),
                refund.transactionId(),
                refund.use(),
                refund.amount(),
                refund.status());
    }

    private void book(Journal journal) {
        if (isLeftOut(journal)) {
            return;
        }
        var booked =
                switch (bug) {
                    case FEE_ROUNDED_UP -> roundedUp(journal);
                    case DIFFERENCE_KEPT_IN_SILENCE -> withoutDifference(journal);
                    default -> journal;
                };
        tables.journalKeys.add(journal.key());
        tables.journals.add(booked);
        if (isBookedTwice(journal)) {
            tables.journals.add(booked);
        }
    }

    private boolean isLeftOut(Journal journal) {
        return switch (bug) {
            case DISPUTE_COUNTED_TWICE -> journal.key().endsWith(":DISPUTE_END");
            case REVERSED_IN_PART -> journal.key().endsWith("REVERSE");
            default -> false;
        };
    }

    private boolean isBookedTwice(Journal journal) {
        return switch (bug) {
            case REFUND_BOOKED_TWICE -> journal.kind() == JournalKind.REFUND;
            case RETURN_BOOKED_TWICE -> journal.kind() == JournalKind.RETURN;
            case CORRECTION_BOOKED_TWICE -> journal.key().contains(":CORRECT:");
            default -> false;
        };
    }

    /// The fee bears it, not the account for it.
    private static Journal withoutDifference(Journal journal) {
        return new Journal(
                journal.key(),
                journal.kind(),
                journal.orderNo(),
                journal.postedAt(),
                journal.postings().stream()
                        .map(one ->
                                one.account().equals(Account.DIFFERENCE)
                                        ? new Posting(Account.PLATFORM_FEE, one.amount())
                                        : one)
                        .toList());
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

    private void goods(Goods goods, Map<ItemId, long[]> pieces) {
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
    private Map<ItemId, long[]> pieces(Goods goods) {
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

    private static Order forgetful(Order order) {
        return copy(order, order.expiresAt(), false);
    }

    private static Order extended(Order order, Instant expiresAt) {
        return copy(order, expiresAt, order.cancelRequested());
    }

    private static Order copy(Order order, Instant expiresAt, boolean cancelRequested) {
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
                expiresAt,
                cancelRequested);
    }
}
