package dev.consign.bench.load;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import dev.consign.testkit.database.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Puts orders into a database as they stand once their payments are with the gateway: every row
/// that placing them over HTTP would have left, written in bulk. All invariants hold before and
/// after.
public final class Orders {
    private static final int ORDERS_PER_COMMIT = 2_000;
    private static final Duration TIME_TO_PAY = Duration.ofDays(1);

    private final Database database;
    private final IdSource ids = IdSource.secure(InstantSource.system());
    private final RandomGenerator random;
    private final Goods goods;

    private Orders(Database database, Goods goods, RandomGenerator random) {
        this.database = database;
        this.goods = goods;
        this.random = random;
    }

    /// Lists goods in a database that has the schema.
    ///
    /// @param random decides who orders what
    public static Orders in(Database database, RandomGenerator random) throws SQLException {
        try (var connection = database.connect()) {
            var ids = IdSource.secure(InstantSource.system());
            return new Orders(database, Goods.list(connection, ids), random);
        }
    }

    /// @return so many new orders of one piece each, none of them paid
    public List<Waiting> place(int count) throws SQLException {
        var placed = new ArrayList<Waiting>(count);
        try (var connection = database.connect()) {
            connection.setAutoCommit(false);
            while (placed.size() < count) {
                place(connection, Math.min(ORDERS_PER_COMMIT, count - placed.size()), placed);
                connection.commit();
            }
        }
        return placed;
    }

    private void place(Connection connection, int count, List<Waiting> placed) throws SQLException {
        var sold = new HashMap<Goods.Item, Integer>();
        try (var tables = new Tables(connection)) {
            var at = Timestamp.from(Instant.now());
            var due = Timestamp.from(Instant.now().plus(TIME_TO_PAY));
            for (var i = 0; i < count; i++) {
                var item = goods.items().get(random.nextInt(goods.items().size()));
                var waiting =
                        new Waiting(
                                ids.orderNo(),
                                ids.paymentNo(),
                                Money.of("CNY", item.priceMinor()),
                                new TransactionId(ids.next(NumberPrefix.TASK)));
                tables.add(waiting, item, "buyer-" + random.nextInt(1_000_000), ids, at, due);
                sold.merge(item, 1, Integer::sum);
                placed.add(waiting);
            }
            tables.write();
        }
        reserve(connection, sold);
    }

    private static void reserve(Connection connection, Map<Goods.Item, Integer> sold)
            throws SQLException {
        try (var stock =
                connection.prepareStatement(
                        "UPDATE stock SET received = received + ?, reserved = reserved + ? WHERE item_id = ?")) {
            for (var entry : sold.entrySet()) {
                Rows.add(
                        stock, entry.getValue(), entry.getValue(), entry.getKey().itemId().value());
            }
            stock.executeBatch();
        }
    }

    /// One batch a table.
    private static final class Tables implements AutoCloseable {
        private final PreparedStatement orders;
        private final PreparedStatement history;
        private final PreparedStatement payments;
        private final PreparedStatement tasks;
        private final PreparedStatement keys;

        Tables(Connection connection) throws SQLException {
            orders =
                    connection.prepareStatement(
                            """
                            INSERT INTO orders (order_no, status, version, buyer_id, item_id, item_kind, consignor_id, quantity, units,
                                                currency, amount_minor, fee_bps, one_open_order, created_at, expires_at, updated_at)
                            VALUES (?, 'PROCESSING', 2, ?, ?, ?, ?, 1, ?, 'CNY', ?, ?, 0, ?, ?, ?)
                            """);
            history =
                    connection.prepareStatement(
                            "INSERT INTO order_history VALUES (?, ?, ?, ?, ?, ?, 'QUERY', 'processor', 'as the gateway said', NULL)");
            payments =
                    connection.prepareStatement(
                            """
                            INSERT INTO payment (payment_no, order_no, gateway, merchant, currency, amount_minor, status, created_at, updated_at)
                            VALUES (?, ?, 'sandbox', 'sandbox', 'CNY', ?, 'PENDING', ?, ?)
                            """);
            tasks =
                    connection.prepareStatement(
                            """
                            INSERT INTO gateway_task (task_id, kind, payment_no, reference, gateway, status, due_at, attempts, fence, created_at)
                            VALUES (?, ?, ?, ?, 'sandbox', 'WAITING', ?, 0, 0, ?)
                            """);
            keys =
                    connection.prepareStatement(
                            "INSERT INTO card_key (item_id, status, order_no, secret, digest) VALUES (?, 'RESERVED', ?, ?, ?)");
        }

        void add(
                Waiting waiting,
                Goods.Item item,
                String buyer,
                IdSource ids,
                Timestamp at,
                Timestamp due)
                throws SQLException {
            var order = waiting.orderNo().value();
            var payment = waiting.paymentNo().value();
            var minor = waiting.amount().minor();
            Rows.add(
                    orders,
                    order,
                    buyer,
                    item.itemId().value(),
                    item.kind().name(),
                    item.consignorId().value(),
                    item.units(),
                    minor,
                    Goods.FEE_BPS,
                    at,
                    due,
                    at);
            Rows.add(history, order, 1, "PLACE", null, "AWAITING_PAYMENT", at);
            Rows.add(history, order, 2, "SUBMIT", "AWAITING_PAYMENT", "PROCESSING", at);
            Rows.add(payments, payment, order, minor, at, at);
            Rows.add(tasks, ids.next(NumberPrefix.TASK), "QUERY", payment, payment, due, at);
            Rows.add(tasks, ids.next(NumberPrefix.TASK), "CLOSE", payment, payment, due, at);
            if (item.kind() == ItemKind.CARD_KEY) {
                Rows.add(keys, item.itemId().value(), order, new byte[80], digest(order));
            }
        }

        private static byte[] digest(String unique) {
            var digest = new byte[32];
            var bytes = unique.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(bytes, 0, digest, 0, bytes.length);
            return digest;
        }

        void write() throws SQLException {
            for (var table : List.of(orders, history, payments, tasks, keys)) {
                table.executeBatch();
            }
        }

        @Override
        public void close() throws SQLException {
            for (var table : List.of(orders, history, payments, tasks, keys)) {
                table.close();
            }
        }
    }
}
