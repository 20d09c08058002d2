package dev.consign.reconciler.matching;

import dev.consign.money.Money;
import dev.consign.reconciler.run.RunClaim;
import dev.consign.reconciliation.BreakType;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/// Looks for what our books have of a day in the gateway's files, of whichever day: two clocks need
/// not agree at midnight, so the number decides and the date only says which of our rows are asked
/// about.
public final class BookComparison {
    static final String PAYMENTS =
            """
            SELECT p.payment_no AS number, p.payment_no, NULL AS refund_no, p.transaction_id, p.currency,
                   p.amount_minor, p.paid_at AS at,
                   EXISTS (SELECT 1
                             FROM statement_line l
                             JOIN gateway_statement s ON s.statement_id = l.statement_id
                            WHERE l.payment_no = p.payment_no AND l.kind = 'PAYMENT'
                              AND s.gateway = :gateway AND s.is_current = 1
                              AND (l.transaction_id = p.transaction_id
                                   -- or a line that differs from ours, and says so already
                                   OR NOT EXISTS (SELECT 1 FROM journal j
                                                   WHERE j.journal_key = CONCAT(p.gateway, ':', l.transaction_id, ':COLLECT')))
                          ) AS there
              FROM payment p
             WHERE p.gateway = :gateway AND p.paid_at >= :from AND p.paid_at < :to
               AND NOT (p.paid_at = :from AND p.payment_no <= :after) -- goes on behind the last one seen
               AND p.status IN ('PAID', 'REFUNDED')
               -- what was taken back as never collected is not missing there
               AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.journal_key = CONCAT(p.gateway, ':', p.transaction_id, ':REVERSE'))
             ORDER BY p.paid_at, p.payment_no LIMIT :limit
            """;

    static final String REFUNDS =
            """
            SELECT r.refund_no AS number, r.payment_no, r.refund_no, NULL AS transaction_id, r.currency,
                   r.amount_minor, r.ended_at AS at,
                   -- by our number, or by the gateway's own where it has given the refund one
                   (EXISTS (SELECT 1
                              FROM statement_line l
                              JOIN gateway_statement s ON s.statement_id = l.statement_id
                             WHERE l.refund_no = r.refund_no AND l.payment_no = r.payment_no AND l.kind = 'REFUND'
                               AND s.gateway = :gateway AND s.is_current = 1)
                    OR EXISTS (SELECT 1
                                 FROM statement_line l
                                 JOIN gateway_statement s ON s.statement_id = l.statement_id
                                WHERE l.refund_no = r.gateway_refund_no AND l.payment_no = r.payment_no AND l.kind = 'REFUND'
                                  AND s.gateway = :gateway AND s.is_current = 1)) AS there
              FROM refund r
             WHERE r.gateway = :gateway AND r.ended_at >= :from AND r.ended_at < :to
               AND NOT (r.ended_at = :from AND r.refund_no <= :after) -- goes on behind the last one seen
               AND r.status IN ('SUCCEEDED', 'RETURNED') -- what came back later went there first
               AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.journal_key = CONCAT(r.refund_no, ':REFUND_REVERSE'))
             ORDER BY r.ended_at, r.refund_no LIMIT :limit
            """;

    private final NamedParameterJdbcOperations jdbc;
    private final int batch;

    /// @param batch rows in one slice
    public BookComparison(NamedParameterJdbcOperations jdbc, int batch) {
        this.jdbc = jdbc;
        this.batch = batch;
    }

    /// Which of our rows.
    enum Side {
        PAYMENTS,
        REFUNDS
    }

    /// How far a day was looked through.
    ///
    /// @param from the time of the last row seen
    /// @param after its number
    record Cursor(LocalDateTime from, String after) {}

    /// One page.
    ///
    /// @param missing our rows that are in none of the gateway's files
    /// @param next null when that was the last
    record Page(List<Break> missing, @Nullable Cursor next) {}

    Cursor begin(RunClaim claim) {
        return new Cursor(claim.date().atStartOfDay(), "");
    }

    Page page(RunClaim claim, Side side, Cursor cursor) {
        var sql =
                switch (side) {
                    case PAYMENTS -> PAYMENTS;
                    case REFUNDS -> REFUNDS;
                };
        var rows =
                jdbc.query(
                        sql,
                        Map.of(
                                "gateway", claim.gateway().value(),
                                "from", cursor.from(),
                                "to", claim.date().plusDays(1).atStartOfDay(),
                                "after", cursor.after(),
                                "limit", batch),
                        (row, _) -> row(row));
        var missing = rows.stream().filter(row -> !row.there).map(row -> found(side, row)).toList();
        if (rows.size() < batch) {
            return new Page(missing, null);
        }
        var last = rows.getLast();
        return new Page(missing, new Cursor(Utc.column(last.at), last.number));
    }

    private static Break found(Side side, Row row) {
        return new Break(
                switch (side) {
                    case PAYMENTS -> BreakType.PAID_HERE_NOT_THERE;
                    case REFUNDS -> BreakType.REFUNDED_HERE_NOT_THERE;
                },
                row.number,
                false,
                new Break.Names(row.paymentNo, row.refundNo, row.transactionId, null, null),
                row.amount,
                null,
                row.amount,
                row.at,
                "We have booked it at %s; it is in none of the gateway's files that we have."
                        .formatted(row.at));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("number"),
                row.getString("payment_no"),
                row.getString("refund_no"),
                row.getString("transaction_id"),
                Money.of(row.getString("currency"), row.getLong("amount_minor")),
                row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getBoolean("there"));
    }

    private record Row(
            String number,
            String paymentNo,
            @Nullable String refundNo,
            @Nullable String transactionId,
            Money amount,
            Instant at,
            boolean there) {}
}
