package dev.consign.engine.table;

import dev.consign.engine.change.ChangeSet;
import dev.consign.engine.change.OpenCase;
import dev.consign.engine.change.TaskChanges;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.order.Order;
import dev.consign.payment.PaymentFact;
import dev.consign.sql.Batch;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes a case for everything a person must look at, and closes those that are over. There is one
/// case a kind and message, however often the message comes; when it comes with another content,
/// the case is open again, and about that.
final class CaseWrites {
    private static final String OPEN_CASE =
            """
            INSERT INTO case_file (case_id, case_key, kind, status, order_no, payment_no, message_id, fact_kind, fact_source,
                                   currency, amount_minor, transaction_id, number, evidence, opened_at)
            VALUES (?, ?, ?, 'OPEN', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE -- the same word again changes nothing; another one is looked at again
                reopened_at = IF(status = 'OPEN' OR LOCATE(VALUES(evidence), evidence) > 0, reopened_at, VALUES(opened_at)),
                resolved_at = IF(LOCATE(VALUES(evidence), evidence) > 0, resolved_at, NULL),
                owner = IF(LOCATE(VALUES(evidence), evidence) > 0, owner, NULL),
                resolution = IF(LOCATE(VALUES(evidence), evidence) > 0, resolution, NULL),
                status = IF(LOCATE(VALUES(evidence), evidence) > 0, status, 'OPEN'),
                fact_kind = IF(LOCATE(VALUES(evidence), evidence) > 0, fact_kind, COALESCE(VALUES(fact_kind), fact_kind)),
                fact_source = IF(LOCATE(VALUES(evidence), evidence) > 0, fact_source, COALESCE(VALUES(fact_source), fact_source)),
                currency = IF(LOCATE(VALUES(evidence), evidence) > 0, currency, COALESCE(VALUES(currency), currency)),
                amount_minor = IF(LOCATE(VALUES(evidence), evidence) > 0, amount_minor, COALESCE(VALUES(amount_minor), amount_minor)),
                transaction_id = IF(LOCATE(VALUES(evidence), evidence) > 0, transaction_id, COALESCE(VALUES(transaction_id), transaction_id)),
                number = IF(LOCATE(VALUES(evidence), evidence) > 0, number, COALESCE(VALUES(number), number)),
                evidence = IF(LOCATE(VALUES(evidence), evidence) > 0, evidence, CONCAT(evidence, '\n', VALUES(evidence)))
            """;

    private static final String SETTLE_CASE =
            """
            UPDATE case_file
               SET status = 'RESOLVED', resolved_at = :at, owner = 'engine', resolution = :why
             WHERE case_key = :key
               AND status = 'OPEN'
            """;
    // By their unique keys: rows of another index, looked at and not meant, would be locked.
    private static final String CLOSE_CASES =
            """
            UPDATE case_file FORCE INDEX (case_file_once)
               SET status = 'RESOLVED', resolved_at = :at, owner = 'engine',
                   resolution = 'the right fact followed, or the payment became known'
             WHERE case_key IN (:keys)
               AND status = 'OPEN'
            """;
    private static final String CLOSE_KNOWN =
            """
            UPDATE case_file FORCE INDEX (case_file_once)
               SET status = 'RESOLVED', resolved_at = :at, owner = 'engine', resolution = 'the gateway gave its word after all'
             WHERE case_key IN (:keys)
               AND status = 'OPEN'
               AND (kind <> 'REQUERY_EXHAUSTED' -- what was said of the payment waits for an answer all the same
                    OR NOT EXISTS (SELECT 1 FROM fact_confirmation f FORCE INDEX (fact_confirmation_payment)
                                    WHERE f.payment_no = case_file.payment_no AND f.status = 'WAITING'))
            """;

    // One key an order, where their names would be three.
    private static final String CLOSE_KNOWN_OF_ORDERS =
            """
            UPDATE case_file FORCE INDEX (case_file_order)
               SET status = 'RESOLVED', resolved_at = :at, owner = 'engine', resolution = 'the gateway gave its word after all'
             WHERE order_no IN (:orders)
               AND kind IN (:kinds)
               AND status = 'OPEN'
               AND (kind <> 'REQUERY_EXHAUSTED' -- what was said of the payment waits for an answer all the same
                    OR NOT EXISTS (SELECT 1 FROM fact_confirmation f FORCE INDEX (fact_confirmation_payment)
                                    WHERE f.payment_no = case_file.payment_no AND f.status = 'WAITING'))
            """;

    private static final int LONGEST_WHY = 400;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final IdSource ids;

    CaseWrites(JdbcClient jdbc, JdbcTemplate batches, IdSource ids) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.ids = ids;
    }

    void write(ChangeSet batch) {
        var at = batch.now();
        List<@Nullable Object[]> cases =
                batch.cases().stream().map(one -> openCase(one, at)).toList();
        Batch.insert(batches, OPEN_CASE, cases);
        closeCases(batch.putRight(), at);
        batch.settled().forEach((key, why) -> settle(key, why, at));
    }

    /// Closes what only said that nobody knows. Before the answers to what was said are written: of
    /// a payment that waits for one the case stays.
    void closeKnown(TaskChanges changes, Instant at) {
        if (!changes.knownOrders().isEmpty()) {
            jdbc.sql(CLOSE_KNOWN_OF_ORDERS)
                    .param("at", Utc.column(at))
                    .param(
                            "orders",
                            changes.knownOrders().stream().map(OrderNo::value).sorted().toList())
                    .param("kinds", TaskChanges.ABOUT_SILENCE.stream().map(Enum::name).toList())
                    .update();
        }
        if (!changes.knownCases().isEmpty()) {
            jdbc.sql(CLOSE_KNOWN)
                    .param("at", Utc.column(at))
                    .param("keys", changes.knownCases())
                    .update();
        }
    }

    private void settle(String key, String why, Instant at) {
        jdbc.sql(SETTLE_CASE)
                .param("at", Utc.column(at))
                .param("why", why.length() > LONGEST_WHY ? why.substring(0, LONGEST_WHY) : why)
                .param("key", key)
                .update();
    }

    private void closeCases(Set<String> keys, Instant at) {
        if (!keys.isEmpty()) {
            jdbc.sql(CLOSE_CASES).param("at", Utc.column(at)).param("keys", keys).update();
        }
    }

    private @Nullable Object[] openCase(OpenCase open, Instant at) {
        @Nullable PaymentFact fact = open.fact();
        return new @Nullable Object[] {
            ids.next(NumberPrefix.CASE),
            open.key(),
            open.kind().name(),
            orderNo(open.order()),
            open.paymentNo() == null ? null : open.paymentNo().value(),
            fact == null ? null : fact.messageId().value(),
            fact == null ? null : fact.kind().name(),
            fact == null ? null : fact.source().name(),
            fact == null ? null : fact.money().currency().getCurrencyCode(),
            fact == null ? null : fact.money().minor(),
            fact == null || fact.transactionId() == null ? null : fact.transactionId().value(),
            fact == null ? null : fact.number(),
            open.evidence(),
            Utc.column(at)
        };
    }

    private static @Nullable String orderNo(@Nullable Order order) {
        return order == null ? null : order.orderNo().value();
    }
}
