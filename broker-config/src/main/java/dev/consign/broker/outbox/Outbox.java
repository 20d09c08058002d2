package dev.consign.broker.outbox;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.sql.Batch;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Keeps messages in the transaction of whoever adds them: sent if it commits, never if it does not
/// (docs/rules.md, rule 9).
public final class Outbox {
    private static final String INSERT =
            """
            INSERT INTO outbox (outbox_id, queue, type, message_id, duplicate_id, body, headers,
                                due_at, attempts, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
            """;

    private final JdbcTemplate jdbc;
    private final IdSource ids;
    private final InstantSource clock;
    private final Runnable committed;

    /// An outbox whose relay, if any, finds the rows when it looks.
    public Outbox(JdbcTemplate jdbc, IdSource ids, InstantSource clock) {
        this(jdbc, ids, clock, () -> {});
    }

    /// @param committed run after each commit that added something
    Outbox(JdbcTemplate jdbc, IdSource ids, InstantSource clock, Runnable committed) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
        this.committed = committed;
    }

    /// Adds messages, to be sent in this order as far as possible; one statement, however many.
    ///
    /// @throws IllegalStateException outside a transaction: the rows would not share its fate
    public void add(List<OutboxMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("the outbox is written in a transaction only");
        }
        var now = Utc.column(clock.instant());
        List<@Nullable Object[]> rows =
                messages.stream()
                        .map(message ->
                                new @Nullable Object[] {
                                    ids.next(NumberPrefix.OUTBOX_MESSAGE),
                                    message.queue().address(),
                                    message.type(),
                                    message.messageId(),
                                    message.duplicateId(),
                                    message.body(),
                                    Headers.text(message.headers()),
                                    now,
                                    now
                                })
                        .toList();
        Batch.insert(jdbc, INSERT, rows);
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        committed.run();
                    }
                });
    }
}
