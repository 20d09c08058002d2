package dev.consign.processor.order;

import dev.consign.id.IdSource;
import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.ledger.Account;
import dev.consign.ledger.Journal;
import dev.consign.ledger.Journal.JournalKind;
import dev.consign.ledger.Journal.Posting;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.Instruction;
import dev.consign.order.ItemKind;
import dev.consign.order.OrderStatus;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.order.Door.CarriedOut;
import dev.consign.processor.order.MoneyPath.Engine;
import dev.consign.processor.order.Tables.Row;
import dev.consign.processor.order.Tables.Task;
import dev.consign.processor.order.Tables.TaskKind;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/// The real door, placement and doubt on the real database; two engines take turns.
final class DatabaseStore implements Store {
    private final Names names;
    private final InstantSource clock;
    private final List<Engine> engines;
    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final IdSource ids;
    private final OrderPlacement placement;
    private final PaymentDoubt doubt;
    private final MoneyPath path;
    private int turn;

    /// @param pieces of each item, put on the shelf here
    DatabaseStore(
            Names names, int[] pieces, InstantSource clock, MoneyPath path, List<Engine> engines) {
        this.names = names;
        this.clock = clock;
        this.engines = engines;
        this.batches = path.batches();
        this.jdbc = JdbcClient.create(batches);
        this.ids = path.ids();
        this.placement =
                new OrderPlacement(
                        batches,
                        ids,
                        new PlacementSettings(
                                World.TIME_TO_PAY, World.FIRST_QUERY, MemoryStore.MOST_RESERVED));
        this.doubt = new PaymentDoubt(path.transactions(), jdbc, clock);
        this.path = path;
        for (var i = 0; i < pieces.length; i++) {
            stock(names.items().get(i), pieces[i]);
        }
    }

