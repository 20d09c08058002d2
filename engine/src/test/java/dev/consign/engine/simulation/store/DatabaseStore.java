package dev.consign.engine.simulation.store;

import dev.consign.engine.Actor;
import dev.consign.engine.FactResult;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Engine;
import dev.consign.engine.OrderProcessor.CarriedOut;
import dev.consign.engine.change.ItemTerms;
import dev.consign.engine.change.NewOrder;
import dev.consign.engine.placement.OrderPlacement;
import dev.consign.engine.placement.PaymentDoubt;
import dev.consign.engine.placement.Placement;
import dev.consign.engine.placement.PlacementSettings;
import dev.consign.engine.simulation.World;
import dev.consign.engine.simulation.store.Tables.Task;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.order.ItemKind;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.Refund;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import dev.consign.task.TaskKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/// The real engine, placement and doubt on the real database; two engines take turns.
public final class DatabaseStore implements Store {
    private final Names names;
    private final InstantSource clock;
    private final List<Engine> engines;
    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final IdSource ids;
    private final OrderPlacement placement;
    private final PaymentDoubt doubt;
    private final MoneyPath path;
    private final DatabaseReads reads;
    private int turn;

    /// @param pieces of each item, put on the stock here
    public DatabaseStore(
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
        this.doubt = new PaymentDoubt(path.transactions(), batches, clock);
        this.path = path;
        this.reads = new DatabaseReads(names, jdbc);
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
                "INSERT INTO item VALUES (?, ?, 'A thing', ?, 'CNY', ?, ?, ?, ?, 0, NULL)",
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
    public @Nullable List<FactResult> process(List<PaymentFact> facts, boolean crash) {
        var engine = next();
        try {
            return crash
                    ? engine.transactions().call(() -> lose(engine.processor().process(facts)))
                    : engine.processor().process(facts);
        } catch (Lost | TransactionException _) {
            return null;
        } catch (InvariantViolation | DataAccessException e) {
            throw new Poison(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public @Nullable FactResult confirm(PaymentFact fact, boolean crash) {
        return perform(crash, engine -> engine.processor().confirm(fact, by("MANUAL")));
    }

    @Override
    public @Nullable CarriedOut carryOut(Command command, String source, boolean crash) {
        return perform(crash, engine -> carryOut(engine, command, source));
    }

    /// As `ResolveCase` does it.
    @Override
    public @Nullable CarriedOut resolve(String caseKey, Command command, boolean crash) {
        var refused = new AtomicReference<CarriedOut>();
        var done =
                perform(
                        crash,
                        engine -> {
                            engine.processor().hold(command.orderNo());
                            close(engine.sql(), caseKey);
                            var carried = carryOut(engine, command, "MANUAL");
                            if (carried.decision() instanceof Decision.Refused) {
                                refused.set(carried);
                                throw new Lost();
                            }
                            return carried;
                        });
        return done == null ? refused.get() : done;
    }

    @Override
    public void close(String caseKey) {
        var engine = next();
        engine.transactions().run(() -> close(engine.sql(), caseKey));
    }

    private void close(JdbcClient sql, String caseKey) {
        var now = Utc.column(clock.instant());
        sql.sql(
                        """
                        UPDATE case_file SET status = 'RESOLVED', owner = :actor, resolution = :reason, resolved_at = :now
                         WHERE case_key = :key AND status = 'OPEN'
                        """)
                .param("actor", PERSON)
                .param("reason", REASON)
                .param("now", now)
                .param("key", caseKey)
                .update();
        sql.sql(
                        """
                        INSERT INTO audit (audit_id, at, actor, action, subject, reason, before_state, after_state)
                        SELECT :id, :now, :actor, 'case.resolve', case_id, :reason, 'OPEN', 'RESOLVED' FROM case_file
                         WHERE case_key = :key
                        """)
                .param("id", ids.next(NumberPrefix.AUDIT_ENTRY))
                .param("now", now)
                .param("actor", PERSON)
                .param("reason", REASON)
                .param("key", caseKey)
                .update();
    }

    @Override
    public void reopen(String caseKey) {
        batches.update(
                """
                UPDATE case_file SET status = 'OPEN', owner = NULL, resolution = NULL, resolved_at = NULL
                 WHERE case_key = ?
                """,
                caseKey);
    }

    @Override
    public boolean askAgain(OrderNo order, TaskKind question, String reference) {
        var engine = next();
        return engine.transactions()
                .call(() -> engine.processor().askAgain(order, question, reference));
    }

    @Override
    public boolean confirmAgain(PaymentNo payment) {
        var engine = next();
        return engine.transactions().call(() -> engine.processor().confirmAgain(payment));
    }

    private static Actor by(String source) {
        return new Actor(source, PERSON, REASON);
    }

    private static CarriedOut carryOut(Engine engine, Command command, String source) {
        return engine.processor().carryOut(command, by(source)).orElseThrow();
    }

    /// @return null when it was lost, or could not be written
    private <T> @Nullable T perform(boolean crash, Function<Engine, T> work) {
        var engine = next();
        try {
            return engine.transactions()
                    .call(() -> {
                        var done = work.apply(engine);
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
        var kind = task.kind.failed();
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
                ids.next(NumberPrefix.CASE),
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
                                         WHERE m.consumer = 'engine' AND e.payment_no IN (:payments)
                                        """)
                                .param(
                                        "payments",
                                        names.payments().stream().map(PaymentNo::value).toList())
                                .update());
    }

    @Override
    public List<Task> tasks() {
        return reads.tasks();
    }

    @Override
    public @Nullable Refund refund(Task task) {
        return reads.refund(task.reference);
    }

    @Override
    public Tables tables() {
        return reads.tables(clock.instant());
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
