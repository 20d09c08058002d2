package dev.consign.engine.table;

import dev.consign.engine.change.NewOrder;
import dev.consign.engine.change.OrderAggregate;
import dev.consign.engine.change.OrderAggregate.Step;
import dev.consign.order.Order;
import dev.consign.order.OrderStatus;
import dev.consign.sql.Batch;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes the moves of orders: one compare-and-set UPDATE for all that move the same way, its row
/// count checked, and one row of history a move.
public final class OrderWrites {
    private static final String PLACE =
            """
            INSERT INTO orders (order_no, status, version, buyer_id, item_id, item_kind, consignor_id, quantity, units,
                                currency, amount_minor, fee_bps, one_open_order, return_url, created_at, expires_at, updated_at)
            VALUES (:order, 'AWAITING_PAYMENT', 1, :buyer, :item, :kind, :consignor, :quantity, :units,
                    :currency, :minor, :feeBps, :oneOpen, :returnUrl, :now, :expires, :now)
            """;

    private static final String INSERT_PLACED =
            """
            INSERT INTO order_history (order_no, version, move, from_status, to_status, at, source, actor, why, message_id)
            VALUES (:order, 1, 'PLACE', NULL, 'AWAITING_PAYMENT', :now, 'SHOP', :actor, 'the buyer ordered', NULL)
            """;

    private static final String MOVE_ORDERS =
            """
            UPDATE orders
               SET status = :to, version = version + :steps, updated_at = :at
             WHERE order_no IN (:orders)
               AND status = :from -- nobody moved them since they were locked
            """;

    private static final String INSERT_HISTORY =
            """
            INSERT INTO order_history (order_no, version, move, from_status, to_status, at, source, actor, why, message_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String EXTEND =
            """
            UPDATE orders SET expires_at = :expires
             WHERE order_no = :order
               AND version = :version -- as it was just moved
            """;

    private static final String CANCEL =
            """
            UPDATE orders SET cancel_requested = 1, updated_at = :at
             WHERE order_no = :order AND version = :version
               AND cancel_requested = 0 -- as it was locked
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    public OrderWrites(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// Writes a new order, and that it was placed.
    public void place(NewOrder order, Instant now, Instant expires) {
        jdbc.sql(PLACE)
                .param("order", order.orderNo().value())
                .param("buyer", order.buyerId().value())
                .param("item", order.item().itemId().value())
                .param("kind", order.item().kind().name())
                .param("consignor", order.item().consignorId().value())
                .param("quantity", order.quantity())
                .param("units", order.item().units())
                .param("currency", order.amount().currency().getCurrencyCode())
                .param("minor", order.amount().minor())
                .param("feeBps", order.item().feeBps())
                .param("now", Utc.column(now))
                .param("oneOpen", order.item().oneOpenOrder())
                .param("returnUrl", order.returnUrl() == null ? null : order.returnUrl().toString())
                .param("expires", Utc.column(expires))
                .update();
        jdbc.sql(INSERT_PLACED)
                .param("order", order.orderNo().value())
                .param("now", Utc.column(now))
                .param("actor", order.actor())
                .update();
    }

    public void write(List<OrderAggregate> files, Instant at) {
        files.stream()
                .filter(file -> !file.steps().isEmpty())
                .collect(
                        Collectors.groupingBy(file ->
                                new Way(
                                        file.lockedStatus(),
                                        file.order().status(),
                                        file.steps().size())))
                .forEach((way, group) -> move(way, group, at));
        files.stream()
                .filter(OrderAggregate::isCancelling)
                .forEach(file -> cancel(file.order(), at));
        insertHistory(files.stream().flatMap(file -> file.steps().stream()).toList(), at);
    }

    private void cancel(Order order, Instant at) {
        var cancelling =
                jdbc.sql(CANCEL)
                        .param("at", Utc.column(at))
                        .param("order", order.orderNo().value())
                        .param("version", order.version())
                        .update();
        InvariantViolation.expect("orders to be cancelled", 1, cancelling);
    }

    /// Gives a locked order a new time to pay.
    void extend(Order order, Instant expiresAt) {
        var extended =
                jdbc.sql(EXTEND)
                        .param("expires", Utc.column(expiresAt))
                        .param("order", order.orderNo().value())
                        .param("version", order.version())
                        .update();
        InvariantViolation.expect("orders given a new time to pay", 1, extended);
    }

    private void move(Way way, List<OrderAggregate> files, Instant at) {
        var moved =
                jdbc.sql(MOVE_ORDERS)
                        .param("to", way.to().name())
                        .param("steps", way.steps())
                        .param("at", Utc.column(at))
                        .param("from", way.from().name())
                        .param(
                                "orders",
                                files.stream()
                                        .map(file -> file.orderNo().value())
                                        .sorted()
                                        .toList())
                        .update();
        InvariantViolation.expect(
                "orders moved from " + way.from() + " to " + way.to(), files.size(), moved);
    }

    private void insertHistory(List<Step> steps, Instant at) {
        List<@Nullable Object[]> rows =
                steps.stream()
                        .map(step ->
                                new @Nullable Object[] {
                                    step.order().orderNo().value(),
                                    step.order().version(),
                                    step.move().name(),
                                    step.from().name(),
                                    step.move().to().name(),
                                    Utc.column(at),
                                    step.cause().source(),
                                    step.cause().actor(),
                                    step.cause().why(),
                                    step.cause().messageId() == null
                                            ? null
                                            : step.cause().messageId().value()
                                })
                        .toList();
        Batch.insert(batches, INSERT_HISTORY, rows);
    }

    private record Way(OrderStatus from, OrderStatus to, int steps) {}
}
