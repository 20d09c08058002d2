package dev.consign.reconciler.matching;

import dev.consign.gateway.StatementLine.Kind;
import dev.consign.id.GatewayCode;
import dev.consign.money.Money;
import dev.consign.reconciler.matching.LineComparison.Slice;
import dev.consign.reconciliation.BreakType;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/// Finds the lines that say again what another has said, a slice at a time: no file is so full of
/// them that it does not fit into memory. A payment is its transaction of its payment number; a
/// refund is its number of its payment, since a gateway that returns the money twice does so in two
/// transactions. A refund that has a number of ours and one of the gateway's is one under either.
///
/// Of lines that we have no word for nobody can say that one repeats another.
public final class RepeatedLines {
    /// A line with what else its refund is called: `gateway_no` when it has our number, `our_no`
    /// when it has the gateway's.
    private static final String LINES =
            """
            SELECT l.line_no, l.kind, l.payment_no, l.refund_no, l.transaction_id, l.currency, l.amount_minor, l.occurred_at,
                   (SELECT r.gateway_refund_no FROM refund r
                     WHERE r.refund_no = l.refund_no AND r.payment_no = l.payment_no) AS gateway_no,
                   (SELECT MIN(r.refund_no) FROM refund r
                     WHERE r.payment_no = l.payment_no AND r.gateway_refund_no = l.refund_no) AS our_no
              FROM statement_line l
             WHERE l.statement_id = :statement AND l.line_no > :after AND l.line_no <= :last
            """;

    /// Every line of a movement but its first.
    static final String WITHIN =
            """
            SELECT l.* FROM (%s) AS l
             WHERE CASE
                   WHEN l.kind IN ('REFUND', 'REFUND_RETURNED')
                   THEN EXISTS (SELECT 1 FROM statement_line e FORCE INDEX (statement_line_refund)
                                 WHERE e.refund_no = l.refund_no AND e.statement_id = :statement
                                   AND e.payment_no = l.payment_no AND e.kind = l.kind
                                   AND e.line_no < l.line_no) -- the first is no repetition
                     OR EXISTS (SELECT 1 FROM statement_line e FORCE INDEX (statement_line_refund)
                                 WHERE e.refund_no = COALESCE(l.gateway_no, l.our_no) AND e.statement_id = :statement
                                   AND e.payment_no = l.payment_no AND e.kind = l.kind
                                   AND e.line_no < l.line_no) -- the first is no repetition
                   WHEN l.kind = 'PAYMENT'
                   THEN EXISTS (SELECT 1 FROM statement_line e FORCE INDEX (statement_line_movement)
                                 WHERE e.statement_id = :statement AND e.transaction_id = l.transaction_id
                                   AND e.kind = 'PAYMENT' AND e.payment_no = l.payment_no
                                   AND e.line_no < l.line_no) -- the first is no repetition
                   ELSE FALSE
                   END
             ORDER BY l.line_no
            """
                    .formatted(LINES);

    /// Refunds that another day's file has as well, whichever of the two was read first.
    static final String ELSEWHERE =
            """
            SELECT * FROM (
                SELECT l.*,
                       COALESCE(
                         (SELECT MIN(s.business_date)
                            FROM statement_line o FORCE INDEX (statement_line_refund)
                            JOIN gateway_statement s ON s.statement_id = o.statement_id
                           WHERE o.refund_no = l.refund_no AND o.payment_no = l.payment_no AND o.kind = l.kind
                             AND o.statement_id <> :statement
                             AND s.gateway = :gateway AND s.is_current = 1), -- the others are nobody's evidence
                         (SELECT MIN(s.business_date)
                            FROM statement_line o FORCE INDEX (statement_line_refund)
                            JOIN gateway_statement s ON s.statement_id = o.statement_id
                           WHERE o.refund_no = COALESCE(l.gateway_no, l.our_no) AND o.payment_no = l.payment_no
                             AND o.kind = l.kind AND o.statement_id <> :statement
                             AND s.gateway = :gateway AND s.is_current = 1) -- the others are nobody's evidence
                       ) AS other_date
                  FROM (%s) AS l
                 WHERE l.kind IN ('REFUND', 'REFUND_RETURNED')) AS refunds
             WHERE other_date IS NOT NULL
             ORDER BY line_no
            """
                    .formatted(LINES);

