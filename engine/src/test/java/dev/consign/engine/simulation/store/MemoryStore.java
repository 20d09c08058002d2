package dev.consign.engine.simulation.store;

import dev.consign.engine.Actor;
import dev.consign.engine.FactResult;
import dev.consign.engine.OrderProcessor;
import dev.consign.engine.OrderProcessor.CarriedOut;
import dev.consign.engine.change.ChangeReason;
import dev.consign.engine.change.ChangeSet;
import dev.consign.engine.change.NewOrder;
import dev.consign.engine.change.ProcessedMessage;
import dev.consign.engine.change.TaskChanges;
import dev.consign.engine.change.TaskChanges.Ask;
import dev.consign.engine.simulation.World;
import dev.consign.engine.simulation.store.Tables.Answer;
import dev.consign.engine.simulation.store.Tables.Row;
import dev.consign.engine.simulation.store.Tables.Task;
import dev.consign.id.IdSource;
import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.CaseKind;
import dev.consign.order.Command;
import dev.consign.order.CommandRules;
import dev.consign.order.Decision;
import dev.consign.order.Decision.Effect;
import dev.consign.order.Order;
import dev.consign.order.OrderContext;
import dev.consign.order.OrderMove;
import dev.consign.order.OrderStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.Funds;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.task.TaskKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The engine's own deciding and collecting on tables in memory, all or nothing as the database
/// does it: only reading and writing of SQL is replaced.
public final class MemoryStore implements Store {
    /// Pieces one buyer may have reserved.
    public static final int MOST_RESERVED = 3;

    private final Tables tables = new Tables();
    private final InstantSource clock;
    private final IdSource ids;
    private final Bug bug;
    private final MemoryReads reads;
    private final MemoryWrites writes;

