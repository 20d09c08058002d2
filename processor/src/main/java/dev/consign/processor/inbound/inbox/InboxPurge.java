package dev.consign.processor.inbound.inbox;

import dev.consign.platform.worker.PeriodicWork;
import dev.consign.platform.worker.TurnResult;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Forgets what was not understood long ago, a slice a transaction; never what an open case is
/// about.
@Component
final class InboxPurge implements PeriodicWork {
    private static final String DELETE_SLICE =
            """
            DELETE FROM callback_inbox
             WHERE last_received_at < :before
               AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.case_id = callback_inbox.case_id AND c.status = 'OPEN')
             ORDER BY last_received_at
             LIMIT :slice
            """;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final InboxSettings settings;

    InboxPurge(
            Transactions transactions,
            JdbcClient jdbc,
            InstantSource clock,
            InboxSettings settings) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "callback-inbox-purge";
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
