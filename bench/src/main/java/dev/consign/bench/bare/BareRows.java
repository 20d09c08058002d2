package dev.consign.bench.bare;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes the rows of a batch: one INSERT of many rows a table, one UPDATE with a list of keys
/// where all rows change alike, a batch of UPDATEs where they do not.
final class BareRows implements AutoCloseable {
    private static final int BPS = 10_000;

    private final Connection database;
    private final IdSource ids = IdSource.secure(InstantSource.system());
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>();

    BareRows(Connection database) {
        this.database = database;
    }

    /// @param first whether this is the first time the message is seen
    void write(List<BareMessage> batch, Predicate<BareMessage> first) throws SQLException {
        var now = Timestamp.from(Instant.now());
        var fresh = batch.stream().filter(first).toList();
        var paid =
                fresh.stream()
                        .filter(BareMessage::paid)
                        .collect(
                                Collectors.toMap(
                                        BareMessage::paymentNo,
                                        message -> message,
                                        (one, _) -> one,
                                        TreeMap::new));
        var sales = sales(paid);
        var numbers = sales.stream().map(Sale::orderNo).sorted().toList();
        for (var message : fresh) {
            add(
                    "INSERT INTO processed_message (consumer, message_id, fingerprint, outcome, processed_at) VALUES ('engine', ?, ?, ?, ?)",
                    message.messageId(),
                    new byte[16],
                    message.paid() ? "APPLIED" : "STALE",
                    now);
        }
        updateAll(
                "UPDATE orders SET status = 'COMPLETED', version = version + 1, updated_at = UTC_TIMESTAMP(3) WHERE order_no IN (",
                numbers);
        for (var sale : sales) {
            addSale(sale, now);
        }
        updateAll("DELETE FROM gateway_task WHERE reference IN (", List.copyOf(paid.keySet()));
        var known = Collections.newSetFromMap(new IdentityHashMap<BareMessage, Boolean>());
        known.addAll(fresh);
        var orders = new IdentityHashMap<BareMessage, String>();
        sales.forEach(sale -> orders.put(sale.message(), sale.orderNo()));
        for (var message : batch) {
            var outcome =
                    !known.contains(message) ? "DUPLICATE" : message.paid() ? "APPLIED" : "STALE";
            addEvidence(message, outcome, orders.get(message), now);
        }
        stock(sales);
        flush();
        updateAll(
                "UPDATE card_key SET status = 'SOLD' WHERE order_no IN (",
                sales.stream()
                        .filter(sale -> sale.kind().equals("CARD_KEY"))
                        .map(Sale::orderNo)
                        .sorted()
                        .toList());
    }

