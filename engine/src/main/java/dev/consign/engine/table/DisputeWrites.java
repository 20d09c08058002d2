package dev.consign.engine.table;

import dev.consign.engine.change.OrderAggregate;
import dev.consign.engine.change.OrderAggregate.DisputeFile;
import dev.consign.payment.Dispute;
import dev.consign.payment.DisputeStatus;
import dev.consign.sql.Batch;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes disputes: opened, won, lost. There are so few that each is written by itself.
final class DisputeWrites {
    private static final String INSERT =
            """
            INSERT INTO dispute (payment_no, dispute_no, order_no, gateway, currency, amount_minor, status, opened_at, ended_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String END =
            """
            UPDATE dispute SET status = :to, ended_at = :at
             WHERE payment_no = :payment AND dispute_no = :dispute
               AND status = 'OPENED' -- nobody ended it since its order was locked
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    DisputeWrites(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    void write(List<OrderAggregate> files, Instant at) {
        var opened = new ArrayList<@Nullable Object[]>();
        for (var file : files) {
            for (var moved : file.movedDisputes()) {
                if (moved.locked() == null) {
                    opened.add(row(file, moved.now(), at));
                } else {
                    end(moved, at);
                }
            }
        }
        Batch.insert(batches, INSERT, opened);
    }

    private void end(DisputeFile moved, Instant at) {
        var ended =
                jdbc.sql(END)
                        .param("to", moved.now().status().name())
                        .param("at", Utc.column(at))
                        .param("payment", moved.now().paymentNo().value())
                        .param("dispute", moved.now().disputeNo())
                        .update();
        InvariantViolation.expect("disputes ended", 1, ended);
    }

    private static @Nullable Object[] row(OrderAggregate file, Dispute dispute, Instant at) {
        var open = dispute.status() == DisputeStatus.OPENED;
        return new @Nullable Object[] {
            dispute.paymentNo().value(),
            dispute.disputeNo(),
            file.orderNo().value(),
            file.payment(dispute.paymentNo()).gateway().value(),
            dispute.amount().currency().getCurrencyCode(),
            dispute.amount().minor(),
            dispute.status().name(),
            Utc.column(at),
            open ? null : Utc.column(at)
        };
    }
}