    public MemoryStore(Names names, int[] pieces, InstantSource clock, IdSource ids, Bug bug) {
        this.clock = clock;
        this.ids = ids;
        this.bug = bug;
        this.reads = new MemoryReads(tables, bug);
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
    public @Nullable List<FactResult> process(List<PaymentFact> facts, boolean crash) {
        return process(facts, null, crash);
    }

    @Override
    public @Nullable FactResult confirm(PaymentFact fact, boolean crash) {
        try {
            var processed = process(List.of(fact), new Actor("MANUAL", PERSON, REASON), crash);
            return processed == null ? null : processed.getFirst();
        } catch (Poison _) {
            return null;
        }
    }

    private @Nullable List<FactResult> process(
            List<PaymentFact> said, @Nullable Actor by, boolean crash) {
        var facts = said.stream().map(this::heard).toList();
        var files = reads.lock(facts);
        var stored = new HashMap<MessageId, ProcessedMessage>();
        for (var fact : facts) {
            var entry = tables.processed.get(fact.messageId());
            if (entry != null) {
                stored.put(entry.messageId(), entry);
            }
        }
        var context = reads.around(files, facts);
        var batch = new ChangeSet(clock.instant(), ids, context, stored);
        var results = OrderProcessor.process(batch, files, facts, by);
        return writes.write(batch, null, crash) ? results : null;
    }

    @Override
    public @Nullable CarriedOut carryOut(Command command, String source, boolean crash) {
        var file = reads.lock(command.orderNo());
        var around = reads.around(file);
        var now = clock.instant();
        var context = around.of(file);
        if (bug == Bug.REFUND_CAP_IGNORED) {
            context = uncapped(context);
            context.payments().forEach(one -> file.put(one.paymentNo(), one.funds()));
        }
        var decision = CommandRules.decide(context, command, now);
        if (bug == Bug.CANCELLED_BEFORE_CLOSED
                && decision instanceof Decision.CloseFirst
                && context.order().status() == OrderStatus.PROCESSING) {
            decision =
                    new Decision.Move(
                            List.of(OrderMove.CANCEL), List.of(Effect.RELEASE_STOCK), null);
        }
        var batch = new ChangeSet(now, ids, around, Map.of());
        var by = new Actor(source, PERSON, REASON);
        var refundNo = batch.apply(file, decision, by.cause());
        try {
            var attempt = decision instanceof Decision.Attempt one ? one : null;
            return writes.write(batch, attempt, crash)
                    ? new CarriedOut(decision, refundNo, file.order())
                    : null;
        } catch (Poison _) {
            return null;
        }
    }

    @Override
    public @Nullable CarriedOut resolve(String caseKey, Command command, boolean crash) {
        close(caseKey);
        var done = carryOut(command, "MANUAL", crash);
        if (done == null || done.decision() instanceof Decision.Refused) {
            reopen(caseKey);
        }
        return done;
    }

    @Override
    public void close(String caseKey) {
        Objects.requireNonNull(tables.cases.get(caseKey)).close(false);
    }

    @Override
    public void reopen(String caseKey) {
        Objects.requireNonNull(tables.cases.get(caseKey)).open = true;
    }

    @Override
    public boolean askAgain(OrderNo order, TaskKind question, String reference) {
        var file = reads.lock(order);
        if (!TaskChanges.mayAskAgain(reads.around(file).of(file), question, reference)) {
            return false;
        }
        for (var task : tables.tasks) {
            if (!task.waiting && task.reference.equals(reference) && task.kind == question) {
                task.waiting = true;
                task.due = clock.instant();
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean confirmAgain(PaymentNo payment) {
        var asked = false;
        for (var said : tables.confirmations.values()) {
            if (said.confirmation.paymentNo().equals(payment) && said.answer != Answer.CONFIRMED) {
                said.answer = Answer.WAITING;
                asked = true;
            }
        }
        if (asked) {
            writes.tasks().askNow(Ask.of(payment), clock.instant());
        }
        return asked;
    }

    @Override
    public void doubt(OrderNo orderNo, PaymentNo paymentNo) {
        var file = reads.lock(orderNo);
        if (file.doubt(paymentNo, new ChangeReason("QUERY", "processor", "no answer", null))) {
            writes.move(file);
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
        // As the reconciler does it: a second exhaustion opens the same case again, as it was.
        var order = tables.rowOf(task.payment).order.orderNo();
        var fresh = new Tables.CaseFile(kind, order, task.payment, "no answer", null);
        var before = tables.cases.putIfAbsent(kind + ":" + task.reference, fresh);
        if (before != null) {
            before.open = true;
        }
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
    public @Nullable Refund refund(Task task) {
        return tables.rowOf(task.payment).refunds.stream()
                .filter(one -> one.refundNo().value().equals(task.reference))
                .filter(one -> one.status() == RefundStatus.REQUESTED)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Tables tables() {
        return tables;
    }

    /// As an engine would hear it that has one of the bugs about whom to believe.
    private PaymentFact heard(PaymentFact fact) {
        var source = fact.source();
        return switch (bug) {
            case UPLOAD_BELIEVED -> source == FactSource.UPLOAD ? believed(fact) : fact;
            case PERSON_BELIEVED -> source == FactSource.MANUAL ? believed(fact) : fact;
            case SIGNATURE_BELIEVED ->
                    source == FactSource.CALLBACK || source == FactSource.REISSUE
                            ? believed(fact)
                            : fact;
            case ANY_AMOUNT_WILL_DO -> bent(fact);
            default -> fact;
        };
    }

    private static PaymentFact believed(PaymentFact fact) {
        return fact.from(FactSource.STATEMENT);
    }

    private PaymentFact bent(PaymentFact fact) {
        var row = tables.byPayment.get(fact.paymentNo());
        return row == null || fact.kind() != FactKind.PAID
                ? fact
                : new PaymentFact(
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

    private static OrderContext uncapped(OrderContext context) {
        return new OrderContext(
                context.order(),
                context.payments().stream().map(one -> one.with(uncapped(one.funds()))).toList(),
                context.refunds(),
                context.disputes(),
                context.stockForLate(),
                context.doubts(),
                context.confirmAbove());
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
