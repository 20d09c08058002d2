package dev.consign.engine;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.outbox.Outbox;
import dev.consign.engine.OrderProcessor.CarriedOut;
import dev.consign.id.GatewayCode;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Command;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import dev.consign.sql.rights.Account;
import dev.consign.sql.rights.DatabaseRights;
import dev.consign.sql.rights.Program;
import dev.consign.testkit.audit.Invariants;
import dev.consign.testkit.database.Database;
import dev.consign.testkit.database.Databases;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// A real database with the schema in it, an engine onto it, and orders that wait for their money.
public final class MoneyPath implements AutoCloseable {
    /// What is believed unasked.
    public static final ConfirmSettings CONFIRM = new ConfirmSettings(10_000_000L);

    public static final Money PRICE = Money.of("CNY", 27_001);
    public static final int FEE_BPS = 333;
    public static final long UNITS = 100;
    private static final GatewayCode SANDBOX = new GatewayCode("sandbox");

    private final Database database = Databases.fresh();
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final Map<Program, Database> users = new EnumMap<>(Program.class);
    private final IdSource ids = IdSource.secure(InstantSource.system());
    private final HikariDataSource pool = pool();

    public MoneyPath() {
        Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
    }

    /// One more engine on the same database, as a second processor would be.
    public OrderProcessor processor() {
        return processor(InstantSource.system());
    }

    public OrderProcessor processor(InstantSource clock) {
        return engine(clock).processor();
    }

    /// A processor and the transactions that what people want must be done in.
    public Engine engine(InstantSource clock) {
        return engine(clock, CONFIRM);
    }

    /// The same, believing other amounts unasked.
    public Engine engine(InstantSource clock, ConfirmSettings confirm) {
        var engine = pool();
        var transactions = new Transactions(new JdbcTransactionManager(engine), new Random());
        return new Engine(
                processor(engine, transactions, clock, confirm),
                transactions,
                JdbcClient.create(engine));
    }

    /// A processor on a pool whose transactions are run by the caller.
    public OrderProcessor processor(
            HikariDataSource engine, Transactions transactions, InstantSource clock) {
        return processor(engine, transactions, clock, CONFIRM);
    }

    private OrderProcessor processor(
            HikariDataSource engine,
            Transactions transactions,
            InstantSource clock,
            ConfirmSettings confirm) {
        var batches = new JdbcTemplate(engine);
        return new OrderConfiguration()
                .processor(
                        transactions,
                        clock,
                        batches,
                        ids,
                        new Outbox(batches, ids, clock),
                        confirm);
    }

    /// One processor's way to the database.
    ///
    /// @param sql takes part in its transactions
    public record Engine(OrderProcessor processor, Transactions transactions, JdbcClient sql) {
        /// @throws AssertionError when there is no such order
        public CarriedOut carryOut(Command command) {
            return transactions.call(() ->
                    processor
                            .carryOut(command, new Actor("MANUAL", "ann", "as agreed"))
                            .orElseThrow(() -> new AssertionError("no " + command.orderNo())));
        }

        /// Asks back part of what was paid for the order.
        public RefundNo askBack(Waiting order, Money amount) {
            var done = carryOut(new Command.ReturnMoney(order.orderNo(), null, null, null, amount));
            return Objects.requireNonNull(done.refundNo(), () -> done.decision().toString());
        }
    }

    public HikariDataSource pool() {
        return pool(database);
    }

    /// As a program's own user, who may do what the program needs and nothing else.
    public HikariDataSource pool(Program program) {
        return pool(users.computeIfAbsent(program, this::user));
    }

    private Database user(Program program) {
        var user = Databases.user(database, program.word());
        DatabaseRights.read()
                .give(
                        new JdbcTemplate(pool),
                        new Account(user.user(), "127.0.0.1"),
                        Set.of(program));
        return user;
    }

