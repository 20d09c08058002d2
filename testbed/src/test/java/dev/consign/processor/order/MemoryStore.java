package dev.consign.processor.order;

import dev.consign.id.IdSource;
import dev.consign.id.ItemId;
import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.Doubt;
import dev.consign.order.Instruction;
import dev.consign.order.InstructionRules;
import dev.consign.order.Order;
import dev.consign.order.OrderMove;
import dev.consign.order.OrderStatus;
import dev.consign.order.Ruling;
import dev.consign.payment.Funds;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.PaymentStatus;
import dev.consign.processor.order.Door.CarriedOut;
import dev.consign.processor.order.ProcessedMessages.Entry;
import dev.consign.processor.order.Tables.Row;
import dev.consign.processor.order.Tables.Task;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The door's own deciding and collecting on tables in memory, all or nothing as the database does
/// it: only reading and writing of SQL is replaced.
final class MemoryStore implements Store {
    /// Pieces one buyer may have reserved.
    static final int MOST_RESERVED = 3;

    private static final long CONFIRM_ABOVE = 10_000_000;

    private final Tables tables = new Tables();
    private final InstantSource clock;
    private final IdSource ids;
    private final Bug bug;
    private final MemoryWrites writes;

    MemoryStore(Names names, int[] pieces, InstantSource clock, IdSource ids, Bug bug) {
        this.clock = clock;
        this.ids = ids;
        this.bug = bug;
        this.writes = new MemoryWrites(tables, bug);
        for (var i = 0; i < pieces.length; i++) {
            tables.stock.put(names.items().get(i).itemId(), new Tables.Stock(pieces[i]));
        }
    }

    @Override
    public boolean place(NewOrder wanted, Instant now) {
        var item = wanted.item();
        var stock = tables.stockOf(item.itemId());
        var held = 0L;
        for (var row : tables.orders.values()) {
            if (Tables.open(row.order.status()) && row.order.buyerId().equals(wanted.buyerId())) {
                held += row.order.quantity();
                if (bug != Bug.ONE_OPEN_ORDER_IGNORED
                        && row.once
                        && row.order.itemId().equals(item.itemId())) {
                    return false;
                }
            }
        }
        if ((bug != Bug.RESERVATION_CAP_IGNORED && held + wanted.quantity() > MOST_RESERVED)
                || (bug != Bug.OVERSELL && stock.available < wanted.quantity())) {
            return false;
        }
        stock.available -= wanted.quantity();
        stock.reserved += wanted.quantity();
        var expires = now.plus(World.TIME_TO_PAY);
        var row =
                new Row(
                        new Order(
                                wanted.orderNo(),
                                OrderStatus.AWAITING_PAYMENT,
                                1,
                                wanted.buyerId(),
                                item.itemId(),
                                item.kind(),
                                item.consignorId(),
                                wanted.quantity(),
                                item.units(),
                                wanted.amount(),
                                item.feeBps(),
                                expires),
                        item.oneOpenOrder());
        row.history.add(new Tables.Moved(1, null, OrderStatus.AWAITING_PAYMENT, "SHOP"));
        tables.orders.put(wanted.orderNo(), row);
        writes.attempt(row, wanted.payment(), now.plus(World.FIRST_QUERY), expires);
        return true;
    }

    @Override
    public @Nullable List<Judgement> judge(List<PaymentFact> facts, boolean crash) {
        var judged =
                bug == Bug.ANY_AMOUNT_WILL_DO ? facts.stream().map(this::bent).toList() : facts;
        var files = lock(judged);
        var stored = new HashMap<MessageId, Entry>();
        for (var fact : judged) {
            var entry = tables.processed.get(fact.messageId());
            if (entry != null) {
                stored.put(entry.messageId(), entry);
            }
        }
        var needs = Surroundings.Needs.of(files, judged);
        if (needs.refunds()) {
            addRefunds(new HashSet<>(files.values()));
        }
        var surroundings =
                new Surroundings(
                        needs.shelf() ? shelf(files.values()) : new Shelf(Map.of()),
                        needs.doubts() ? doubts() : Map.of(),
                        List.of(),
                        CONFIRM_ABOVE);
        var batch = new DoorBatch(clock.instant(), ids, surroundings, stored);
        var judgements = Door.judge(batch, files, judged, null);
        return writes.write(batch, null, crash) ? judgements : null;
    }

    @Override
    public @Nullable CarriedOut carryOut(Instruction instruction, String source, boolean crash) {
        var row = tables.row(instruction.orderNo());
        var file = file(row);
        addRefunds(Set.of(file));
        var surroundings =
                new Surroundings(shelf(Set.of(file)), doubts(), List.of(), CONFIRM_ABOVE);
        var now = clock.instant();
        var situation = surroundings.of(file);
        if (bug == Bug.REFUND_CAP_IGNORED) {
            situation =
                    new dev.consign.order.Situation(
                            situation.order(),
                            situation.payments().stream()
                                    .map(one -> one.with(uncapped(one.funds())))
                                    .toList(),
                            situation.refunds(),
                            situation.disputes(),
                            situation.stockForLate(),
                            situation.doubts(),
                            situation.confirmAbove());
            situation.payments().forEach(one -> file.put(one.paymentNo(), one.funds()));
        }
        var ruling = InstructionRules.rule(situation, instruction, now);
        var batch = new DoorBatch(now, ids, surroundings, Map.of());
        var by = new Signature(source, "ann", "as agreed");
        var refundNo = batch.apply(file, ruling, by.cause());
        try {
            var attempt = ruling instanceof Ruling.Attempt one ? one : null;
            return writes.write(batch, attempt, crash)
                    ? new CarriedOut(ruling, refundNo, file.order())
                    : null;
        } catch (Poison _) {
            return null;
        }
    }

