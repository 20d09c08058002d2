package dev.consign.engine.table;

import dev.consign.engine.change.ChangeSet;
import dev.consign.engine.change.ChangeSet.Processed;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.order.Order;
import dev.consign.sql.Batch;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// Writes what support reads: a line for every message taken in.
final class EvidenceWrites {
    private static final String INSERT_EVIDENCE =
            """
            INSERT INTO payment_evidence (evidence_id, message_id, payment_no, order_no, gateway, kind, source, currency,
                                          amount_minor, transaction_id, occurred_at, processed_at, outcome, why)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate batches;
    private final IdSource ids;

    EvidenceWrites(JdbcTemplate batches, IdSource ids) {
        this.batches = batches;
        this.ids = ids;
    }

    void write(ChangeSet batch) {
        var at = batch.now();
        List<@Nullable Object[]> evidence =
                batch.processed().stream().map(one -> evidence(one, at)).toList();
        Batch.insert(batches, INSERT_EVIDENCE, evidence);
    }

    private @Nullable Object[] evidence(Processed processed, Instant at) {
        var fact = processed.fact();
        return new @Nullable Object[] {
            ids.next(NumberPrefix.EVIDENCE),
            fact.messageId().value(),
            fact.paymentNo().value(),
            orderNo(processed.order()),
            fact.gateway().value(),
            fact.kind().name(),
            fact.source().name(),
            fact.money().currency().getCurrencyCode(),
            fact.money().minor(),
            fact.transactionId() == null ? null : fact.transactionId().value(),
            Utc.column(fact.occurredAt()),
            Utc.column(at),
            processed.outcome().name(),
            processed.why()
        };
    }

    private static @Nullable String orderNo(@Nullable Order order) {
        return order == null ? null : order.orderNo().value();
    }
}
