package dev.consign.processor.evidence;

import dev.consign.money.Money;
import dev.consign.processor.problem.MoneyBody;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What came in about payments and how it was judged, duplicates included.
public final class Evidence {
    private static final int LIMIT = 200;

    private final JdbcClient jdbc;

    Evidence(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Newest first.
    public List<EvidenceView> find(Filter filter) {
        var wanted = new LinkedHashMap<String, String>();
        put(wanted, "order_no = :order", filter.orderNo);
        put(wanted, "payment_no = :payment", filter.paymentNo);
        put(wanted, "message_id = :message", filter.messageId);
        put(wanted, "outcome = :outcome", filter.outcome);
        put(wanted, "evidence_id < :before", filter.before);
        var statement =
                jdbc.sql(
                        """
                        SELECT evidence_id, message_id, payment_no, order_no, gateway, kind, source, currency,
                               amount_minor, transaction_id, occurred_at, judged_at, outcome, why
                          FROM payment_evidence
                         %s
                         ORDER BY evidence_id DESC LIMIT %d
                        """
                                .formatted(
                                        wanted.isEmpty()
                                                ? ""
                                                : "WHERE " + String.join(" AND ", wanted.keySet()),
                                        LIMIT));
        for (var one : wanted.entrySet()) {
            var name = one.getKey().substring(one.getKey().indexOf(':') + 1);
            statement = statement.param(name, one.getValue());
        }
        return statement
                .query((row, _) ->
                        new EvidenceView(
                                row.getString("evidence_id"),
                                row.getString("message_id"),
                                row.getString("payment_no"),
                                row.getString("order_no"),
                                row.getString("gateway"),
                                row.getString("kind"),
                                row.getString("source"),
                                MoneyBody.of(
                                        Money.of(
                                                row.getString("currency"),
                                                row.getLong("amount_minor"))),
                                row.getString("transaction_id"),
                                Utc.instant(row, "occurred_at"),
                                Utc.instant(row, "judged_at"),
                                row.getString("outcome"),
                                row.getString("why")))
                .list();
    }

    private static void put(Map<String, String> wanted, String condition, @Nullable String value) {
        if (value != null) {
            wanted.put(condition, value);
        }
    }

    /// What to look for; null for anything.
    ///
    /// @param before only what came before this one
    public record Filter(
            @Nullable String orderNo,
            @Nullable String paymentNo,
            @Nullable String messageId,
            @Nullable String outcome,
            @Nullable String before) {
        /// Everything about one payment.
        public static Filter ofPayment(String paymentNo) {
            return new Filter(null, paymentNo, null, null, null);
        }

        /// Everything about one order.
        public static Filter ofOrder(String orderNo) {
            return new Filter(orderNo, null, null, null, null);
        }

        /// One message; the payment finds it by an index.
        public static Filter ofMessage(String paymentNo, String messageId) {
            return new Filter(null, paymentNo, messageId, null, null);
        }
    }

    /// One message that came in, and how it was judged.
    ///
    /// @param orderNo null when no such payment is known
    public record EvidenceView(
            String evidenceId,
            String messageId,
            String paymentNo,
            @Nullable String orderNo,
            String gateway,
            String kind,
            String source,
            MoneyBody amount,
            @Nullable String transactionId,
            Instant occurredAt,
            Instant judgedAt,
            String outcome,
            String why) {}
}
