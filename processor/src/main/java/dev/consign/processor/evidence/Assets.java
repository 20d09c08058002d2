package dev.consign.processor.evidence;

import dev.consign.id.BuyerId;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a buyer was credited. The balance is a sum, not a number somebody must remember to raise.
/// Units of an order that was refunded whole are marked, and are no part of the balance where their
/// item takes them back.
final class Assets {
    private static final String BALANCE =
            """
            SELECT COALESCE(SUM(a.units), 0)
              FROM asset_entry a
              JOIN orders o ON o.order_no = a.order_no
              JOIN item i ON i.item_id = a.item_id
             WHERE a.buyer_id = :buyer
               AND NOT (o.status = 'REFUNDED' AND i.take_back_units = 1)
            """;

    private static final String ENTRIES =
            """
            SELECT a.order_no, a.item_id, a.units, a.credited_at, o.status = 'REFUNDED' AS refunded, i.take_back_units
              FROM asset_entry a
              JOIN orders o ON o.order_no = a.order_no
              JOIN item i ON i.item_id = a.item_id
             WHERE a.buyer_id = :buyer
             ORDER BY a.credited_at DESC, a.order_no DESC LIMIT 1000
            """;

    private final JdbcClient jdbc;

    Assets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    AssetsView of(BuyerId buyer) {
        var balance = jdbc.sql(BALANCE).param("buyer", buyer.value()).query(Long.class).single();
        var entries =
                jdbc.sql(ENTRIES)
                        .param("buyer", buyer.value())
                        .query((row, _) ->
                                new AssetEntry(
                                        row.getString("order_no"),
                                        row.getString("item_id"),
                                        row.getLong("units"),
                                        Utc.instant(row, "credited_at"),
                                        row.getBoolean("refunded"),
                                        row.getBoolean("refunded")
                                                && row.getBoolean("take_back_units")))
                        .list();
        return new AssetsView(balance, entries);
    }

    record AssetsView(long balance, List<AssetEntry> entries) {}

    /// @param refunded whether all the order's money has gone back
    /// @param takenBack whether its units are no part of the balance any more
    record AssetEntry(
            String orderNo,
            String itemId,
            long units,
            Instant creditedAt,
            boolean refunded,
            boolean takenBack) {}
}
