package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.testkit.audit.Invariants;
import dev.consign.testkit.database.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// What the database says happened to an order, read by a connection of its own.
final class Books {
    private static final Duration LONG = Duration.ofMinutes(3);

    private final Database database;
    private final JdbcClient sql;

    Books(Database database) {
        this.database = database;
        this.sql =
                JdbcClient.create(
                        new DriverManagerDataSource(
                                database.jdbcUrl(), database.user(), database.password()));
    }

    /// Order and payment, as in `COMPLETED/PAID`.
    String state(String orderNo) {
        return sql.sql(
                        "SELECT CONCAT(o.status, '/', p.status) FROM orders o JOIN payment p USING"
                                + " (order_no) WHERE o.order_no = ?")
                .param(orderNo)
                .query(String.class)
                .single();
    }

    /// The time to pay of this order is over, long ago or just now.
    void expire(String orderNo, Duration ago) {
        sql.sql(
                        "UPDATE orders SET expires_at = UTC_TIMESTAMP(3) - INTERVAL ? SECOND WHERE order_no = ?")
                .params(ago.toSeconds(), orderNo)
                .update();
        sql.sql(
                        """
                        UPDATE gateway_task t JOIN payment p ON p.payment_no = t.reference
                           SET t.due_at = UTC_TIMESTAMP(3)
                         WHERE p.order_no = ? AND t.kind = 'CLOSE'
                        """)
                .param(orderNo)
                .update();
    }

    /// Waits until order and payments stand so.
    void becomes(String orderNo, String... states) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(states(orderNo)).containsExactly(states));
    }

    /// Order and payment, as in `COMPLETED/PAID`, one a payment, oldest first.
    List<String> states(String orderNo) {
        return strings(
                """
                SELECT CONCAT(o.status, '/', p.status) FROM orders o JOIN payment p USING (order_no)
                 WHERE o.order_no = ? ORDER BY p.payment_no
                """,
                orderNo);
    }

    /// As in `CNY 27000 HELD SUCCEEDED`.
    List<String> refunds(String orderNo) {
        return strings(
                """
                SELECT CONCAT(currency, ' ', amount_minor, ' ', use_of_money, ' ', status) FROM refund
                 WHERE order_no = ? ORDER BY refund_no
                """,
                orderNo);
    }

    /// What the books still have of the order's money, all accounts together that are not zero.
    List<String> balances(String orderNo) {
        return strings(
                """
                SELECT CONCAT(e.account, ' ', SUM(e.amount_minor))
                  FROM ledger_entry e JOIN journal j USING (journal_key)
                 WHERE j.order_no = ?
                 GROUP BY e.account HAVING SUM(e.amount_minor) <> 0
                """,
                orderNo);
    }

    /// As in `available reserved sold`.
    String shelf(String item) {
        return strings(
                        "SELECT CONCAT(available, ' ', reserved, ' ', sold) FROM stock WHERE item_id = ?",
                        item)
                .getFirst();
    }

    /// Units of every credit the buyer got for the order.
    List<Long> credits(String orderNo) {
        return sql.sql("SELECT units FROM asset_entry WHERE order_no = ?")
                .param(orderNo)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    List<String> journals(String orderNo) {
        return sql.sql("SELECT kind FROM journal WHERE order_no = ? ORDER BY kind")
                .param(orderNo)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// How each fact of this kind about the payment was processed, in order.
    List<String> outcomes(String paymentNo, String kind) {
        return sql.sql(
                        "SELECT outcome FROM payment_evidence WHERE payment_no = ? AND kind = ?"
                                + " ORDER BY evidence_id")
                .params(paymentNo, kind)
                .query((row, _) -> row.getString(1))
                .list();
    }

    List<String> history(String orderNo) {
        return strings(
                "SELECT move FROM order_history WHERE order_no = ? ORDER BY version", orderNo);
    }

    List<String> cases(String orderNo) {
        return strings(
                "SELECT CONCAT(kind, ' ', status) FROM case_file WHERE order_no = ? ORDER BY"
                        + " case_id",
                orderNo);
    }

    List<String> strings(String query, Object... parameters) {
        return sql.sql(query).params(parameters).query((row, _) -> row.getString(1)).list();
    }

    long number(String query, Object... parameters) {
        return sql.sql(query).params(parameters).query(Long.class).single();
    }

    /// The order was paid, booked and credited, each exactly once.
    void creditedOnce(String orderNo, long units) {
        assertThat(state(orderNo)).as(orderNo).isEqualTo("COMPLETED/PAID");
        assertThat(credits(orderNo)).as("credits of %s", orderNo).containsExactly(units);
        assertThat(journals(orderNo))
                .as("journals of %s", orderNo)
                .containsExactly("COLLECT", "SETTLE");
    }

    /// All invariants return nothing, once what is still under way has ended.
    void holdEveryInvariant() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(violations()).isEmpty());
    }

    /// What nobody does to a running system.
    void change(String statement, Object... parameters) {
        assertThat(sql.sql(statement).params(parameters).update()).as(statement).isPositive();
    }

    List<String> violations() throws SQLException {
        try (var connection = database.connect()) {
            return Invariants.violations(connection);
        }
    }
}
