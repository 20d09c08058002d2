package dev.consign.engine.payout;

import dev.consign.id.ConsignorId;
import dev.consign.id.OrderNo;
import dev.consign.sql.Batch;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Remembers which orders payouts have held back, until the payout that pays them; only for who
/// holds the consignor's row.
final class PayoutHolds {
    private static final String OPEN =
            """
            SELECT h.order_no, h.currency, h.held_at, j.posted_at
              FROM payout_hold h
              JOIN journal j ON j.order_no = h.order_no AND j.kind = 'SETTLE'
             WHERE h.consignor_id = :consignor
               AND h.released_at IS NULL
             ORDER BY h.order_no
            """;

    private static final String HOLDING =
            """
            SELECT DISTINCT consignor_id
              FROM payout_hold
             WHERE consignor_id IN (:consignors)
               AND released_at IS NULL
            """;

    private static final String KEEP =
            """
            INSERT INTO payout_hold (order_no, consignor_id, currency, kind, case_id, dispute_no, held_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE kind = VALUES(kind), case_id = VALUES(case_id), dispute_no = VALUES(dispute_no)
            """;

    private static final String RELEASE =
            """
            UPDATE payout_hold FORCE INDEX (PRIMARY) SET released_at = :now, payout_id = :payout
             WHERE order_no IN (:orders)
               AND released_at IS NULL -- each is paid once
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    PayoutHolds(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    Map<OrderNo, Hold> open(ConsignorId consignor) {
        var holds = new HashMap<OrderNo, Hold>();
        jdbc.sql(OPEN)
                .param("consignor", consignor.value())
                .query(row -> {
                    var orderNo = new OrderNo(row.getString("order_no"));
                    holds.put(
                            orderNo,
                            new Hold(
                                    orderNo,
                                    row.getString("currency"),
                                    Utc.instant(row, "held_at"),
                                    Utc.instant(row, "posted_at")));
                });
        return holds;
    }

    /// For whom an order is held back.
    Set<ConsignorId> holding(List<ConsignorId> consignors) {
        return consignors.isEmpty()
                ? Set.of()
                : new HashSet<>(
                        jdbc.sql(HOLDING)
                                .param(
                                        "consignors",
                                        consignors.stream().map(ConsignorId::value).toList())
                                .query((row, _) -> new ConsignorId(row.getString(1)))
                                .list());
    }

    /// Held back from now on, or still, for what is in doubt now.
    void keep(ConsignorId consignor, List<HeldOrder> orders) {
        Batch.insert(
                batches,
                KEEP,
                orders.stream()
                        .map(one ->
                                new @Nullable Object[] {
                                    one.orderNo().value(),
                                    consignor.value(),
                                    one.amount().currency().getCurrencyCode(),
                                    one.kind().name(),
                                    one.caseId(),
                                    one.disputeNo(),
                                    Utc.column(one.since())
                                })
                        .toList());
    }

    /// They are in this payout.
    void release(Collection<OrderNo> orders, String payoutId, Instant now) {
        if (orders.isEmpty()) {
            return;
        }
        var released =
                jdbc.sql(RELEASE)
                        .param("now", Utc.column(now))
                        .param("payout", payoutId)
                        .param("orders", orders.stream().map(OrderNo::value).sorted().toList())
                        .update();
        InvariantViolation.expect("orders released", orders.size(), released);
    }

    /// An order that was held back and has not been paid out since.
    ///
    /// @param settledAt when it was sold
    record Hold(OrderNo orderNo, String currency, Instant since, Instant settledAt) {
        /// Whether it was sold in time for a payout.
        boolean isBefore(LocalDateTime until) {
            return Utc.column(settledAt).isBefore(until);
        }
    }
}
