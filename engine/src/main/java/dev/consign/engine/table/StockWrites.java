package dev.consign.engine.table;

import dev.consign.engine.change.Goods;
import dev.consign.engine.change.NewOrder;
import dev.consign.id.ItemId;
import dev.consign.order.ItemKind;
import dev.consign.order.Order;
import dev.consign.sql.Batch;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reserves goods, hands them to their buyers, back into stock, or reserves them once more for
/// money that came late: a card key goes to the one order it was reserved for, assets are credited
/// once an order (incidents I1, P3), and the counts of each item follow in the same transaction.
public final class StockWrites {
    private static final String RESERVE =
            """
            UPDATE stock SET available = available - :pieces, reserved = reserved + :pieces
             WHERE item_id = :item
               AND available >= :pieces -- the last piece is reserved once
               -- what is withdrawn is sold to nobody
               AND EXISTS (SELECT 1 FROM item i WHERE i.item_id = stock.item_id AND i.withdrawn_at IS NULL)
            """;

    private static final String RESERVE_KEYS =
            """
            UPDATE card_key SET status = 'RESERVED', order_no = :order
             WHERE card_key_id IN (:keys)
               AND status = 'AVAILABLE' -- a key belongs to one order
            """;

    private static final String SELL_KEYS =
            """
            UPDATE card_key SET status = 'SOLD'
             WHERE order_no IN (:orders)
               AND status = 'RESERVED' -- a key is handed out once
            """;

    private static final String RETURN_KEYS =
            """
            UPDATE card_key SET status = 'AVAILABLE', order_no = NULL
             WHERE order_no IN (:orders)
               AND status = 'RESERVED' -- what was handed out never comes back
            """;

    // The item's stock row is locked, so nobody else takes or returns keys of it.
    private static final String FREE_KEYS =
            """
            SELECT card_key_id FROM card_key
             WHERE item_id = :item AND status = 'AVAILABLE'
             ORDER BY card_key_id LIMIT :pieces
               FOR UPDATE SKIP LOCKED
            """;

