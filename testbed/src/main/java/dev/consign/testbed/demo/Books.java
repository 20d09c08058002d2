package dev.consign.testbed.demo;

import dev.consign.testkit.audit.Invariants;
import dev.consign.testkit.database.Database;
import java.sql.SQLException;
import java.util.List;

/// Reads from the database what the day came to.
final class Books {
    // What "credited once" means, counted anew from the goods themselves.
    private static final String CREDITED_ONCE =
            """
            SELECT COUNT(*) FROM orders o
             WHERE o.status IN ('COMPLETED', 'REFUNDED')
               AND (SELECT COUNT(*) FROM journal j WHERE j.order_no = o.order_no AND j.kind = 'SETTLE') = 1
               AND ((o.item_kind = 'ASSET_CREDIT'
                     AND (SELECT COALESCE(SUM(a.units), 0) FROM asset_entry a WHERE a.order_no = o.order_no) = o.units * o.quantity)
                 OR (o.item_kind = 'CARD_KEY'
                     AND (SELECT COUNT(*) FROM card_key k WHERE k.order_no = o.order_no AND k.status = 'SOLD') = o.quantity))
            """;

    private final Database database;

    Books(Database database) {
        this.database = database;
    }

    long creditedOnce() throws SQLException {
        return number(CREDITED_ONCE);
    }

    long orders(String status) throws SQLException {
        return number("SELECT COUNT(*) FROM orders WHERE status = '" + status + "'");
    }

    /// How many of these orders stand so.
    long orders(String status, List<String> numbers) throws SQLException {
        return number(
                "SELECT COUNT(*) FROM orders WHERE status = '%s' AND order_no IN ('%s')"
                        .formatted(status, String.join("', '", numbers)));
    }

    /// Whether the order stands so, as a number.
    long order(String orderNo, String status) throws SQLException {
        return number(
                "SELECT COUNT(*) FROM orders WHERE order_no = '%s' AND status = '%s'"
                        .formatted(orderNo, status));
    }

    long disputes(String status) throws SQLException {
        return number("SELECT COUNT(*) FROM dispute WHERE status = '" + status + "'");
    }

    /// Minor units that the platform bears where money came in another amount.
    long difference() throws SQLException {
        return number(
                "SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_entry WHERE account = 'platform:difference'");
    }

    /// Delivered pieces of the consignors whose names begin so.
    long soldOf(String consignors) throws SQLException {
        return number(
                """
                SELECT COALESCE(SUM(s.sold), 0) FROM stock s JOIN item USING (item_id) JOIN consignor c USING (consignor_id)
                 WHERE c.name LIKE '%s%%'
                """
                        .formatted(consignors));
    }

    long refunds(String condition) throws SQLException {
        return number("SELECT COUNT(*) FROM refund WHERE " + condition);
    }

    /// Orders that were delivered after they had ended unpaid.
    long deliveredLate() throws SQLException {
        return number("SELECT COUNT(*) FROM order_history WHERE move = 'DELIVER_LATE'");
    }

    /// Minor units that are owed to consignors; less than nothing when they owe us.
    long payable() throws SQLException {
        return number(
                "SELECT -COALESCE(SUM(amount_minor), 0) FROM ledger_entry WHERE account LIKE 'consignor:%'");
    }

    /// Minor units that were paid to consignors.
    long paidOut() throws SQLException {
        return number(
                "SELECT -COALESCE(SUM(amount_minor), 0) FROM ledger_entry WHERE account = 'platform:bank'");
    }

    long processed(String condition) throws SQLException {
        return number("SELECT COUNT(*) FROM payment_evidence WHERE " + condition);
    }

    long cases(String condition) throws SQLException {
        return number("SELECT COUNT(*) FROM case_file WHERE " + condition);
    }

    long waiting() throws SQLException {
        return number(
                "SELECT (SELECT COUNT(*) FROM outbox) + (SELECT COUNT(*) FROM fact_inbox)"
                        + " + (SELECT COUNT(*) FROM gateway_task) + (SELECT COUNT(*) FROM dead_letter WHERE status = 'OPEN')");
    }

    long ledgerEntries() throws SQLException {
        return number("SELECT COUNT(*) FROM ledger_entry");
    }

    long ledgerSum() throws SQLException {
        return number("SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_entry");
    }

    List<String> violations() throws SQLException {
        try (var connection = database.connect()) {
            return Invariants.violations(connection);
        }
    }

    private long number(String query) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
