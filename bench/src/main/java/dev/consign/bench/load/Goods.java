package dev.consign.bench.load;

import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.id.ItemId;
import dev.consign.id.NumberPrefix;
import dev.consign.order.ItemKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The catalogue of a run: items enough that two batches rarely meet at the same one, half of them
/// card keys, half assets.
///
/// @param items what can be ordered
record Goods(List<Item> items) {
    static final int ITEMS = 400;
    static final int FEE_BPS = 333;
    static final long UNITS = 100;
    private static final int CONSIGNORS = 40;
    private static final long PRICE_MINOR = 27_001;

    static Goods list(Connection database, IdSource ids) throws SQLException {
        var now = Timestamp.from(Instant.now());
        var items = new ArrayList<Item>();
        try (var consignors =
                        database.prepareStatement(
                                "INSERT INTO consignor VALUES (?, 'Cards & Co', ?, ?)");
                var rows =
                        database.prepareStatement(
                                "INSERT INTO item VALUES (?, ?, 'A thing', ?, 'CNY', ?, ?, 0, ?, 0, NULL)");
                var stock = database.prepareStatement("INSERT INTO stock VALUES (?, 0, 0, 0, 0)")) {
            ConsignorId consignor = null;
            for (var i = 0; i < ITEMS; i++) {
                if (consignor == null || i % (ITEMS / CONSIGNORS) == 0) {
                    consignor = new ConsignorId(ids.next(NumberPrefix.CONSIGNOR));
                    Rows.add(consignors, consignor.value(), FEE_BPS, now);
                }
                var kind = i % 2 == 0 ? ItemKind.ASSET_CREDIT : ItemKind.CARD_KEY;
                var item =
                        new Item(
                                new ItemId(ids.next(NumberPrefix.ITEM)),
                                consignor,
                                kind,
                                PRICE_MINOR);
                items.add(item);
                Rows.add(
                        rows,
                        item.itemId().value(),
                        consignor.value(),
                        kind.name(),
                        item.priceMinor(),
                        item.units(),
                        now);
                Rows.add(stock, item.itemId().value());
            }
            consignors.executeBatch();
            rows.executeBatch();
            stock.executeBatch();
        }
        return new Goods(items);
    }

    /// @param priceMinor of one piece, in CNY
    record Item(ItemId itemId, ConsignorId consignorId, ItemKind kind, long priceMinor) {
        long units() {
            return kind == ItemKind.ASSET_CREDIT ? UNITS : 0;
        }
    }
}
