package dev.consign.engine.expiry;

import dev.consign.platform.worker.TurnResult;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Forgets processed messages that can no longer come again, a slice a transaction: no statement is
/// long, and no consumer waits for it.
final class ProcessedMessagePurge {
    private static final String DELETE_SLICE =
            """
            DELETE FROM processed_message
             WHERE processed_at < :before
             ORDER BY processed_at
             LIMIT :slice
            """;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final DedupSettings settings;

    ProcessedMessagePurge(
            Transactions transactions,
            JdbcClient jdbc,
            InstantSource clock,
            DedupSettings settings) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    /// Forgets one slice.
    TurnResult slice() {
        var before = Utc.column(clock.instant().minus(settings.retention()));
        var deleted =
                transactions.call(() ->
                        jdbc.sql(DELETE_SLICE)
                                .param("before", before)
                                .param("slice", settings.purgeSlice())
                                .update());
        return deleted == settings.purgeSlice() ? TurnResult.MORE : TurnResult.NOTHING;
    }
}