    private static final String CREDIT =
            """
            INSERT INTO asset_entry (order_no, buyer_id, item_id, units, credited_at)
            VALUES (?, ?, ?, ?, ?)
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    public StockWrites(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// Reserves the pieces of an order that is being placed.
    ///
    /// @return whether there was stock
    public boolean reserve(NewOrder order) {
        var reserved =
                jdbc.sql(RESERVE)
                        .param("pieces", order.quantity())
                        .param("item", order.item().itemId().value())
                        .update();
        if (reserved == 0) {
            return false;
        }
        InvariantViolation.expect("stock rows of one item", 1, reserved);
        if (order.item().kind() == ItemKind.CARD_KEY) {
            reserveKeys(order);
        }
        return true;
    }

    private void reserveKeys(NewOrder order) {
        var keys =
                jdbc.sql(FREE_KEYS)
                        .param("item", order.item().itemId().value())
                        .param("pieces", order.quantity())
                        .query(Long.class)
                        .list();
        InvariantViolation.expect(
                "available card keys of " + order.item().itemId(), order.quantity(), keys.size());
        var reserved =
                jdbc.sql(RESERVE_KEYS)
                        .param("order", order.orderNo().value())
                        .param("keys", keys)
                        .update();
        InvariantViolation.expect(
                "card keys reserved for " + order.orderNo(), order.quantity(), reserved);
    }

    void write(Goods goods, Instant at) {
        credit(goods.delivered(), at);
        // The row of the item before its keys, as whoever places an order does: the other way round
        // the two would wait for each other.
        count(goods);
        // What is returned can be taken again, and what was taken is then sold.
        moveKeys(RETURN_KEYS, goods.released());
        takeKeys(goods.taken());
        moveKeys(SELL_KEYS, goods.delivered());
    }

    /// Two statements an item: late money is rare.
    private void takeKeys(List<Order> taken) {
        var byItem = new TreeMap<ItemId, List<Order>>();
        taken.stream()
                .filter(order -> order.itemKind() == ItemKind.CARD_KEY)
                .forEach(order ->
                        byItem.computeIfAbsent(order.itemId(), _ -> new ArrayList<>()).add(order));
        byItem.forEach((item, orders) -> {
            var pieces = orders.stream().mapToInt(Order::quantity).sum();
            var free =
                    jdbc.sql(FREE_KEYS)
                            .param("item", item.value())
                            .param("pieces", pieces)
                            .query((row, _) -> row.getLong("card_key_id"))
                            .list();
            InvariantViolation.expect("available card keys of " + item, pieces, free.size());
            reserve(free, orders);
        });
    }

    private void reserve(List<Long> free, List<Order> orders) {
        var owner = new SqlCase("card_key_id");
        var next = free.iterator();
        for (var order : orders) {
            for (var i = 0; i < order.quantity(); i++) {
                owner.add(String.valueOf(next.next()), order.orderNo().value());
            }
        }
        var parameters = new ArrayList<Object>(owner.parameters());
        parameters.addAll(owner.keys());
        var reserved =
                batches.update(
                        """
                        UPDATE card_key SET status = 'RESERVED', order_no = %s
                         WHERE card_key_id IN (%s)
                           AND status = 'AVAILABLE' -- a key belongs to one order
                        """
                                .formatted(owner.expression(), owner.placeholders()),
                        parameters.toArray());
        InvariantViolation.expect("card keys reserved again", free.size(), reserved);
    }

    private void moveKeys(String statement, List<Order> orders) {
        var cards = orders.stream().filter(order -> order.itemKind() == ItemKind.CARD_KEY).toList();
        if (cards.isEmpty()) {
            return;
        }
        var moved =
                jdbc.sql(statement)
                        .param(
                                "orders",
                                cards.stream()
                                        .map(order -> order.orderNo().value())
                                        .sorted()
                                        .toList())
                        .update();
        InvariantViolation.expect(
                "card keys of ended orders", cards.stream().mapToInt(Order::quantity).sum(), moved);
    }

    private void credit(List<Order> delivered, Instant at) {
        List<@Nullable Object[]> rows =
                delivered.stream()
                        .filter(order -> order.itemKind() == ItemKind.ASSET_CREDIT)
                        .map(order ->
                                new @Nullable Object[] {
                                    order.orderNo().value(),
                                    order.buyerId().value(),
                                    order.itemId().value(),
                                    Math.multiplyExact(order.units(), order.quantity()),
                                    Utc.column(at)
                                })
                        .toList();
        Batch.insert(batches, CREDIT, rows);
    }

    private void count(Goods goods) {
        var sold = pieces(goods.delivered());
        var returned = pieces(goods.released());
        pieces(goods.taken())
                .forEach((item, pieces) -> returned.merge(item, -pieces, Integer::sum));
        var items = new TreeMap<>(sold);
        returned.forEach((item, pieces) -> items.merge(item, pieces, Integer::sum));
        if (items.isEmpty()) {
            return;
        }
        var toSold = new SqlCase("item_id");
        var toAvailable = new SqlCase("item_id");
        var fromReserved = new SqlCase("item_id");
        items.forEach((item, pieces) -> {
            toSold.add(item.value(), sold.getOrDefault(item, 0));
            toAvailable.add(item.value(), returned.getOrDefault(item, 0));
            fromReserved.add(item.value(), pieces);
        });
        var parameters = new ArrayList<Object>(toSold.parameters());
        parameters.addAll(toAvailable.parameters());
        parameters.addAll(fromReserved.parameters());
        parameters.addAll(fromReserved.keys());
        var counted =
                batches.update(
                        """
                        UPDATE stock
                           SET sold = sold + %s, available = available + %s, reserved = reserved - %s
                         WHERE item_id IN (%s)
                        """
                                .formatted(
                                        toSold.expression(),
                                        toAvailable.expression(),
                                        fromReserved.expression(),
                                        fromReserved.placeholders()),
                        parameters.toArray());
        InvariantViolation.expect("stock rows", items.size(), counted);
    }

    private static Map<ItemId, Integer> pieces(List<Order> orders) {
        var pieces = new TreeMap<ItemId, Integer>();
        orders.forEach(order -> pieces.merge(order.itemId(), order.quantity(), Math::addExact));
        return pieces;
    }
}
