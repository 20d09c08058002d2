package dev.consign.engine.table;

import dev.consign.engine.change.ChangeReason;
import dev.consign.engine.change.OrderAggregate;
import dev.consign.engine.change.OrderAggregate.RefundFile;
import dev.consign.id.RefundNo;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.sql.Batch;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes refunds: asked for, happened, given up. What may go back at all is checked on the
/// payment's row, in the same transaction.
final class RefundWrites {
    private static final String INSERT =
            """
            INSERT INTO refund (refund_no, order_no, payment_no, gateway, transaction_id, gateway_refund_no, use_of_money,
                                currency, amount_minor, status, actor, reason, requested_at, ended_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String MOVE =
            """
            UPDATE refund FORCE INDEX (PRIMARY) SET status = :to, ended_at = :at
             WHERE refund_no IN (:refunds)
               AND status = :from -- nobody moved them since their order was locked
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    RefundWrites(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    void write(List<OrderAggregate> files, Map<RefundNo, ChangeReason> causes, Instant at) {
        var asked = new ArrayList<@Nullable Object[]>();
        var moved = new ArrayList<RefundFile>();
        for (var file : files) {
            for (var refund : file.movedRefunds()) {
                if (refund.locked() == null) {
                    var cause = Objects.requireNonNull(causes.get(refund.now().refundNo()));
                    asked.add(row(file, refund.now(), cause, at));
                } else {
                    moved.add(refund);
                }
            }
        }
        Batch.insert(batches, INSERT, asked);
        moved.stream()
                .collect(
                        Collectors.groupingBy(one ->
                                List.of(
                                        Objects.requireNonNull(one.locked()).status().name(),
                                        one.now().status().name())))
                .forEach((way, group) -> move(way.getFirst(), way.getLast(), group, at));
    }

    private void move(String from, String to, List<RefundFile> refunds, Instant at) {
        var moved =
                jdbc.sql(MOVE)
                        .param("to", to)
                        .param("at", Utc.column(at))
                        .param("from", from)
                        .param(
                                "refunds",
                                refunds.stream()
                                        .map(one -> one.now().refundNo().value())
                                        .sorted()
                                        .toList())
                        .update();
        InvariantViolation.expect(
                "refunds moved from " + from + " to " + to, refunds.size(), moved);
    }

    private static @Nullable Object[] row(
            OrderAggregate file, Refund refund, ChangeReason cause, Instant at) {
        var payment = file.payment(refund.paymentNo());
        return new @Nullable Object[] {
            refund.refundNo().value(),
            file.orderNo().value(),
            payment.paymentNo().value(),
            payment.gateway().value(),
            refund.transactionId().value(),
            refund.gatewayRefundNo(),
            refund.use().name(),
            refund.amount().currency().getCurrencyCode(),
            refund.amount().minor(),
            refund.status().name(),
            cause.actor(),
            cause.why(),
            Utc.column(at),
            // One that was accepted has happened before it was asked for.
            refund.status() == RefundStatus.REQUESTED ? null : Utc.column(at)
        };
    }
}