    private HikariDataSource pool(Database as) {
        var opened =
                DatabasePool.open(
                        new DatabaseSettings(
                                as.jdbcUrl(),
                                as.user(),
                                as.password(),
                                20,
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(4)));
        // A pool fills itself up otherwise, and many engines would use up the server's connections.
        opened.setMinimumIdle(0);
        pools.add(opened);
        return opened;
    }

    public Database database() {
        return database;
    }

    public JdbcClient sql() {
        return JdbcClient.create(pool);
    }

    /// Orders as they stand once their payments are with the gateway.
    public List<Waiting> orders(int count, ItemKind kind) {
        return orders(count, kind, 1);
    }

    public List<Waiting> orders(int count, ItemKind kind, int quantity) {
        var batches = new JdbcTemplate(pool);
        var now = Utc.column(Instant.now());
        var due = Utc.column(Instant.now().plusSeconds(1800));
        var consignor = ids.next(NumberPrefix.CONSIGNOR);
        var item = ids.next(NumberPrefix.ITEM);
        var pieces = count * quantity;
        var units = kind == ItemKind.ASSET_CREDIT ? UNITS : 0;
        batches.update(
                "INSERT INTO consignor VALUES (?, 'Cards & Co', ?, ?)", consignor, FEE_BPS, now);
        batches.update(
                "INSERT INTO item VALUES (?, ?, 'A thing', ?, 'CNY', ?, ?, 0, ?, 0, NULL)",
                item,
                consignor,
                kind.name(),
                PRICE.minor(),
                units,
                now);
        batches.update("INSERT INTO stock VALUES (?, ?, 0, ?, 0)", item, pieces, pieces);
        var waiting = new ArrayList<Waiting>();
        var orders = new ArrayList<Object[]>();
        var history = new ArrayList<Object[]>();
        var payments = new ArrayList<Object[]>();
        var tasks = new ArrayList<Object[]>();
        var keys = new ArrayList<Object[]>();
        for (var i = 0; i < count; i++) {
            var order = ids.orderNo();
            var payment = ids.paymentNo();
            var amount = PRICE.times(quantity);
            waiting.add(new Waiting(order, payment, amount, "buyer-" + i));
            orders.add(
                    new Object[] {
                        order.value(),
                        "buyer-" + i,
                        item,
                        kind.name(),
                        consignor,
                        quantity,
                        units,
                        amount.minor(),
                        FEE_BPS,
                        now,
                        due,
                        now
                    });
            history.add(new Object[] {order.value(), 1, "PLACE", null, "AWAITING_PAYMENT", now});
            history.add(
                    new Object[] {
                        order.value(), 2, "SUBMIT", "AWAITING_PAYMENT", "PROCESSING", now
                    });
            payments.add(new Object[] {payment.value(), order.value(), amount.minor(), now, now});
            for (var kindOfTask : List.of("QUERY", "CLOSE")) {
                tasks.add(
                        new Object[] {
                            ids.next(NumberPrefix.TASK),
                            kindOfTask,
                            payment.value(),
                            payment.value(),
                            due,
                            now
                        });
            }
            for (var k = 0; kind == ItemKind.CARD_KEY && k < quantity; k++) {
                keys.add(
                        new Object[] {
                            item, order.value(), new byte[] {1}, digest(ids.next(NumberPrefix.SEND))
                        });
            }
        }
        batches.batchUpdate(
                """
                INSERT INTO orders (order_no, status, version, buyer_id, item_id, item_kind, consignor_id, quantity, units,
                                    currency, amount_minor, fee_bps, one_open_order, created_at, expires_at, updated_at)
                VALUES (?, 'PROCESSING', 2, ?, ?, ?, ?, ?, ?, 'CNY', ?, ?, 0, ?, ?, ?)
                """,
                orders);
        batches.batchUpdate(
                "INSERT INTO order_history VALUES (?, ?, ?, ?, ?, ?, 'QUERY', 'test', 'seeded', NULL)",
                history);
        batches.batchUpdate(
                """
                INSERT INTO payment (payment_no, order_no, gateway, merchant, currency, amount_minor, status, created_at, updated_at)
                VALUES (?, ?, 'sandbox', 'sandbox', 'CNY', ?, 'PENDING', ?, ?)
                """,
                payments);
        batches.batchUpdate(
                """
                INSERT INTO gateway_task (task_id, kind, payment_no, reference, gateway, status, due_at, attempts, fence, created_at)
                VALUES (?, ?, ?, ?, 'sandbox', 'WAITING', ?, 0, 0, ?)
                """,
                tasks);
        if (!keys.isEmpty()) {
            batches.batchUpdate(
                    "INSERT INTO card_key (item_id, status, order_no, secret, digest) VALUES (?, 'RESERVED', ?, ?, ?)",
                    keys);
        }
        return waiting;
    }

