package dev.consign.bench.peer.camel;

import dev.consign.bench.peer.Delivery;
import dev.consign.id.BuyerId;
import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.id.ItemId;
import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.ledger.Journal;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import dev.consign.order.Order;
import dev.consign.order.OrderStatus;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentStatus;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/// Writes what one message leads to, with a statement a table, in the transaction of its caller.
final class PaymentEffect {
    static final String CONSUMER = "engine";

    private static final String PAYMENT =
            """
            SELECT p.status AS payment_status, o.order_no, o.status, o.version, o.buyer_id, o.item_id, o.item_kind,
                   o.consignor_id, o.quantity, o.units, o.currency, o.amount_minor, o.fee_bps, o.expires_at
              FROM payment p JOIN orders o ON o.order_no = p.order_no
             WHERE p.payment_no = ?
            """;

    private static final String MOVE_PAYMENT =
            """
            UPDATE payment
               SET status = 'PAID', transaction_id = ?, paid_at = ?, collected_minor = ?, used_minor = ?, updated_at = ?
             WHERE payment_no = ?
               AND status = ? -- nobody moved it since it was read
            """;

    private static final String MOVE_ORDER =
            """
            UPDATE orders SET status = ?, version = ?, updated_at = ?
             WHERE order_no = ?
               AND version = ? -- nobody moved it since it was read
            """;