    private void stock(ItemTerms item, int pieces) {
        var now = Utc.column(clock.instant());
        var no = item.itemId().value();
        batches.update(
                "INSERT INTO consignor VALUES (?, 'Cards & Co', ?, ?)",
                item.consignorId().value(),
                item.feeBps(),
                now);
        batches.update(
                "INSERT INTO item VALUES (?, ?, 'A thing', ?, 'CNY', ?, ?, ?, ?)",
                no,
                item.consignorId().value(),
                item.kind().name(),
                item.price().minor(),
                item.units(),
                item.oneOpenOrder(),
                now);
        batches.update("INSERT INTO stock VALUES (?, ?, ?, 0, 0)", no, pieces, pieces);
        for (var i = 0; item.kind() == ItemKind.CARD_KEY && i < pieces; i++) {
            var digest = (no + "-" + i + " ".repeat(32)).substring(0, 32);
            batches.update(
                    "INSERT INTO card_key (item_id, status, secret, digest) VALUES (?, 'AVAILABLE', ?, ?)",
                    no,
                    new byte[] {1},
                    digest.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public boolean place(NewOrder order, Instant now) {
        var placed = new AtomicBoolean();
        try {
            path.transactions()
                    .run(() -> {
                        placed.set(placement.place(order, now) instanceof Placement.Placed);
                        if (!placed.get()) {
                            throw new Lost();
                        }
                    });
        } catch (Lost _) {
            return false;
        }
        return placed.get();
    }

    @Override
    public @Nullable List<Judgement> judge(List<PaymentFact> facts, boolean crash) {
        var engine = next();
        try {
            return crash
                    ? engine.transactions().call(() -> lose(engine.door().judge(facts)))
                    : engine.door().judge(facts);
        } catch (Lost | TransactionException _) {
            return null;
        } catch (InvariantViolation | DataAccessException e) {
            throw new Poison(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public @Nullable CarriedOut carryOut(Instruction instruction, String source, boolean crash) {
        var engine = next();
        var by = new Signature(source, "ann", "as agreed");
        try {
            return engine.transactions()
                    .call(() -> {
                        var done = engine.door().carryOut(instruction, by).orElseThrow();
                        return crash ? lose(done) : done;
                    });
        } catch (Lost | InvariantViolation | DataAccessException _) {
            return null;
        }
    }

    @Override
    public void doubt(OrderNo order, PaymentNo payment) {
        doubt.doubt(order, payment, "no answer");
    }

    /// As the reconciler does it.
    @Override
    public void exhaust(Task task) {
        var kind =
                switch (task.kind) {
                    case QUERY -> CaseKind.REQUERY_EXHAUSTED;
                    case CLOSE -> CaseKind.CLOSE_EXHAUSTED;
                    case REFUND -> CaseKind.REFUND_FAILED;
                };
        batches.update(
                "UPDATE gateway_task SET status = 'EXHAUSTED' WHERE reference = ? AND kind = ?",
                task.reference,
                task.kind.name());
        batches.update(
                """
                INSERT INTO case_file (case_id, case_key, kind, status, order_no, payment_no, evidence, opened_at)
                SELECT ?, ?, ?, 'OPEN', order_no, payment_no, 'no answer', ? FROM payment WHERE payment_no = ?
                ON DUPLICATE KEY UPDATE status = 'OPEN', owner = NULL, resolution = NULL, resolved_at = NULL
                """,
                ids.next('K'),
                kind + ":" + task.reference,
                kind.name(),
                Utc.column(clock.instant()),
                task.payment.value());
    }

    @Override
    public void forgetMessages() {
        // Those of this sequence: others may be playing, and the look-up may meet their locks.
        path.transactions()
                .run(() ->
                        jdbc.sql(
                                        """
                                        DELETE m FROM processed_message m
                                          JOIN payment_evidence e ON e.message_id = m.message_id
                                         WHERE m.consumer = 'door' AND e.payment_no IN (:payments)
                                        """)
                                .param(
                                        "payments",
                                        names.payments().stream().map(PaymentNo::value).toList())
                                .update());
    }

    @Override
    public List<Task> tasks() {
        return jdbc.sql(
                        "SELECT * FROM gateway_task WHERE payment_no IN (:payments) ORDER BY reference, kind")
                .param("payments", names.payments().stream().map(PaymentNo::value).toList())
                .query((row, _) -> {
                    var task =
                            new Task(
                                    TaskKind.valueOf(row.getString("kind")),
                                    new PaymentNo(row.getString("payment_no")),
                                    row.getString("reference"),
                                    Utc.instant(row, "due_at"));
                    task.waiting = row.getString("status").equals("WAITING");
                    return task;
                })
                .list();
    }

    @Override
    public Money refundAmount(Task task) {
        return Money.of(
                "CNY",
                jdbc.sql("SELECT amount_minor FROM refund WHERE refund_no = ?")
                        .param(task.reference)
                        .query(Long.class)
                        .single());
    }

    /// Read anew, all there is of this sequence.
    @Override
    public Tables tables() {
        var tables = new Tables();
        tables.tasks.addAll(tasks());
        stock(tables);
        orders(tables);
        money(tables);
        rows("SELECT * FROM case_file WHERE order_no IN (:orders)")
                .query((row, _) -> {
                    var file =
                            new Tables.CaseFile(
                                    CaseKind.valueOf(row.getString("kind")),
                                    new OrderNo(row.getString("order_no")),
                                    "",
                                    row.getString("fact_kind") == null
                                            ? null
                                            : OrderColumns.doubt(row));
                    file.open = row.getString("status").equals("OPEN");
                    return tables.cases.put(row.getString("case_key"), file);
                })
                .list();
        return tables;
    }

    private void stock(Tables tables) {
        for (var item : names.items()) {
            jdbc.sql("SELECT * FROM stock WHERE item_id = ?")
                    .param(item.itemId().value())
                    .query((row, _) -> {
                        var stock = new Tables.Stock(row.getLong("received"));
                        stock.available = row.getLong("available");
                        stock.reserved = row.getLong("reserved");
                        stock.sold = row.getLong("sold");
                        return tables.stock.put(new ItemId(row.getString("item_id")), stock);
                    })
                    .list();
        }
    }

    private void orders(Tables tables) {
        rows("SELECT * FROM orders WHERE order_no IN (:orders) ORDER BY order_no")
                .query((row, _) ->
                        new Row(OrderColumns.order(row), row.getBoolean("one_open_order")))
                .list()
                .forEach(row -> tables.orders.put(row.order.orderNo(), row));
        rows("SELECT * FROM payment WHERE order_no IN (:orders) ORDER BY payment_no")
                .query((row, _) -> OrderColumns.payment(row))
                .list()
                .forEach(one -> {
                    tables.row(one.orderNo()).payments.add(one);
                    tables.byPayment.put(one.paymentNo(), tables.row(one.orderNo()));
                });
        rows("SELECT * FROM refund WHERE order_no IN (:orders)")
                .query((row, _) -> OrderColumns.refund(row))
                .list()
                .forEach(one -> tables.rowOf(one.paymentNo()).refunds.add(one));
        rows("SELECT * FROM order_history WHERE order_no IN (:orders) ORDER BY order_no, version")
                .query((row, _) -> {
                    var from = row.getString("from_status");
                    return tables.row(new OrderNo(row.getString("order_no")))
                            .history
                            .add(
                                    new Tables.Moved(
                                            row.getInt("version"),
                                            from == null ? null : OrderStatus.valueOf(from),
                                            OrderStatus.valueOf(row.getString("to_status")),
                                            row.getString("source")));
                })
                .list();
        // What left the house: a credit, or the keys of an order that were sold to it.
        rows("""
        SELECT order_no FROM asset_entry WHERE order_no IN (:orders)
        UNION ALL
        SELECT DISTINCT order_no FROM card_key WHERE order_no IN (:orders) AND status = 'SOLD'
        """)
                .query((row, _) -> new OrderNo(row.getString(1)))
                .list()
                .forEach(tables.handedOut::add);
    }

    private void money(Tables tables) {
        var postings = new LinkedHashMap<String, List<Posting>>();
        var heads = new LinkedHashMap<String, Map.Entry<JournalKind, OrderNo>>();
        rows("""
        SELECT j.journal_key, j.kind, j.order_no, e.account, e.currency, e.amount_minor
          FROM journal j JOIN ledger_entry e ON e.journal_key = j.journal_key
         WHERE j.order_no IN (:orders) ORDER BY j.journal_key, e.line
        """)
                .query((row, _) -> {
                    var key = row.getString("journal_key");
                    heads.put(
                            key,
                            Map.entry(
                                    JournalKind.valueOf(row.getString("kind")),
                                    new OrderNo(row.getString("order_no"))));
                    return postings.computeIfAbsent(key, _ -> new ArrayList<>())
                            .add(
                                    new Posting(
                                            new Account(row.getString("account")),
                                            Money.of(
                                                    row.getString("currency"),
                                                    row.getLong("amount_minor"))));
                })
                .list();
        heads.forEach((key, head) -> {
            tables.journalKeys.add(key);
            tables.journals.add(
                    new Journal(
                            key,
                            head.getKey(),
                            head.getValue(),
                            clock.instant(),
                            postings.getOrDefault(key, List.of())));
        });
    }

    private JdbcClient.StatementSpec rows(String query) {
        return jdbc.sql(query)
                .param("orders", names.orders().stream().map(OrderNo::value).toList());
    }

    private Engine next() {
        return engines.get(turn++ % engines.size());
    }

    /// The work is done, and then lost.
    private static <T> T lose(T ignored) {
        throw new Lost();
    }

    /// The process died before the commit.
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;

        Lost() {
            super(null, null, false, false);
        }
    }
}
