package dev.consign.reconciler.run;

import dev.consign.gateway.StatementLine.Kind;
import dev.consign.id.GatewayCode;
import dev.consign.money.Money;
import dev.consign.payment.PaymentStatus;
import dev.consign.reconciler.run.Compared.HerePayment;
import dev.consign.reconciler.run.Compared.HereRefund;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/// Compares the lines of a stored file with our books, a slice at a time: the database joins by
/// primary keys and sends back only the lines that do not plainly agree.
final class LineComparison {
    static final String SLICE =
            """
            SELECT COUNT(*) AS size, MAX(line_no) AS last_line
              FROM (SELECT line_no FROM statement_line
                     WHERE statement_id = :statement AND line_no > :after
                     ORDER BY line_no LIMIT :limit) AS slice
            """;

    static final String DOUBTFUL =
            """
            SELECT l.line_no, l.kind, l.payment_no, l.refund_no, l.transaction_id, l.currency, l.amount_minor, l.occurred_at,
                   p.status AS payment_status, p.currency AS payment_currency, p.amount_minor AS payment_minor,
                   r.status AS refund_status, r.currency AS refund_currency, r.amount_minor AS refund_minor
              FROM statement_line l
              LEFT JOIN payment p ON p.payment_no = l.payment_no AND p.gateway = :gateway
              LEFT JOIN refund r ON r.refund_no = l.refund_no AND r.payment_no = l.payment_no AND r.gateway = :gateway
             WHERE l.statement_id = :statement AND l.line_no > :after AND l.line_no <= :last
               AND NOT COALESCE(l.kind = 'PAYMENT' AND p.status IN ('PAID', 'REFUNDED') AND p.transaction_id = l.transaction_id
                                AND p.currency = l.currency AND p.amount_minor = l.amount_minor, FALSE)
               AND NOT COALESCE(l.kind = 'REFUND' AND r.status = 'SUCCEEDED'
                                AND r.currency = l.currency AND r.amount_minor = l.amount_minor, FALSE)
            """;

    static final String BOOKED = "SELECT journal_key FROM journal WHERE journal_key IN (:keys)";

    private final NamedParameterJdbcOperations jdbc;
    private final int batch;

    /// @param batch lines in one slice
    LineComparison(NamedParameterJdbcOperations jdbc, int batch) {
        this.jdbc = jdbc;
        this.batch = batch;
    }

    /// A few lines of the file, one behind the other.
    ///
    /// @param size how many; 0 behind the end
    record Slice(int after, int last, int size) {}

    Slice next(String statement, int after) {
        return Objects.requireNonNull(
                jdbc.queryForObject(
                        SLICE,
                        Map.of("statement", statement, "after", after, "limit", batch),
                        (row, _) -> new Slice(after, row.getInt("last_line"), row.getInt("size"))));
    }

    /// The differences in one slice.
    ///
    /// @param repeated lines that are not compared: their movement was, at its first line
    List<Found> differences(
            GatewayCode gateway, String statement, Slice slice, Set<Integer> repeated) {
        var doubtful =
                jdbc.query(
                        DOUBTFUL,
                        Map.of(
                                "gateway",
                                gateway.value(),
                                "statement",
                                statement,
                                "after",
                                slice.after(),
                                "last",
                                slice.last()),
                        (row, _) -> compared(row));
        var booked = booked(gateway, doubtful);
        return doubtful.stream()
                .filter(line -> !repeated.contains(line.line()))
                .map(line -> booked.contains(key(gateway, line)) ? line.asBooked() : line)
                .map(Compared::difference)
                .flatMap(Optional::stream)
                .toList();
    }

    /// The ledger knows movements that the payment does not show: a second one of the same payment.
    private Set<String> booked(GatewayCode gateway, List<Compared> doubtful) {
        var keys =
                doubtful.stream()
                        .filter(line -> line.kind() == Kind.PAYMENT && line.payment() != null)
                        .map(line -> key(gateway, line))
                        .toList();
        return keys.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.queryForList(BOOKED, Map.of("keys", keys), String.class));
    }

    /// As the ledger names what a gateway collected.
    private static String key(GatewayCode gateway, Compared line) {
        return "%s:%s:COLLECT".formatted(gateway, line.transactionId());
    }

    private static Compared compared(ResultSet row) throws SQLException {
        var payment = row.getString("payment_status");
        var refund = row.getString("refund_status");
        return new Compared(
                row.getInt("line_no"),
                Kind.valueOf(row.getString("kind")),
                row.getString("payment_no"),
                row.getString("refund_no"),
                row.getString("transaction_id"),
                money(row, "currency", "amount_minor"),
                Utc.instant(row, "occurred_at"),
                payment == null
                        ? null
                        : new HerePayment(
                                PaymentStatus.valueOf(payment),
                                money(row, "payment_currency", "payment_minor")),
                refund == null
                        ? null
                        : new HereRefund(refund, money(row, "refund_currency", "refund_minor")),
                "SUCCEEDED".equals(refund));
    }

    private static Money money(ResultSet row, String currency, String minor) throws SQLException {
        return Money.of(row.getString(currency), row.getLong(minor));
    }
}