    private static final String INSERT_HISTORY =
            """
            INSERT INTO order_history (order_no, version, move, from_status, to_status, at, source, actor, why, message_id)
            VALUES (?, ?, 'DELIVER', ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String INSERT_JOURNAL =
            "INSERT INTO journal (journal_key, kind, order_no, posted_at) VALUES (?, ?, ?, ?)";

    private static final String INSERT_ENTRY =
            """
            INSERT INTO ledger_entry (journal_key, line, account, currency, amount_minor, posted_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """;

    private static final String INSERT_ASSET =
            "INSERT INTO asset_entry (order_no, buyer_id, item_id, units, credited_at) VALUES (?, ?, ?, ?, ?)";

    private static final String SELL_KEYS =
            "UPDATE card_key SET status = 'SOLD' WHERE order_no = ? AND status = 'RESERVED'";

    private static final String DELETE_TASKS = "DELETE FROM gateway_task WHERE reference = ?";

    private static final String INSERT_OUTBOX =
            """
            INSERT INTO outbox (outbox_id, queue, type, message_id, duplicate_id, body, due_at, attempts, created_at)
            VALUES (?, 'consign.notification', 'NOTIFICATION', ?, ?, ?, ?, 0, ?)
            """;

    private static final String INSERT_EVIDENCE =
            """
            INSERT INTO payment_evidence (evidence_id, message_id, payment_no, order_no, gateway, kind, source, currency,
                                          amount_minor, transaction_id, occurred_at, processed_at, outcome, why)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String SELL_STOCK =
            "UPDATE stock SET sold = sold + ?, reserved = reserved - ? WHERE item_id = ?";

    private static final String STALE =
            "UPDATE processed_message SET outcome = 'STALE' WHERE consumer = ? AND message_id = ?";

    private final JdbcTemplate database;
    private final InstantSource clock = InstantSource.system();
    private final IdSource ids = IdSource.secure(clock);

    PaymentEffect(JdbcTemplate database) {
        this.database = database;
    }

    /// Only what support reads: the message was dealt with before.
    void duplicate(PaymentFact fact) {
        evidence(fact, null, Outcome.DUPLICATE, "seen before", clock.instant());
    }

    /// @throws OptimisticLockingFailureException when another transaction was faster: to be
    ///   delivered again
    void apply(PaymentFact fact) {
        var now = clock.instant();
        var payment =
                database.queryForObject(PAYMENT, PaymentEffect::payment, fact.paymentNo().value());
        if (payment == null) {
            throw new IllegalStateException("no payment " + fact.paymentNo());
        }
        if (fact.kind() == FactKind.PAID && payment.status().open()) {
            deliver(payment, Delivery.of(payment.order(), fact, now));
        } else {
            database.update(STALE, CONSUMER, fact.messageId().value());
            evidence(
                    fact,
                    payment.order(),
                    Outcome.STALE,
                    "the payment is already " + payment.status(),
                    now);
        }
    }

    private void deliver(Payment payment, Delivery delivery) {
        var fact = delivery.fact();
        var order = delivery.order();
        var orderNo = order.orderNo().value();
        var now = Utc.column(delivery.at());
        var minor = fact.money().minor();
        moved(
                database.update(
                        MOVE_PAYMENT,
                        String.valueOf(fact.transactionId()),
                        Utc.column(fact.occurredAt()),
                        minor,
                        minor,
                        now,
                        fact.paymentNo().value(),
                        payment.status().name()));
        moved(
                database.update(
                        MOVE_ORDER,
                        order.status().name(),
                        order.version(),
                        now,
                        orderNo,
                        payment.order().version()));
        database.update(
                INSERT_HISTORY,
                orderNo,
                order.version(),
                payment.order().status().name(),
                order.status().name(),
                now,
                fact.source().name(),
                CONSUMER,
                Delivery.WHY,
                fact.messageId().value());
        post(delivery.journals());
        switch (order.itemKind()) {
            case ASSET_CREDIT ->
                    database.update(
                            INSERT_ASSET,
                            orderNo,
                            order.buyerId().value(),
                            order.itemId().value(),
                            order.units() * order.quantity(),
                            now);
            case CARD_KEY -> database.update(SELL_KEYS, orderNo);
        }
        database.update(DELETE_TASKS, fact.paymentNo().value());
        var id = delivery.notificationId();
        database.update(
                INSERT_OUTBOX,
                ids.next(NumberPrefix.OUTBOX_MESSAGE),
                id,
                id,
                delivery.notification(),
                now,
                now);
        evidence(fact, order, Outcome.APPLIED, Delivery.WHY, delivery.at());
        // Last, for many orders share the row.
        database.update(SELL_STOCK, order.quantity(), order.quantity(), order.itemId().value());
    }

    private void post(List<Journal> journals) {
        var heads = new ArrayList<Object[]>();
        var entries = new ArrayList<Object[]>();
        for (var journal : journals) {
            var at = Utc.column(journal.postedAt());
            heads.add(
                    new Object[] {
                        journal.key(), journal.kind().name(), String.valueOf(journal.orderNo()), at
                    });
            var line = 0;
            for (var posting : journal.postings()) {
                entries.add(
                        new Object[] {
                            journal.key(),
                            line++,
                            posting.account().name(),
                            posting.amount().currency().getCurrencyCode(),
                            posting.amount().minor(),
                            at
                        });
            }
        }
        database.batchUpdate(INSERT_JOURNAL, heads);
        database.batchUpdate(INSERT_ENTRY, entries);
    }

    private void evidence(
            PaymentFact fact, @Nullable Order order, Outcome outcome, String why, Instant at) {
        database.update(
                INSERT_EVIDENCE,
                ids.next(NumberPrefix.EVIDENCE),
                fact.messageId().value(),
                fact.paymentNo().value(),
                order == null ? null : order.orderNo().value(),
                fact.gateway().value(),
                fact.kind().name(),
                fact.source().name(),
                fact.money().currency().getCurrencyCode(),
                fact.money().minor(),
                fact.transactionId() == null ? null : fact.transactionId().value(),
                Utc.column(fact.occurredAt()),
                Utc.column(at),
                outcome.name(),
                why);
    }

    private static void moved(int rows) {
        if (rows != 1) {
            throw new OptimisticLockingFailureException("another transaction was faster");
        }
    }

    private static Payment payment(ResultSet row, int number) throws SQLException {
        return new Payment(
                PaymentStatus.valueOf(row.getString("payment_status")),
                new Order(
                        new OrderNo(row.getString("order_no")),
                        OrderStatus.valueOf(row.getString("status")),
                        row.getInt("version"),
                        new BuyerId(row.getString("buyer_id")),
                        new ItemId(row.getString("item_id")),
                        ItemKind.valueOf(row.getString("item_kind")),
                        new ConsignorId(row.getString("consignor_id")),
                        row.getInt("quantity"),
                        row.getLong("units"),
                        Money.of(row.getString("currency"), row.getLong("amount_minor")),
                        row.getInt("fee_bps"),
                        Utc.instant(row, "expires_at")));
    }

    /// A payment and what it is for.
    private record Payment(PaymentStatus status, Order order) {}
}
