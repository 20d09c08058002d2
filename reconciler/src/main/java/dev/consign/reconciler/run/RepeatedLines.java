package dev.consign.reconciler.run;

import dev.consign.id.GatewayCode;
import dev.consign.money.Money;
import dev.consign.reconciler.run.LineComparison.Slice;
import dev.consign.reconciliation.BreakType;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/// Finds the lines that say again what another has said, a slice at a time: no file is so full of
/// them that it does not fit into memory. A payment is its transaction; a refund is its number of
/// its payment, since a gateway that returns the money twice does so in two transactions.
final class RepeatedLines {
    private static final String COLUMNS =
            "l.line_no, l.kind, l.payment_no, l.refund_no, l.transaction_id, l.currency, l.amount_minor, l.occurred_at";

    /// Every line of a movement but its first.
    static final String WITHIN =
            """
            SELECT %s
              FROM statement_line l
             WHERE l.statement_id = :statement AND l.line_no > :after AND l.line_no <= :last
               AND CASE WHEN l.kind = 'REFUND' AND l.refund_no IS NOT NULL
                        THEN EXISTS (SELECT 1 FROM statement_line e FORCE INDEX (statement_line_refund)
                                      WHERE e.refund_no = l.refund_no AND e.statement_id = :statement
                                        AND e.payment_no = l.payment_no AND e.kind = 'REFUND'
                                        AND e.line_no < l.line_no) -- the first is no repetition
                        ELSE EXISTS (SELECT 1 FROM statement_line e FORCE INDEX (statement_line_movement)
                                      WHERE e.statement_id = :statement AND e.transaction_id = l.transaction_id
                                        AND e.kind = l.kind AND e.refund_no <=> l.refund_no
                                        AND e.line_no < l.line_no) -- the first is no repetition
                   END
             ORDER BY l.line_no
            """
                    .formatted(COLUMNS);

    /// Refunds that another day's file has as well, whichever of the two was read first.
    static final String ELSEWHERE =
            """
            SELECT * FROM (
                SELECT %s,
                       (SELECT MIN(s.business_date)
                          FROM statement_line o FORCE INDEX (statement_line_refund)
                          JOIN gateway_statement s ON s.statement_id = o.statement_id
                         WHERE o.refund_no = l.refund_no AND o.payment_no = l.payment_no AND o.kind = 'REFUND'
                           AND o.statement_id <> :statement
                           AND s.gateway = :gateway AND s.is_current = 1) AS other_date -- the others are nobody's evidence
                  FROM statement_line l
                 WHERE l.statement_id = :statement AND l.line_no > :after AND l.line_no <= :last
                   AND l.kind = 'REFUND') AS refunds
             WHERE other_date IS NOT NULL
             ORDER BY line_no
            """
                    .formatted(COLUMNS);

    private static final String REFUNDS_BEFORE =
            """
            SELECT COUNT(*) FROM statement_line FORCE INDEX (statement_line_refund)
             WHERE refund_no = :refund AND statement_id = :statement AND payment_no = :payment AND kind = 'REFUND'
               AND line_no <= :after -- those of this slice are counted as they come
            """;

    private static final String MOVEMENTS_BEFORE =
            """
            SELECT COUNT(*) FROM statement_line FORCE INDEX (statement_line_movement)
             WHERE statement_id = :statement AND transaction_id = :transaction AND kind = :kind AND refund_no <=> :refund
               AND line_no <= :after -- those of this slice are counted as they come
            """;

    private final NamedParameterJdbcOperations jdbc;

    RepeatedLines(NamedParameterJdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /// What the slice says again of its own file; only the first line of each is compared.
    List<Found> within(String statement, Slice slice) {
        var times = new HashMap<String, Integer>();
        return lines(WITHIN, null, statement, slice).stream()
                .map(line -> {
                    var time =
                            times.compute(
                                    line.movement(),
                                    (_, before) ->
                                            before == null
                                                    ? time(line, statement, slice)
                                                    : before + 1);
                    return line.found(
                            line.movement() + "#" + time,
                            "The file has this movement for time number %d.".formatted(time));
                })
                .toList();
    }

    /// What the slice and the gateway's file of another day both say. The lines are compared all
    /// the same: that the other day's run did so is not known here.
    List<Found> elsewhere(GatewayCode gateway, String statement, Slice slice) {
        return lines(ELSEWHERE, gateway, statement, slice).stream()
                .map(line ->
                        line.found(
                                line.movement(),
                                "The file of %s has this refund as well."
                                        .formatted(line.otherDate())))
                .toList();
    }

    /// The first repetition in a slice is number two when its first line is in the slice too.
    private int time(Line line, String statement, Slice slice) {
        var values = new HashMap<String, @Nullable Object>();
        values.put("statement", statement);
        values.put("after", slice.after());
        values.put("refund", line.refundNo);
        values.put("payment", line.paymentNo);
        values.put("transaction", line.transactionId);
        values.put("kind", line.kind);
        var before =
                jdbc.queryForObject(
                        line.isNumbered() ? REFUNDS_BEFORE : MOVEMENTS_BEFORE,
                        values,
                        Integer.class);
        return Math.max(1, Objects.requireNonNull(before)) + 1;
    }

    private List<Line> lines(
            String sql, @Nullable GatewayCode gateway, String statement, Slice slice) {
        var values = new HashMap<String, Object>();
        values.put("statement", statement);
        values.put("after", slice.after());
        values.put("last", slice.last());
        if (gateway != null) {
            values.put("gateway", gateway.value());
        }
        return jdbc.query(sql, values, (row, _) -> line(row, gateway != null));
    }

    private static Line line(ResultSet row, boolean withDate) throws SQLException {
        return new Line(
                row.getInt("line_no"),
                row.getString("kind"),
                row.getString("payment_no"),
                row.getString("refund_no"),
                row.getString("transaction_id"),
                Money.of(row.getString("currency"), row.getLong("amount_minor")),
                Utc.instant(row, "occurred_at"),
                withDate ? row.getObject("other_date", LocalDate.class) : null);
    }

    /// @param otherDate of the other file that has it; null when it is in this one
    private record Line(
            int number,
            String kind,
            String paymentNo,
            @Nullable String refundNo,
            String transactionId,
            Money amount,
            Instant occurredAt,
            @Nullable LocalDate otherDate) {

        boolean isNumbered() {
            return kind.equals("REFUND") && refundNo != null;
        }

        String movement() {
            if (isNumbered()) {
                return paymentNo + "/" + refundNo;
            }
            return refundNo == null ? transactionId : refundNo + "/" + transactionId;
        }

        Found found(String reference, String why) {
            return new Found(
                    BreakType.REPEATED_LINE,
                    reference,
                    false,
                    new Found.Names(paymentNo, refundNo, transactionId, number),
                    amount,
                    amount,
                    null,
                    occurredAt,
                    why);
        }
    }
}
