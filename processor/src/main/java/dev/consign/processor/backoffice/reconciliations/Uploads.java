package dev.consign.processor.backoffice.reconciliations;

import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Hands a file over to the reconciler through the database, in parts: the two programs may run on
/// different machines, and the file is read by the one reader there is, like a fetched one. No more
/// than one part is ever in memory.
@Component
final class Uploads {
    static final int PART = 1 << 20;

    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final String KEEP =
            "INSERT INTO recon_upload (run_id, part, bytes, uploaded_at) VALUES (:run, :part, :bytes, :now)";

    private static final String FORGET = "DELETE FROM recon_upload WHERE run_id = :run";

    static final String ABANDONED_PARTS =
            """
            DELETE FROM recon_upload
             WHERE uploaded_at < :before
               AND run_id NOT IN (SELECT run_id FROM recon_run) -- its request died before there was a run
             ORDER BY uploaded_at LIMIT 100
            """;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    Uploads(Transactions transactions, JdbcClient jdbc, InstantSource clock) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Stores a file for a run that is still to be inserted.
    ///
    /// @throws IOException when the file cannot be read
    void keep(String runId, InputStream file) throws IOException {
        forgetAbandoned();
        var number = 0;
        for (var bytes = file.readNBytes(PART); bytes.length > 0; bytes = file.readNBytes(PART)) {
            keep(runId, number++, bytes);
        }
    }

    /// Of a run that was not inserted after all.
    void forget(String runId) {
        transactions.run(() -> jdbc.sql(FORGET).param("run", runId).update());
    }

    private void keep(String runId, int part, byte[] bytes) {
        transactions.run(() ->
                jdbc.sql(KEEP)
                        .param("run", runId)
                        .param("part", part)
                        .param("bytes", bytes)
                        .param("now", Utc.column(clock.instant()))
                        .update());
    }

    private void forgetAbandoned() {
        transactions.run(() ->
                jdbc.sql(ABANDONED_PARTS)
                        .param("before", Utc.column(clock.instant().minus(ABANDONED)))
                        .update());
    }
}
