package dev.consign.engine;

import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.id.RefundNo;
import java.util.List;

/// What the tables say of an order, in words.
final class OrderRows {
    private final MoneyPath path;

    OrderRows(MoneyPath path) {
        this.path = path;
    }

    String status(Waiting order) {
        return rows(
                        "SELECT CONCAT(o.status, ' v', o.version, ', ', p.status) FROM orders o JOIN payment p USING (order_no) WHERE o.order_no = '%s'",
                        order)
                .getFirst();
    }

    List<String> cases(Waiting order) {
        return rows(
                "SELECT CONCAT(kind, ' ', status) FROM case_file WHERE order_no = '%s' ORDER BY case_id",
                order);
    }

    List<String> amounts(Waiting order) {
        return rows(
                """
                SELECT CONCAT(REGEXP_REPLACE(e.account, 'consignor:.*:', 'consignor:'), ' ', e.amount_minor)
                  FROM ledger_entry e JOIN journal j USING (journal_key)
                 WHERE j.order_no = '%s' ORDER BY j.kind, e.amount_minor > 0 AND j.kind = 'COLLECT', e.amount_minor < 0, e.account
                """,
                order);
    }

    List<String> rows(String query, Waiting order) {
        return rows(query.formatted(order.orderNo()));
    }

    List<String> rows(String query) {
        return path.sql().sql(query).query((row, _) -> row.getString(1)).list();
    }

    List<String> refunds(Waiting order) {
        return rows(
                "SELECT CONCAT(use_of_money, ' ', status, ' ', amount_minor) FROM refund WHERE order_no = '%s'",
                order);
    }

    List<String> tasks(Waiting order) {
        return rows(
                "SELECT t.kind FROM gateway_task t JOIN payment p USING (payment_no) WHERE p.order_no = '%s' ORDER BY 1",
                order);
    }

    RefundNo refundNo(Waiting order) {
        return new RefundNo(
                rows("SELECT refund_no FROM refund WHERE order_no = '%s'", order).getFirst());
    }

    /// Makes a payment unknown to the engine, as one is whose transaction is not committed yet.
    ///
    /// @param prefix empty to make it known again
    void hide(Waiting order, String prefix) {
        path.sql()
                .sql("UPDATE payment SET payment_no = CONCAT(?, SUBSTR(?, ?)) WHERE order_no = ?")
                .param(prefix)
                .param(order.paymentNo().value())
                .param(prefix.length() + 1)
                .param(order.orderNo().value())
                .update();
        path.sql()
                .sql(
                        "UPDATE gateway_task SET payment_no = (SELECT payment_no FROM payment WHERE order_no = ?) WHERE payment_no LIKE CONCAT('%', SUBSTR(?, 2))")
                .param(order.orderNo().value())
                .param(order.paymentNo().value())
                .update();
    }
}
