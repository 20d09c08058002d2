package dev.consign.schema;

import dev.consign.engine.Bookings;
import dev.consign.engine.MoneyPath;
import dev.consign.id.ConsignorId;
import dev.consign.order.ItemKind;
import java.time.Instant;

/// Payouts of many days, so that it shows which statement reads them all.
final class PaidOutDays {
    private PaidOutDays() {}

    /// Payouts of a consignor for each of many days, and few sales of it.
    static ConsignorId fill(MoneyPath path) {
        var books = new Bookings(path);
        var sold = path.orders(5, ItemKind.ASSET_CREDIT);
        books.settle(sold, Instant.parse("2026-01-01T10:00:00Z"));
        var consignor = books.consignorOf(sold.getFirst());
        run(
                path,
                """
                INSERT INTO payout (payout_id, consignor_id, business_date, currency, amount_minor, orders, posted_before,
                                    held_minor, journal_key, request_id, actor, paid_at)
                SELECT order_no, consignor_id, '2000-01-01' + INTERVAL ROW_NUMBER() OVER () DAY, currency, 1, 0, created_at,
                       0, order_no, IF(order_no LIKE '%0', REPEAT('\\0', 32), UNHEX(SHA2(order_no, 256))), 'test', created_at
                  FROM orders
                """);
        run(
                path,
                """
                INSERT INTO payout_hold
                SELECT order_no, consignor_id, currency, 'MISMATCH', order_no, NULL, created_at,
                       IF(order_no LIKE '%0', NULL, created_at), IF(order_no LIKE '%0', NULL, order_no)
                  FROM orders
                """);
        run(
                path,
                """
                INSERT INTO payout_count
                SELECT IF(order_no LIKE '%0', 'alone', order_no), '2000-01-01' + INTERVAL ROW_NUMBER() OVER () HOUR, currency, 1
                  FROM orders
                """);
        run(
                path,
                """
                INSERT INTO dispute
                SELECT payment_no, 'd', order_no, gateway, currency, amount_minor, 'WON', created_at, created_at FROM payment
                """);
        return consignor;
    }

    private static void run(MoneyPath path, String statement) {
        path.sql().sql(statement).update();
    }
}