    @Override
    public void doubt(OrderNo orderNo, PaymentNo paymentNo) {
        var row = tables.row(orderNo);
        for (var i = 0; i < row.payments.size(); i++) {
            var payment = row.payments.get(i);
            if (payment.paymentNo().equals(paymentNo)
                    && PaymentMove.DOUBT.startsAt(payment.status())) {
                row.payments.set(i, payment.in(PaymentStatus.UNKNOWN, payment.paidBy()));
                if (OrderMove.SUBMIT.startsAt(row.order.status())) {
                    var before = row.order.status();
                    row.order = row.order.after(OrderMove.SUBMIT);
                    row.history.add(
                            new Tables.Moved(
                                    row.order.version(), before, row.order.status(), "QUERY"));
                }
            }
        }
    }

    @Override
    public void exhaust(Task task) {
        task.waiting = false;
        var kind =
                switch (task.kind) {
                    case QUERY -> CaseKind.REQUERY_EXHAUSTED;
                    case CLOSE -> CaseKind.CLOSE_EXHAUSTED;
                    case REFUND -> CaseKind.REFUND_FAILED;
                };
        // As the reconciler does it: a second exhaustion opens the same case again.
        tables.cases.put(
                kind + ":" + task.reference,
                new Tables.CaseFile(
                        kind, tables.rowOf(task.payment).order.orderNo(), "no answer", null));
    }

    @Override
    public void forgetMessages() {
        tables.processed.clear();
    }

    @Override
    public List<Task> tasks() {
        return tables.tasks;
    }

    @Override
    public Money refundAmount(Task task) {
        return tables.rowOf(task.payment).refunds.stream()
                .filter(one -> one.refundNo().value().equals(task.reference))
                .findFirst()
                .orElseThrow()
                .amount();
    }

    @Override
    public Tables tables() {
        return tables;
    }

    private Map<PaymentNo, OrderFile> lock(List<PaymentFact> facts) {
        var files = new HashMap<PaymentNo, OrderFile>();
        for (var fact : facts) {
            var row = tables.byPayment.get(fact.paymentNo());
            if (row != null && !files.containsKey(fact.paymentNo())) {
                var file = file(row, fact);
                file.payments().forEach(one -> files.put(one.paymentNo(), file));
            }
        }
        return files;
    }

    private OrderFile file(Row row, PaymentFact fact) {
        if (bug == Bug.CREDITED_AGAIN && row.order.status() == OrderStatus.COMPLETED) {
            var again = file(order(row.order, OrderStatus.PROCESSING));
            row.payments.forEach(one ->
                    again.add(
                            one.status() == PaymentStatus.PAID
                                    ? one.in(PaymentStatus.PENDING, null)
                                    : one));
            return again;
        }
        if (bug == Bug.FAILS_BESIDE_OPEN_ATTEMPT) {
            var alone = new OrderFile(row.order);
            row.payments.stream()
                    .filter(one -> one.paymentNo().equals(fact.paymentNo()))
                    .forEach(alone::add);
            return alone;
        }
        return file(row);
    }

    private static OrderFile file(Row row) {
        var file = file(row.order);
        row.payments.forEach(file::add);
        return file;
    }

    private static OrderFile file(Order order) {
        return new OrderFile(order);
    }

    private static Order order(Order order, OrderStatus status) {
        return new Order(
                order.orderNo(),
                status,
                order.version(),
                order.buyerId(),
                order.itemId(),
                order.itemKind(),
                order.consignorId(),
                order.quantity(),
                order.units(),
                order.amount(),
                order.feeBps(),
                order.expiresAt());
    }

    private void addRefunds(Set<OrderFile> files) {
        files.forEach(file -> tables.row(file.orderNo()).refunds.forEach(file::add));
    }

    private Shelf shelf(Collection<OrderFile> files) {
        var available = new HashMap<ItemId, Long>();
        for (var file : files) {
            var item = file.order().itemId();
            available.put(
                    item, bug == Bug.LATE_WITHOUT_STOCK ? 99 : tables.stockOf(item).available);
        }
        return new Shelf(available);
    }

    private Map<OrderNo, List<Doubt>> doubts() {
        var found = new HashMap<OrderNo, List<Doubt>>();
        for (var file : tables.cases.values()) {
            if (file.open && file.doubt != null) {
                var row = tables.byPayment.get(file.doubt.paymentNo());
                if (row != null) {
                    found.computeIfAbsent(row.order.orderNo(), _ -> new ArrayList<>())
                            .add(file.doubt);
                }
            }
        }
        return found;
    }

    private PaymentFact bent(PaymentFact fact) {
        var row = tables.byPayment.get(fact.paymentNo());
        if (row == null || fact.kind() == dev.consign.payment.FactKind.REFUNDED) {
            return fact;
        }
        return new PaymentFact(
                fact.gateway(),
                Names.MERCHANT,
                fact.paymentNo(),
                fact.kind(),
                row.order.amount(),
                fact.transactionId(),
                fact.refundNo(),
                fact.occurredAt(),
                fact.source());
    }

    private static Funds uncapped(Funds funds) {
        return funds.used().isPositive()
                ? new Funds(
                        funds.collected(),
                        funds.held(),
                        funds.collected().minus(funds.held()).minus(funds.refunded()),
                        funds.refunded())
                : funds;
    }
}
