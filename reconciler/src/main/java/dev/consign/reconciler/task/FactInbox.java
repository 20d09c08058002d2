package dev.consign.reconciler.task;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/// The way to the engine past the broker: a fact that is kept here is taken in by the processor
/// from the table. A fact kept twice is harmless, because the engine knows it by its message id.
public final class FactInbox {
    private static final String KEEP =
            """
            INSERT INTO fact_inbox (fact_id, message_id, body, learned_at, due_at, attempts)
            VALUES (:fact, :message, :body, :now, :now, 0)
            """;

    private final NamedParameterJdbcOperations jdbc;
    private final Transactions transactions;
    private final InstantSource clock;
    private final IdSource ids;

    public FactInbox(
            NamedParameterJdbcOperations jdbc,
            Transactions transactions,
            InstantSource clock,
            IdSource ids) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
    }

    /// In a transaction of its own: what a gateway said stays true, whoever has the task by now.
    ///
    /// @param body as it would stand on the queue
    /// @throws dev.consign.sql.DatabaseDown when it could not be kept
    public void keep(String messageId, String body) {
        transactions.run(() ->
                jdbc.update(
                        KEEP,
                        Map.of(
                                "fact",
                                ids.next(NumberPrefix.INBOX_FACT),
                                "message",
                                messageId,
                                "body",
                                body,
                                "now",
                                Utc.column(clock.instant()))));
    }
}
