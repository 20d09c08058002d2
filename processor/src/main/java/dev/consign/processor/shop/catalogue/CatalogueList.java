package dev.consign.processor.shop.catalogue;

import dev.consign.id.ConsignorId;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Lists consignors, and items with what is left of them.
@Component
final class CatalogueList {
    private static final String ITEMS =
            """
            SELECT i.item_id, i.consignor_id, i.title, i.kind, i.currency, i.price_minor, i.withdrawn_at, i.created_at,
                   s.available, s.reserved, s.sold
              FROM item i
              JOIN stock s ON s.item_id = i.item_id
            """;

    private static final String CONSIGNORS =
            "SELECT consignor_id, name, commission_bps, created_at FROM consignor";

    private final JdbcClient jdbc;

    CatalogueList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Newest first.
    ///
    /// @param consignor null for any
    KeysetPage<ItemEntry> items(@Nullable ConsignorId consignor, Window window) {
        return itemStatement(consignor, window)
                .read(jdbc, (row, _) -> item(row), ItemEntry::itemId);
    }

    static PageStatement itemStatement(@Nullable ConsignorId consignor, Window window) {
        return PageStatement.newestFirst(ITEMS, "i.item_id", "i.created_at", window)
                .where("i.consignor_id = :consignor", consignor == null ? null : consignor.value());
    }

    /// Newest first.
    KeysetPage<ConsignorEntry> consignors(Window window) {
        return consignorStatement(window)
                .read(jdbc, (row, _) -> consignor(row), ConsignorEntry::consignorId);
    }

    static PageStatement consignorStatement(Window window) {
        return PageStatement.newestFirst(CONSIGNORS, "consignor_id", "created_at", window);
    }

    private static ItemEntry item(ResultSet row) throws SQLException {
        return new ItemEntry(
                row.getString("item_id"),
                row.getString("consignor_id"),
                row.getString("title"),
                ItemKind.valueOf(row.getString("kind")),
                MoneyBody.of(Money.of(row.getString("currency"), row.getLong("price_minor"))),
                ItemStatus.since(row.getObject("withdrawn_at")),
                row.getLong("available"),
                row.getLong("reserved"),
                row.getLong("sold"),
                Utc.instant(row, "created_at"));
    }

    private static ConsignorEntry consignor(ResultSet row) throws SQLException {
        return new ConsignorEntry(
                row.getString("consignor_id"),
                row.getString("name"),
                row.getInt("commission_bps"),
                Utc.instant(row, "created_at"));
    }

    /// @param price of one piece
    /// @param available pieces that can be ordered
    /// @param reserved pieces of orders that are not ended
    record ItemEntry(
            String itemId,
            String consignorId,
            String title,
            ItemKind kind,
            MoneyBody price,
            ItemStatus status,
            long available,
            long reserved,
            long sold,
            Instant createdAt) {}

    /// @param commissionBps the platform's share in basis points
    record ConsignorEntry(String consignorId, String name, int commissionBps, Instant createdAt) {}
}
