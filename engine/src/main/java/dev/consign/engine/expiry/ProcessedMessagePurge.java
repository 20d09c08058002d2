package dev.consign.engine.expiry;

import dev.consign.sql.DatabaseDown;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets processed messages that can no longer come again, a slice a transaction: no statement is
/// long, and no consumer waits for it.
final class ProcessedMessagePurge {
    private static final Logger log = LoggerFactory.getLogger(ProcessedMessagePurge.class);

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

    /// @return how many were forgotten
    @Scheduled(fixedDelayString = "${consign.dedup.purge-interval}")
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
            log.info("old message ids stay for now: {}", e.getMessage());
        }
        return total;
    }
}
