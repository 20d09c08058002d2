package dev.consign.processor.backoffice.lookup;

import dev.consign.id.NumberPrefix;
import dev.consign.money.Money;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What came in about payments and how it was processed, duplicates included.
@Component
public final class Evidence {
    private static final String SELECT =
            """
            SELECT evidence_id, message_id, payment_no, order_no, gateway, kind, source, currency,
                   amount_minor, transaction_id, occurred_at, processed_at, outcome, why
              FROM payment_evidence
            """;

    private final JdbcClient jdbc;

    Evidence(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Newest first, the first page.
    public List<EvidenceView> find(Filter filter) {
        return page(filter).items();
    }

    /// Newest first.
    KeysetPage<EvidenceView> page(Filter filter) {
        return statement(filter).read(jdbc, (row, _) -> view(row), EvidenceView::evidenceId);
    }

    static PageStatement statement(Filter filter) {
        return PageStatement.newestFirst(SELECT, "evidence_id", "processed_at", filter.window)
                .where("order_no = :order", filter.orderNo)
                .where("payment_no = :payment", filter.paymentNo)
                .where("message_id = :message", filter.messageId)
                .where("outcome = :outcome", filter.outcome);
    }

    private static EvidenceView view(ResultSet row) throws SQLException {
        return new EvidenceView(
                row.getString("evidence_id"),
                row.getString("message_id"),
                row.getString("payment_no"),
                row.getString("order_no"),
                row.getString("gateway"),
                row.getString("kind"),
                row.getString("source"),
                MoneyBody.of(Money.of(row.getString("currency"), row.getLong("amount_minor"))),
                row.getString("transaction_id"),
                Utc.instant(row, "occurred_at"),
                Utc.instant(row, "processed_at"),
                row.getString("outcome"),
                row.getString("why"));
    }

    /// What to look for; null for anything.
    public record Filter(
            @Nullable String orderNo,
            @Nullable String paymentNo,
            @Nullable String messageId,
            @Nullable String outcome,
            Window window) {
        /// Everything about one payment.
        public static Filter ofPayment(String paymentNo) {
            return new Filter(null, paymentNo, null, null, Window.all(NumberPrefix.EVIDENCE));
        }

        /// Everything about one order.
        public static Filter ofOrder(String orderNo) {
            return new Filter(orderNo, null, null, null, Window.all(NumberPrefix.EVIDENCE));
        }
    }

    /// One message that came in, and how it was processed.
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
            Instant processedAt,
            String outcome,
            String why) {}
}
