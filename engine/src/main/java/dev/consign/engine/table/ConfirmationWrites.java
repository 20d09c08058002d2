package dev.consign.engine.table;

import dev.consign.engine.change.Confirmation;
import dev.consign.engine.change.Confirmations;
import dev.consign.id.PaymentNo;
import dev.consign.payment.FactSource;
import dev.consign.sql.Batch;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes what waits for a gateway's word before anything is posted (docs/rules.md, rule 12).
final class ConfirmationWrites {
    private static final String ASK =
            """
            INSERT INTO fact_confirmation (message_id, payment_no, order_no, gateway, kind, source, currency, amount_minor,
                                           transaction_id, number, actor, reason, status, asked_at, ended_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'WAITING', ?, NULL)
            ON DUPLICATE KEY UPDATE -- said once more, perhaps by somebody else: it is asked once more
                source = VALUES(source), currency = VALUES(currency), amount_minor = VALUES(amount_minor),
                actor = VALUES(actor), reason = VALUES(reason), status = 'WAITING', asked_at = VALUES(asked_at), ended_at = NULL
            """;
    private static final String END =
            """
            UPDATE fact_confirmation SET status = :to, ended_at = :at
             WHERE message_id = :message
               AND payment_no = :payment -- the same transaction may be claimed for another, which waits for its own answer
               AND status <> :to -- what is confirmed late was refuted before
            """;
    // A line of an uploaded file is its person's word, who stands in the run that found it.
    private static final String SAID_BY =
            """
            SELECT r.actor
              FROM recon_break b
              JOIN recon_run r ON r.run_id = b.last_run_id AND r.origin = 'UPLOADED'
             WHERE b.payment_no = :payment
             ORDER BY b.changed_at DESC LIMIT 1
            """;
    private static final String AGAIN =
            """
            UPDATE fact_confirmation FORCE INDEX (fact_confirmation_payment)
               SET status = 'WAITING', asked_at = :at, ended_at = NULL
             WHERE payment_no = :payment AND status IN ('WAITING', 'REFUTED')
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    ConfirmationWrites(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    void write(Confirmations confirmations, Instant at) {
        List<@Nullable Object[]> rows =
                confirmations.asked.stream().map(one -> row(one, at)).toList();
        Batch.insert(batches, ASK, rows);
        end("CONFIRMED", confirmations.confirmed, at);
        end("REFUTED", confirmations.refuted, at);
    }

    /// @return whether there is anything to ask
    boolean again(PaymentNo payment, Instant at) {
        return jdbc.sql(AGAIN)
                        .param("at", Utc.column(at))
                        .param("payment", payment.value())
                        .update()
                > 0;
    }

    /// One by one: a batch in which anything was asked about is rare, and two such are rarer.
    private void end(String to, Collection<Confirmation.Key> keys, Instant at) {
        for (var key : keys.stream().sorted().toList()) {
            jdbc.sql(END)
                    .param("to", to)
                    .param("at", Utc.column(at))
                    .param("message", key.messageId().value())
                    .param("payment", key.paymentNo().value())
                    .update();
        }
    }

    private String saidBy(Confirmations.Asked asked) {
        return asked.fact().source() == FactSource.UPLOAD
                ? jdbc.sql(SAID_BY)
                        .param("payment", asked.fact().paymentNo().value())
                        .query(String.class)
                        .optional()
                        .orElse(asked.cause().actor())
                : asked.cause().actor();
    }

    private @Nullable Object[] row(Confirmations.Asked asked, Instant at) {
        var fact = asked.fact();
        return new @Nullable Object[] {
            fact.messageId().value(),
            fact.paymentNo().value(),
            asked.order().orderNo().value(),
            fact.gateway().value(),
            fact.kind().name(),
            fact.source().name(),
            fact.money().currency().getCurrencyCode(),
            fact.money().minor(),
            fact.transactionId() == null ? null : fact.transactionId().value(),
            fact.number(),
            saidBy(asked),
            asked.cause().why(),
            Utc.column(at)
        };
    }
}