    /// One more attempt to pay an order, which the gateway has.
    public Waiting attempt(Engine engine, Waiting order) {
        var number = ids.paymentNo();
        var now = Instant.now();
        engine.carryOut(
                new Command.TryAgain(
                        order.orderNo(),
                        number,
                        SANDBOX,
                        "sandbox",
                        now.plusSeconds(1800),
                        now.plusSeconds(15)));
        var attempt = new Waiting(order.orderNo(), number, order.amount(), order.buyer());
        engine.processor().process(List.of(attempt.fact(FactKind.PENDING, FactSource.QUERY)));
        return attempt;
    }

    /// Somebody else has bought all that is left of the order's item.
    public void sellOut(Waiting order) {
        var item = "(SELECT item_id FROM orders WHERE order_no = '%s')".formatted(order.orderNo());
        sql().sql("DELETE FROM card_key WHERE status = 'AVAILABLE' AND item_id = " + item).update();
        sql().sql(
                        "UPDATE stock SET received = received - available, available = 0 WHERE item_id = "
                                + item)
                .update();
    }

    public JdbcTemplate batches() {
        return new JdbcTemplate(pool);
    }

    public IdSource ids() {
        return ids;
    }

    public Transactions transactions() {
        return new Transactions(new JdbcTransactionManager(pool), new Random());
    }

    /// All that is wrong in the database by the invariants.
    public List<String> violations() throws SQLException {
        try (var connection = pool.getConnection()) {
            return Invariants.violations(connection);
        }
    }

    public List<String> texts(String query) {
        return sql().sql(query).query((row, _) -> row.getString(1)).list();
    }

    public long count(String query) {
        return sql().sql(query).query(Long.class).single();
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
    }

    private static byte[] digest(String unique) {
        var digest = new byte[32];
        var bytes = unique.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, digest, 0, bytes.length);
        return digest;
    }

    /// An order that waits for its money.
    public record Waiting(OrderNo orderNo, PaymentNo paymentNo, Money amount, String buyer) {
        /// What the gateway says about it.
        public PaymentFact fact(FactKind kind, FactSource source) {
            return fact(kind, source, amount, "t-" + paymentNo);
        }

        /// The gateway has returned money under our number.
        public PaymentFact returned(RefundNo refundNo, Money money) {
            return new PaymentFact(
                    SANDBOX,
                    "sandbox",
                    paymentNo,
                    FactKind.REFUNDED,
                    money,
                    new TransactionId("back-" + refundNo),
                    refundNo.value(),
                    Instant.parse("2026-11-20T11:00:00Z"),
                    FactSource.QUERY);
        }

        public PaymentFact fact(FactKind kind, FactSource source, Money money, String transaction) {
            return new PaymentFact(
                    SANDBOX,
                    "sandbox",
                    paymentNo,
                    kind,
                    money,
                    new TransactionId(transaction),
                    null,
                    Instant.parse("2026-11-20T10:00:00Z"),
                    source);
        }
    }
}
