package dev.consign.reconciler.matching;

import dev.consign.gateway.StatementLine.Kind;
import dev.consign.id.GatewayCode;
import dev.consign.ledger.Account;
import dev.consign.money.Money;
import dev.consign.payment.PaymentStatus;
import dev.consign.reconciler.matching.LineMatch.Booked;
import dev.consign.reconciler.matching.LineMatch.HerePayment;
import dev.consign.reconciler.matching.LineMatch.HereRefund;
import dev.consign.reconciler.matching.LineMatch.Said;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/// Compares the lines of a stored file with our books, a slice at a time: the database joins by
/// primary keys and sends back only the lines that do not plainly agree.
public final class LineComparison {
    static final String SLICE =
            """
            SELECT COUNT(*) AS size, MAX(line_no) AS last_line
              FROM (SELECT line_no FROM statement_line
                     WHERE statement_id = :statement AND line_no > :after
                     ORDER BY line_no LIMIT :limit) AS slice
            """;

    /// What plainly agrees is left out; a refund is found by our number, or by the gateway's own.
    static final String DOUBTFUL =
            """
            SELECT l.line_no, l.kind, l.word, l.flaw, l.payment_no, l.refund_no, l.transaction_id, l.currency, l.amount_minor,
                   l.occurred_at, p.order_no, p.status AS payment_status, p.currency AS payment_currency,
                   p.amount_minor AS payment_minor, p.collected_minor, p.held_minor, p.transaction_id AS paid_by,
                   EXISTS (SELECT 1
                             FROM statement_line o
                             JOIN gateway_statement s ON s.statement_id = o.statement_id
                            WHERE o.payment_no = p.payment_no AND o.kind = 'PAYMENT' AND o.transaction_id = p.transaction_id
                              AND s.gateway = :gateway AND s.is_current = 1) AS in_file,
                   COALESCE(r.status, g.status) AS refund_status, COALESCE(r.currency, g.currency) AS refund_currency,
                   COALESCE(r.amount_minor, g.amount_minor) AS refund_minor,
                   EXISTS (SELECT 1 FROM journal j
                            WHERE j.journal_key = CONCAT(COALESCE(r.refund_no, g.refund_no), ':REFUND_REVERSE')) AS taken_back
              FROM statement_line l
              LEFT JOIN payment p ON p.payment_no = l.payment_no AND p.gateway = :gateway
              LEFT JOIN refund r ON r.refund_no = l.refund_no AND r.payment_no = l.payment_no AND r.gateway = :gateway
              LEFT JOIN refund g ON g.payment_no = l.payment_no AND g.gateway_refund_no = l.refund_no AND g.gateway = :gateway
             WHERE l.statement_id = :statement AND l.line_no > :after AND l.line_no <= :last
               AND NOT COALESCE(l.kind = 'PAYMENT' AND p.status IN ('PAID', 'REFUNDED') AND p.transaction_id = l.transaction_id
                                AND p.currency = l.currency AND p.amount_minor = l.amount_minor
                                AND p.collected_minor = l.amount_minor, FALSE)
               AND NOT COALESCE(l.kind = 'REFUND' AND COALESCE(r.status, g.status) = 'SUCCEEDED'
                                AND COALESCE(r.currency, g.currency) = l.currency
                                AND COALESCE(r.amount_minor, g.amount_minor) = l.amount_minor, FALSE)
               AND NOT COALESCE(l.kind = 'REFUND_RETURNED' AND COALESCE(r.status, g.status) = 'RETURNED'
                                AND COALESCE(r.currency, g.currency) = l.currency
                                AND COALESCE(r.amount_minor, g.amount_minor) = l.amount_minor, FALSE)
             ORDER BY l.line_no
            """;

    static final String BOOKED =
            """
            SELECT j.journal_key, j.order_no, e.currency, e.amount_minor
              FROM journal j
              JOIN ledger_entry e ON e.journal_key = j.journal_key
             WHERE j.journal_key IN (:keys)
               AND e.account = :account -- what the gateway owes us for it
            """;

    static final String CORRECTED =
            """
            SELECT j.journal_key, j.order_no, e.currency, e.amount_minor
              FROM journal j
              JOIN ledger_entry e ON e.journal_key = j.journal_key
             WHERE j.order_no IN (:orders) AND j.kind = 'CORRECT'
               AND e.account = :account -- what the gateway owes us for it
            """;

