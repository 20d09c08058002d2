package dev.consign.processor.backoffice.lookup;

import dev.consign.id.BuyerId;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What a buyer was credited. The balance is a sum, not a number somebody must remember to raise.
/// Units of an order that was refunded whole are marked, and are no part of the balance where their
/// item takes them back.
@Component
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
            """;

    private static final String CREDITED =
            "SELECT credited_at FROM asset_entry WHERE order_no = :order AND buyer_id = :buyer";

    private final JdbcClient jdbc;

    Assets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param window of the entries
    /// @return empty when it follows no entry of this buyer
    Optional<AssetsView> of(BuyerId buyer, Window window) {
        var after = window.after();
        var credited = after == null ? null : creditedAt(buyer, after);
        if (after != null && credited == null) {
            return Optional.empty();
        }
        var page =
                statement(buyer, window, credited)
                        .read(jdbc, (row, _) -> entry(row), AssetEntry::orderNo);
        var balance = jdbc.sql(BALANCE).param("buyer", buyer.value()).query(Long.class).single();
        return Optional.of(new AssetsView(balance, page.items(), page.next()));
    }

    static PageStatement statement(BuyerId buyer, Window window, @Nullable Instant afterAt) {
        return PageStatement.latestFirst(ENTRIES, "a.order_no", "a.credited_at", window, afterAt)
                .where("a.buyer_id = :buyer", buyer.value());
    }

    private @Nullable Instant creditedAt(BuyerId buyer, String orderNo) {
        return jdbc.sql(CREDITED)
                .param("order", orderNo)
                .param("buyer", buyer.value())
                .query((row, _) -> Utc.instant(row, "credited_at"))
                .optional()
                .orElse(null);
    }

    private static AssetEntry entry(ResultSet row) throws SQLException {
        return new AssetEntry(
                row.getString("order_no"),
                row.getString("item_id"),
                row.getLong("units"),
                Utc.instant(row, "credited_at"),
                row.getBoolean("refunded"),
                row.getBoolean("refunded") && row.getBoolean("take_back_units"));
    }

    /// @param balance of all entries
    /// @param entries latest first
    /// @param next the `after` of the next page of entries; null when there is none
    record AssetsView(long balance, List<AssetEntry> entries, @Nullable String next) {}

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
