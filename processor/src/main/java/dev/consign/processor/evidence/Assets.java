package dev.consign.processor.evidence;

import dev.consign.id.BuyerId;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a buyer was credited. The balance is a sum, not a number somebody must remember to raise.
final class Assets {
    private static final String BALANCE =
            "SELECT COALESCE(SUM(units), 0) FROM asset_entry WHERE buyer_id = :buyer";

    private static final String ENTRIES =
            """
            SELECT order_no, item_id, units, credited_at FROM asset_entry
             WHERE buyer_id = :buyer
             ORDER BY credited_at DESC, order_no DESC LIMIT 1000
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
                                        Utc.instant(row, "credited_at")))
                        .list();
        return new AssetsView(balance, entries);
    }

    record AssetsView(long balance, List<AssetEntry> entries) {}

    record AssetEntry(String orderNo, String itemId, long units, Instant creditedAt) {}
}