    /// Also one that the bank returned later: the gateway has made it all the same (rule 17).
    private static final Set<String> BOOKED_REFUNDS = Set.of("SUCCEEDED", "RETURNED");

    private final NamedParameterJdbcOperations jdbc;
    private final int batch;

    /// @param batch lines in one slice
    public LineComparison(NamedParameterJdbcOperations jdbc, int batch) {
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
    List<Break> differences(
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
                .filter(line -> !repeated.contains(line.said().line()))
                .map(line -> {
                    var found = booked.get(key(gateway, line));
                    return found == null ? line : line.with(found);
                })
                .map(LineMatch::difference)
                .flatMap(Optional::stream)
                .toList();
    }

    /// What the ledger has of the lines' transactions: it knows movements that the payment does not
    /// show, a second one of the same payment or one in another amount.
    private Map<String, Booked> booked(GatewayCode gateway, List<LineMatch> doubtful) {
        var keys =
                doubtful.stream()
                        .filter(line ->
                                line.said().kind() == Kind.PAYMENT && line.payment() != null)
                        .map(line -> key(gateway, line))
                        .toList();
        var account = Account.clearing(gateway).name();
        var booked = postings(BOOKED, "keys", keys, account);
        var orders = booked.stream().map(Posting::orderNo).distinct().toList();
        var corrections = postings(CORRECTED, "orders", orders, account);
        return booked.stream()
                .collect(
                        Collectors.toMap(
                                Posting::key, one -> corrected(one, corrections), (one, _) -> one));
    }

    private List<Posting> postings(String sql, String name, List<String> wanted, String account) {
        return wanted.isEmpty()
                ? List.of()
                : jdbc.query(
                        sql,
                        Map.of(name, wanted, "account", account),
                        (row, _) ->
                                new Posting(
                                        row.getString("journal_key"),
                                        row.getString("order_no"),
                                        money(row, "currency", "amount_minor")));
    }

    /// What is left of a movement after all that was put right about it (rule 18).
    private static Booked corrected(Posting collected, List<Posting> corrections) {
        var movement = collected.key.substring(0, collected.key.length() - "COLLECT".length());
        var takenBack = false;
        var amount = collected.amount;
        for (var one : corrections) {
            if (one.key.equals(movement + "REVERSE")) {
                takenBack = true;
            } else if (one.key.startsWith(movement + "CORRECT:")) {
                amount = amount.plus(one.amount);
            }
        }
        return new Booked(collected.orderNo, amount, takenBack);
    }

    /// One posting to what the gateway owes us.
    private record Posting(String key, String orderNo, Money amount) {}

    /// As the ledger names what a gateway collected.
    private static String key(GatewayCode gateway, LineMatch line) {
        return "%s:%s:COLLECT".formatted(gateway, line.said().transactionId());
    }

    private static LineMatch compared(ResultSet row) throws SQLException {
        return new LineMatch(
                new Said(
                        row.getInt("line_no"),
                        Kind.valueOf(row.getString("kind")),
                        unknown(row.getString("word"), row.getString("flaw")),
                        row.getString("payment_no"),
                        row.getString("refund_no"),
                        row.getString("transaction_id"),
                        money(row, "currency", "amount_minor"),
                        Utc.instant(row, "occurred_at")),
                payment(row),
                refund(row),
                null);
    }

    private static @Nullable String unknown(@Nullable String word, @Nullable String flaw) {
        return word == null
                ? null
                : "The line %s; the file calls it %s. Nothing was booked.".formatted(flaw, word);
    }

    private static @Nullable HerePayment payment(ResultSet row) throws SQLException {
        var status = row.getString("payment_status");
        return status == null
                ? null
                : new HerePayment(
                        row.getString("order_no"),
                        PaymentStatus.valueOf(status),
                        money(row, "payment_currency", "payment_minor"),
                        row.getString("paid_by"),
                        row.getBoolean("in_file"),
                        row.getLong("held_minor") > 0
                                && row.getLong("held_minor") == row.getLong("collected_minor"));
    }

    private static @Nullable HereRefund refund(ResultSet row) throws SQLException {
        var status = row.getString("refund_status");
        return status == null
                ? null
                : new HereRefund(
                        status,
                        money(row, "refund_currency", "refund_minor"),
                        BOOKED_REFUNDS.contains(status),
                        row.getBoolean("taken_back"));
    }

    private static Money money(ResultSet row, String currency, String minor) throws SQLException {
        return Money.of(row.getString(currency), row.getLong(minor));
    }
}
