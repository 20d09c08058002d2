package dev.consign.reconciler.ask;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.Utc;
import dev.consign.testkit.database.Database;
import dev.consign.testkit.database.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/// A schema of its own with payments and their tasks, as the processor would have written them.
final class TaskTable implements AutoCloseable {
    static final Instant NOON = Instant.parse("2025-11-20T12:00:00Z");

    private static final String TASK =
            """
            INSERT INTO gateway_task (task_id, kind, payment_no, reference, gateway, status, due_at,
                                      attempts, fence, created_at)
            VALUES (?, ?, ?, ?, ?, 'WAITING', ?, 0, 0, ?)
            """;

    final Database database;
    final HikariDataSource pool;
    final JdbcTemplate jdbc;
    private final IdSource ids = new IdSource(() -> NOON, new Random(7));

    private TaskTable(Database database) {
        this.database = database;
        this.pool = open();
        this.jdbc = new JdbcTemplate(pool);
    }

    /// No tables yet.
    static TaskTable empty() {
        return new TaskTable(Databases.fresh());
    }

    static TaskTable migrated() {
        return migrated(Databases.fresh());
    }

    static TaskTable migrated(Database database) {
        var table = new TaskTable(database);
        table.migrate();
        return table;
    }

    void migrate() {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    /// Another process' connections to the same tables.
    HikariDataSource open() {
        return DatabasePool.open(
                new DatabaseSettings(
                        database.jdbcUrl(),
                        database.user(),
                        database.password(),
                        10,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1)));
    }

    /// @return the payments, each with one task due at noon
    List<PaymentNo> due(int tasks, String paymentStatus) {
        var payments = IntStream.range(0, tasks).mapToObj(_ -> ids.paymentNo()).toList();
        insertPayments(payments, paymentStatus);
        insertTasks(payments, "QUERY", "fake");
        return payments;
    }

    /// @return overdue payments, each with one task to close it due at noon
    List<PaymentNo> overdue(int tasks, String paymentStatus) {
        var payments = IntStream.range(0, tasks).mapToObj(_ -> ids.paymentNo()).toList();
        insertPayments(payments, paymentStatus);
        insertTasks(payments, "CLOSE", "fake");
        return payments;
    }

    /// @return a refund that is asked for, with its task due at noon
    RefundNo refund(String gateway, PaymentNo payment, String transaction) {
        var refund = ids.refundNo();
        var at = Utc.column(NOON);
        jdbc.update(
                """
                INSERT INTO refund (refund_no, order_no, payment_no, gateway, transaction_id, use_of_money, currency,
                                    amount_minor, status, actor, reason, requested_at)
                VALUES (?, ?, ?, ?, ?, 'HELD', 'CNY', 20000, 'REQUESTED', 'engine', 'paid twice', ?)
                """,
                refund.value(),
                orderOf(payment).value(),
                payment.value(),
                gateway,
                transaction,
                at);
        jdbc.update(
                TASK,
                ids.next(NumberPrefix.TASK),
                "REFUND",
                payment.value(),
                refund.value(),
                gateway,
                at,
                at);
        return refund;
    }

    /// @return a payment nobody asks about
    PaymentNo payment(String status) {
        var payment = ids.paymentNo();
        insertPayments(List.of(payment), status);
        return payment;
    }

    /// Makes a task for the payment, due since noon.
    void task(PaymentNo payment, String gateway) {
        insertTasks(List.of(payment), "QUERY", gateway);
    }

    private void insertPayments(List<PaymentNo> payments, String status) {
        var at = Utc.column(NOON);
        jdbc.batchUpdate(
                """
                INSERT INTO payment (payment_no, order_no, gateway, merchant, currency, amount_minor,
                                     status, created_at, updated_at)
                VALUES (?, ?, 'fake', 'consign', 'CNY', 27000, ?, ?, ?)
                """,
                payments.stream()
                        .map(no -> new Object[] {no.value(), ids.orderNo().value(), status, at, at})
                        .toList());
    }

    private void insertTasks(List<PaymentNo> payments, String kind, String gateway) {
        var at = Utc.column(NOON);
        jdbc.batchUpdate(
                TASK,
                payments.stream()
                        .map(no ->
                                new Object[] {
                                    ids.next(NumberPrefix.TASK),
                                    kind,
                                    no.value(),
                                    no.value(),
                                    gateway,
                                    at,
                                    at
                                })
                        .toList());
    }

    OrderNo orderOf(PaymentNo payment) {
        return new OrderNo(
                text("SELECT order_no FROM payment WHERE payment_no = '" + payment + "'"));
    }

    long number(String sql) {
        var value = jdbc.queryForObject(sql, Long.class);
        return value == null ? 0 : value;
    }

    String text(String sql) {
        return String.valueOf(jdbc.queryForObject(sql, String.class));
    }

    @Override
    public void close() {
        pool.close();
    }
}