    private static final String REFUNDS_BEFORE =
            """
            SELECT COUNT(*) FROM statement_line FORCE INDEX (statement_line_refund)
             WHERE refund_no IN (:refunds) AND statement_id = :statement AND payment_no = :payment AND kind = :kind
               AND line_no <= :after -- those of this slice are counted as they come
            """;

    private static final String PAYMENTS_BEFORE =
            """
            SELECT COUNT(*) FROM statement_line FORCE INDEX (statement_line_movement)
             WHERE statement_id = :statement AND transaction_id = :transaction AND kind = 'PAYMENT' AND payment_no = :payment
               AND line_no <= :after -- those of this slice are counted as they come
            """;

    private final NamedParameterJdbcOperations jdbc;

    public RepeatedLines(NamedParameterJdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /// What the slice says again of its own file; only the first line of each is compared.
    List<Break> within(GatewayCode gateway, String statement, Slice slice) {
        var times = new HashMap<String, Integer>();
        return lines(WITHIN, gateway, statement, slice, false).stream()
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
    List<Break> elsewhere(GatewayCode gateway, String statement, Slice slice) {
        return lines(ELSEWHERE, gateway, statement, slice, true).stream()
                .map(line ->
                        line.found(
                                line.movement(),
                                "The file of %s has this as well.".formatted(line.otherDate())))
                .toList();
    }

    /// The first repetition in a slice is number two when its first line is in the slice too.
    private int time(Line line, String statement, Slice slice) {
        var values =
                Map.of(
                        "statement",
                        statement,
                        "after",
                        slice.after(),
                        "refunds",
                        line.refundNumbers(),
                        "payment",
                        line.paymentNo,
                        "transaction",
                        line.transactionId,
                        "kind",
                        line.kind.name());
        var before =
                jdbc.queryForObject(
                        line.isRefund() ? REFUNDS_BEFORE : PAYMENTS_BEFORE, values, Integer.class);
        return Math.max(1, Objects.requireNonNull(before)) + 1;
    }

    /// @param withDate whether each comes with the date of another file that has it
    private List<Line> lines(
            String sql, GatewayCode gateway, String statement, Slice slice, boolean withDate) {
        return jdbc.query(
                sql,
                Map.of(
                        "gateway", gateway.value(),
                        "statement", statement,
                        "after", slice.after(),
                        "last", slice.last()),
                (row, _) -> line(row, withDate));
    }

    private static Line line(ResultSet row, boolean withDate) throws SQLException {
        return new Line(
                row.getInt("line_no"),
                Kind.valueOf(row.getString("kind")),
                row.getString("payment_no"),
                new Numbers(
                        row.getString("refund_no"),
                        row.getString("gateway_no"),
                        row.getString("our_no")),
                row.getString("transaction_id"),
                Money.of(row.getString("currency"), row.getLong("amount_minor")),
                Utc.instant(row, "occurred_at"),
                withDate ? row.getObject("other_date", LocalDate.class) : null);
    }

    /// What a refund is called.
    ///
    /// @param there as the line has it; null for a payment
    /// @param gateways the gateway's own number for it, when the line has ours
    /// @param ours our number for it, when the line has the gateway's
    private record Numbers(
            @Nullable String there, @Nullable String gateways, @Nullable String ours) {

        List<String> all() {
            return Stream.of(there, gateways, ours).filter(Objects::nonNull).toList();
        }

        /// The gateway's where it has given one: that stands in its files before and after we have
        /// accepted the refund, so that a difference keeps its name.
        @Nullable String usual() {
            return gateways == null ? there : gateways;
        }
    }

    /// @param otherDate of the other file that has it; null when it is in this one
    private record Line(
            int number,
            Kind kind,
            String paymentNo,
            Numbers numbers,
            String transactionId,
            Money amount,
            Instant occurredAt,
            @Nullable LocalDate otherDate) {

        boolean isRefund() {
            return kind != Kind.PAYMENT;
        }

        /// Never empty: a list of nothing is no SQL.
        List<String> refundNumbers() {
            return isRefund() ? numbers.all() : List.of("");
        }

        String movement() {
            var name = paymentNo + "/" + (isRefund() ? numbers.usual() : transactionId);
            return kind == Kind.REFUND_RETURNED ? name + "/returned" : name;
        }

        Break found(String reference, String why) {
            return new Break(
                    BreakType.REPEATED_LINE,
                    reference,
                    false,
                    new Break.Names(paymentNo, numbers.there(), transactionId, null, number),
                    amount,
                    amount,
                    null,
                    occurredAt,
                    why);
        }
    }
}
