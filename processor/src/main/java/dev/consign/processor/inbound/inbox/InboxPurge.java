package dev.consign.processor.inbound.inbox;

import dev.consign.sql.DatabaseDown;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets what was not understood long ago, a slice a transaction; never what an open case is
/// about.
final class InboxPurge {
    private static final Logger log = LoggerFactory.getLogger(InboxPurge.class);

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

    /// @return how many were forgotten
    @Scheduled(fixedDelayString = "${consign.inbox.purge-interval}")
    int purge() {
        var before = Utc.column(clock.instant().minus(settings.retention()));
        var total = 0;
        try {
            int deleted;
            do {
                deleted =
                        transactions.call(() ->
                                jdbc.sql(DELETE_SLICE)
                                        .param("before", before)
                                        .param("slice", settings.purgeSlice())
                                        .update());
                total += deleted;
            } while (deleted == settings.purgeSlice());
        } catch (DatabaseDown e) {
            log.info("old callbacks that nobody understood stay for now: {}", e.getMessage());
        }
        return total;
    }
}
