package dev.consign.engine.table;

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
/// count checked, and one row of history a move. What is no fact moves an order elsewhere:
/// `OrderPlacement` places it, `PaymentDoubt` submits it.
final class OrderWrites {
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

    OrderWrites(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    void write(List<OrderAggregate> files, Instant at) {
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