    private List<Sale> sales(Map<String, BareMessage> paid) throws SQLException {
        var sales = new ArrayList<Sale>();
        if (paid.isEmpty()) {
            return sales;
        }
        var query =
                "SELECT p.payment_no, o.order_no, o.buyer_id, o.item_id, o.item_kind, o.consignor_id, o.units, o.fee_bps FROM payment p JOIN orders o USING (order_no) WHERE p.payment_no IN ("
                        + marks(paid.size())
                        + ")";
        try (var statement = database.prepareStatement(query)) {
            var i = 1;
            for (var number : paid.keySet()) {
                statement.setString(i++, number);
            }
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    sales.add(
                            new Sale(
                                    Objects.requireNonNull(paid.get(row.getString(1))),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getString(6),
                                    row.getLong(7),
                                    row.getInt(8)));
                }
            }
        }
        return sales;
    }

    private void addSale(Sale sale, Timestamp now) throws SQLException {
        var message = sale.message();
        var order = sale.orderNo();
        var minor = message.minor();
        add(
                "INSERT INTO order_history VALUES (?, 3, 'DELIVER', 'PROCESSING', 'COMPLETED', ?, ?, 'engine', 'the gateway has the money', ?)",
                order,
                now,
                message.source(),
                message.messageId());
        add(
                "UPDATE payment SET status = 'PAID', transaction_id = ?, paid_at = ?, collected_minor = amount_minor, used_minor = amount_minor, updated_at = ? WHERE payment_no = ?",
                message.transactionId(),
                Timestamp.from(Instant.parse(message.occurredAt())),
                now,
                message.paymentNo());
        var collect = "sandbox:" + message.transactionId() + ":COLLECT";
        var settle = order + ":SETTLE";
        journal(collect, "COLLECT", order, now);
        journal(settle, "SETTLE", order, now);
        var fee = minor * sale.feeBps() / BPS;
        var payable = minor * (BPS - sale.feeBps()) / BPS;
        entry(collect, 0, "gateway:sandbox:clearing", minor, now);
        entry(collect, 1, "buyer:funds", -minor, now);
        entry(settle, 0, "buyer:funds", minor, now);
        entry(settle, 1, "platform:fee", -fee, now);
        entry(settle, 2, "consignor:" + sale.consignorId() + ":payable", -payable, now);
        entry(settle, 3, "platform:rounding", fee + payable - minor, now);
        if (sale.kind().equals("ASSET_CREDIT")) {
            add(
                    "INSERT INTO asset_entry (order_no, buyer_id, item_id, units, credited_at) VALUES (?, ?, ?, ?, ?)",
                    order,
                    sale.buyerId(),
                    sale.itemId(),
                    sale.units(),
                    now);
        }
        var id = order + ":COMPLETED:v3";
        add(
                "INSERT INTO outbox (outbox_id, queue, type, message_id, duplicate_id, body, headers, due_at, attempts, created_at) VALUES (?, 'consign.notification', 'NOTIFICATION', ?, ?, ?, NULL, ?, 0, ?)",
                ids.next(NumberPrefix.OUTBOX_MESSAGE),
                id,
                id,
                "{\"schema\":1,\"type\":\"NOTIFICATION\",\"notificationId\":\"%s\",\"orderNo\":\"%s\",\"buyerId\":\"%s\",\"status\":\"COMPLETED\",\"amount\":{\"currency\":\"CNY\",\"minor\":%d},\"occurredAt\":\"%s\"}"
                        .formatted(id, order, sale.buyerId(), minor, message.occurredAt()),
                now,
                now);
    }

    private void journal(String key, String kind, String order, Timestamp now) throws SQLException {
        add(
                "INSERT INTO journal (journal_key, kind, order_no, posted_at) VALUES (?, ?, ?, ?)",
                key,
                kind,
                order,
                now);
    }

    private void entry(String key, int line, String account, long minor, Timestamp now)
            throws SQLException {
        add(
                "INSERT INTO ledger_entry (journal_key, line, account, currency, amount_minor, posted_at) VALUES (?, ?, ?, 'CNY', ?, ?)",
                key,
                line,
                account,
                minor,
                now);
    }

    private void addEvidence(
            BareMessage message, String outcome, @Nullable String order, Timestamp now)
            throws SQLException {
        add(
                "INSERT INTO payment_evidence (evidence_id, message_id, payment_no, order_no, gateway, kind, source, currency, amount_minor, transaction_id, occurred_at, processed_at, outcome, why) VALUES (?, ?, ?, ?, 'sandbox', ?, ?, 'CNY', ?, ?, ?, ?, ?, ?)",
                ids.next(NumberPrefix.EVIDENCE),
                message.messageId(),
                message.paymentNo(),
                order,
                message.kind(),
                message.source(),
                message.minor(),
                message.transactionId().isEmpty() ? null : message.transactionId(),
                Timestamp.from(Instant.parse(message.occurredAt())),
                now,
                outcome,
                "the gateway has the money");
    }

    /// In the order of the items, or two loops would wait for each other.
    private void stock(List<Sale> sales) throws SQLException {
        var pieces = new TreeMap<String, Integer>();
        sales.forEach(sale -> pieces.merge(sale.itemId(), 1, Integer::sum));
        for (var entry : pieces.entrySet()) {
            add(
                    "UPDATE stock SET sold = sold + ?, reserved = reserved - ? WHERE item_id = ?",
                    entry.getValue(),
                    entry.getValue(),
                    entry.getKey());
        }
    }

    private void updateAll(String start, List<String> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (var statement = database.prepareStatement(start + marks(keys.size()) + ")")) {
            for (var i = 0; i < keys.size(); i++) {
                statement.setString(i + 1, keys.get(i));
            }
            statement.executeUpdate();
        }
    }

    private void add(String sql, @Nullable Object... values) throws SQLException {
        var statement = statements.get(sql);
        if (statement == null) {
            statement = database.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (var i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    private void flush() throws SQLException {
        for (var statement : statements.values()) {
            statement.executeBatch();
        }
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    @Override
    public void close() throws SQLException {
        for (var statement : statements.values()) {
            statement.close();
        }
    }

    /// A message and the order it pays.
    private record Sale(
            BareMessage message,
            String orderNo,
            String buyerId,
            String itemId,
            String kind,
            String consignorId,
            long units,
            int feeBps) {}
}
