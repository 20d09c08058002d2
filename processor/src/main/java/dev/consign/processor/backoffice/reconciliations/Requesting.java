package dev.consign.processor.backoffice.reconciliations;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.Completion;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.hibernate.Sessions;
import dev.consign.reconciliation.StatementOrigin;
import dev.consign.sql.Utc;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.core.io.InputStreamSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Asks for a run once a key; key, run and answer are committed together.
@Component
final class Requesting {
    private static final Duration A_MOMENT = Duration.ofMinutes(1);

    private static final String SAME =
            """
            SELECT run_id FROM recon_run
             WHERE gateway = :gateway AND business_date = :date AND origin = 'FETCHED' AND status <> 'FAILED'
               AND (ended_at IS NULL OR requested_at > :since)
             ORDER BY run_id DESC LIMIT 1
            """;

    // A run that failed is nobody's answer: whoever asks after it asks for another.
    private static final String LAST_FAILED =
            """
            SELECT run_id FROM recon_run
             WHERE gateway = :gateway AND business_date = :date AND status = 'FAILED'
             ORDER BY run_id DESC LIMIT 1
            """;

    private final JdbcClient jdbc;
    private final IdempotentExecutor once;
    private final Sessions sessions;
    private final Uploads uploads;
    private final Audit audit;
    private final IdSource ids;
    private final InstantSource clock;

    Requesting(
            JdbcClient jdbc,
            IdempotentExecutor once,
            Sessions sessions,
            Uploads uploads,
            Audit audit,
            IdSource ids,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.once = once;
        this.sessions = sessions;
        this.uploads = uploads;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /// For a file that the gateway is to be asked for.
    ///
    /// @throws Refused when nothing was asked for
    StoredAnswer request(IdempotentRequest request, RequestedRun wanted, String actor) {
        return insert(request, wanted, ids.next(NumberPrefix.RUN), StatementOrigin.FETCHED, actor);
    }

    /// The same without a key: a run that is under way, or was asked for a moment ago, is the one
    /// that is meant. Later it may be asked for once more, since the gateway's file and our books
    /// go on.
    ///
    /// @throws Refused when nothing was asked for
    StoredAnswer requestWithoutKey(RequestedRun wanted, String actor) {
        var now = clock.instant();
        return jdbc.sql(SAME)
                .param("gateway", wanted.gateway().value())
                .param("date", wanted.businessDate())
                .param("since", Utc.column(now.minus(A_MOMENT)))
                .query(String.class)
                .optional()
                .map(run -> once.answerWithoutKey(Completion.ACCEPTED, () -> new Requested(run)))
                .orElseGet(() ->
                        request(Unkeyed.fetch(wanted, now, lastFailed(wanted)), wanted, actor));
    }

    /// What stands for the key of an upload without one.
    IdempotentRequest unkeyed(RequestedRun wanted, String digest) {
        return Unkeyed.upload(wanted, digest, lastFailed(wanted));
    }

    private String lastFailed(RequestedRun wanted) {
        return jdbc.sql(LAST_FAILED)
                .param("gateway", wanted.gateway().value())
                .param("date", wanted.businessDate())
                .query(String.class)
                .optional()
                .orElse("-");
    }

    /// For a file that the person who asks has given.
    ///
    /// @throws Refused when nothing was asked for
    /// @throws IOException when the file cannot be read
    StoredAnswer requestWith(
            IdempotentRequest request, RequestedRun wanted, InputStreamSource file, String actor)
            throws IOException {
        var known = once.known(request);
        if (known.isPresent()) {
            return known.get();
        }
        var runId = ids.next(NumberPrefix.RUN);
        // Before the run, so that nobody begins one whose file is not there yet; and not in its
        // transaction, which would hold gigabytes.
        try (var bytes = file.getInputStream()) {
            uploads.keep(runId, bytes);
        }
        try {
            var answer = insert(request, wanted, runId, StatementOrigin.UPLOADED, actor);
            if (answer.replayed()) {
                uploads.forget(runId);
            }
            return answer;
        } catch (Refused e) {
            // After any other failure the run may be there, and then needs its file.
            uploads.forget(runId);
            throw e;
        }
    }

    private StoredAnswer insert(
            IdempotentRequest request,
            RequestedRun wanted,
            String runId,
            StatementOrigin origin,
            String actor) {
        return once.answer(
                request,
                Completion.ACCEPTED,
                () -> {
                    var now = Utc.column(clock.instant());
                    sessions.call(session ->
                            session.insert(new RunRow(runId, wanted, origin, actor, now)));
                    audit.write(
                            actor,
                            "RECONCILIATION_ASK",
                            runId,
                            "%s of %s, %s"
                                    .formatted(
                                            wanted.gateway(),
                                            wanted.businessDate(),
                                            origin == StatementOrigin.UPLOADED
                                                    ? "with a file of their own"
                                                    : "with the gateway's file"));
                    return new Requested(runId);
                });
    }

    /// 202 of POST /api/reconciliations.
    record Requested(String runId) {}
}
