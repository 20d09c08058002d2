package dev.consign.reconciler.reconciliation;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.money.Money;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.Utc;
import dev.consign.testkit.database.Database;
import dev.consign.testkit.database.Databases;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// A schema of its own with payments and refunds of some days, as the processor would have written
/// them, and the runs that finance asked for.
final class Days implements AutoCloseable {
    static final LocalDate DATE = LocalDate.parse("2026-11-20");
    static final String NOON = "2026-11-20T12:00:00Z";
    static final Instant LATER = Instant.parse("2026-11-21T09:00:00Z");
    static final Money PRICE = Money.of("CNY", 27_000);

    final Database database = Databases.fresh();
    final HikariDataSource pool = open();
    final JdbcTemplate jdbc = new JdbcTemplate(pool);
    final IdSource ids = new IdSource(() -> LATER, new Random(7));

    Days() {
        Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
    }

    HikariDataSource open() {
        return DatabasePool.open(
                new DatabaseSettings(
                        database.jdbcUrl(),
                        database.user(),
                        database.password(),
                        4,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2)));
    }

    /// @return the number of a payment that is paid by the transaction of its own number
    String paid(String at) {
        return payment("PAID", PRICE, at);
    }

    String waiting() {
        return payment("PENDING", PRICE, null);
    }

    private String payment(String status, Money amount, @Nullable String paidAt) {
        var number = ids.paymentNo().value();
        var now = Utc.column(LATER);
        jdbc.update(
                """
                INSERT INTO payment (payment_no, order_no, gateway, merchant, currency, amount_minor, status,
                                     transaction_id, collected_minor, paid_at, created_at, updated_at)
                VALUES (?, ?, 'sandbox', 'sandbox', ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                number,
                ids.orderNo().value(),
                amount.currency().getCurrencyCode(),
                amount.minor(),
                status,
                paidAt == null ? null : transaction(number),
                paidAt == null ? 0 : amount.minor(),
                paidAt == null ? null : Utc.column(Instant.parse(paidAt)),
                now,
                now);
        return number;
    }

    /// @return the number of a refund of the payment
    String refund(String paymentNo, Money amount, String status, @Nullable String endedAt) {
        var number = ids.next(NumberPrefix.REFUND);
        jdbc.update(
                """
                INSERT INTO refund (refund_no, order_no, payment_no, gateway, transaction_id, use_of_money, currency,
                                    amount_minor, status, actor, reason, requested_at, ended_at)
                VALUES (?, ?, ?, 'sandbox', ?, 'HELD', ?, ?, ?, 'test', 'test', ?, ?)
                """,
                number,
                ids.orderNo().value(),
                paymentNo,
                transaction(paymentNo),
                amount.currency().getCurrencyCode(),
                amount.minor(),
                status,
                Utc.column(LATER),
                endedAt == null ? null : Utc.column(Instant.parse(endedAt)));
        return number;
    }

    /// Books what the gateway collected, as the engine would.
    void book(String paymentNo, String transaction, Money amount) {
        post(paymentNo, "sandbox:" + transaction + ":COLLECT", "COLLECT", amount);
    }

    /// Books that it was something else.
    ///
    /// @param key behind the gateway
    void correct(String paymentNo, String key, Money more) {
        post(paymentNo, "sandbox:" + key, "CORRECT", more);
    }

    private void post(String paymentNo, String key, String kind, Money amount) {
        jdbc.update(
                """
                INSERT INTO journal (journal_key, kind, order_no, posted_at)
                SELECT ?, ?, order_no, '2026-11-20' FROM payment WHERE payment_no = ?
                """,
                key,
                kind,
                paymentNo);
        for (var line = 0; line < 2; line++) {
            jdbc.update(
                    "INSERT INTO ledger_entry VALUES (?, ?, ?, ?, ?, '2026-11-20')",
                    key,
                    line,
                    line == 0 ? "gateway:sandbox:clearing" : "buyer:funds",
                    amount.currency().getCurrencyCode(),
                    line == 0 ? amount.minor() : -amount.minor());
        }
    }

    static String transaction(String number) {
        return "sbx_" + number;
    }

    /// What finance does over HTTP.
    ///
    /// @param file null when the gateway is to be asked
    String ask(LocalDate date, @Nullable String file) {
        var run = ids.next(NumberPrefix.RUN);
        var now = Utc.column(LATER);
        if (file != null) {
            for (var i = 0; i * 100 < file.length(); i++) {
                var part = file.substring(i * 100, Math.min(file.length(), i * 100 + 100));
                jdbc.update(
                        "INSERT INTO recon_upload VALUES (?, ?, ?, ?)",
                        run,
                        i,
                        part.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        now);
            }
        }
        jdbc.update(
                """
                INSERT INTO recon_run (run_id, gateway, business_date, origin, status, lines_read, lines_matched, actor,
                                       requested_at, due_at, attempts, fence)
                VALUES (?, 'sandbox', ?, ?, 'REQUESTED', 0, 0, 'finance:test', ?, ?, 0, 0)
                """,
                run,
                date,
                file == null ? "FETCHED" : "UPLOADED",
                now,
                now);
        return run;
    }

    /// `STATUS failure read/matched`.
    String outcome(String run) {
        return String.valueOf(
                jdbc.queryForObject(
                        "SELECT CONCAT(status, ' ', COALESCE(failure, '-'), ' ', lines_read, '/', lines_matched) FROM recon_run WHERE run_id = ?",
                        String.class,
                        run));
    }

    /// `TYPE count minor CURRENCY` for each line of a run's report.
    List<String> totals(String run) {
        return jdbc.query(
                """
                SELECT CONCAT(type, ' ', breaks, ' ', amount_minor, ' ', currency) FROM recon_run_total
                 WHERE run_id = ? ORDER BY type, currency
                """,
                (row, _) -> row.getString(1),
                run);
    }

    /// `TYPE STATUS count` over all differences that were ever found.
    List<String> breaks() {
        return jdbc.query(
                """
                SELECT CONCAT(type, ' ', status, ' ', COUNT(*)) FROM recon_break
                 GROUP BY type, status ORDER BY type, status
                """,
                (row, _) -> row.getString(1));
    }

    /// Everything about the differences that must not change when nothing has changed.
    List<String> fingerprint() {
        return new ArrayList<>(
                jdbc.queryForList(
                        """
                        SELECT CONCAT_WS('|', break_id, type, reference, status, payment_no, refund_no, transaction_id, line_no,
                                         currency, amount_minor, there_minor, here_minor, why, first_run_id, found_at, changed_at)
                          FROM recon_break ORDER BY break_id
                        """,
                        String.class));
    }

    long count(String sql) {
        var value = jdbc.queryForObject(sql, Long.class);
        return value == null ? 0 : value;
    }

    @Override
    public void close() {
        pool.close();
    }
}
