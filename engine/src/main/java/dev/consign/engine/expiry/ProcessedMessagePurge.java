package dev.consign.engine.expiry;

import dev.consign.platform.worker.PeriodicWork;
import dev.consign.platform.worker.TurnResult;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Forgets processed messages that can no longer come again, a slice a transaction: no statement is
/// long, and no consumer waits for it.
@Component
final class ProcessedMessagePurge implements PeriodicWork {
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

    @Override
    public String name() {
        return "processed-message-purge";
    }

    @Override
    public Duration every() {
        return settings.purgeInterval();
    }

    /// Forgets one slice.
    @Override
    public TurnResult slice() {
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
