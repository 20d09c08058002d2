package dev.consign.reconciler.run;

import dev.consign.id.GatewayCode;
import dev.consign.platform.text.CardNumbers;
import dev.consign.platform.worker.LeaseCheck;
import dev.consign.reconciliation.StatementOrigin;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/// Gives each run to one worker at a time, and each gateway and date to one run at a time. Whoever
/// lost a run writes nothing more: every write begins with the fence, in the same transaction.
public final class Runs {
    static final String DUE =
            """
            SELECT run_id, gateway, business_date, origin, attempts, fence
              FROM recon_run FORCE INDEX (recon_run_due)
             WHERE due_at <= :now
               -- a living lease belongs to somebody else
               AND (lease_until IS NULL OR lease_until <= :now)
             ORDER BY due_at LIMIT :limit
               FOR UPDATE SKIP LOCKED
            """;

    private static final String CLAIM =
            """
            UPDATE recon_run
               SET working = 1, lease_owner = :owner, lease_until = :until,
                   fence = fence + 1, attempts = attempts + 1
             WHERE run_id = :run -- this transaction has just locked it
            """;

    private static final String STEP_BACK =
            """
            UPDATE recon_run SET due_at = :due
             WHERE run_id = :run -- this transaction has just locked it
            """;

    private static final String BEAT =
            """
            UPDATE recon_run
               SET status = :status, lines_total = :total, lines_read = :read, lines_compared = :compared,
                   lines_matched = :matched, lease_until = :until
             WHERE run_id = :run AND fence = :fence -- only the newest claim may write
               AND working = 1                      -- and only until it let go
            """;

    private static final String HAND_BACK =
            """
            UPDATE recon_run
               SET due_at = :due, why = :why, working = NULL, lease_owner = NULL, lease_until = NULL
             WHERE run_id = :run AND fence = :fence -- only the newest claim may write
               AND working = 1                      -- and only until it let go
            """;

    private static final String END =
            """
            UPDATE recon_run
               SET status = :status, failure = :failure, why = :why, ended_at = :now, due_at = NULL,
                   working = NULL, lease_owner = NULL, lease_until = NULL
             WHERE run_id = :run AND fence = :fence -- only the newest claim may write
               AND working = 1                      -- and only until it let go
            """;

    private static final String FORGET_UPLOAD = "DELETE FROM recon_upload WHERE run_id = :run";

    private static final int CANDIDATES = 10;
    private static final int LONGEST_WHY = 400;

    private final NamedParameterJdbcOperations jdbc;
    private final Transactions transactions;
    private final InstantSource clock;
    private final RunSettings settings;
    private final AtomicBoolean stopping = new AtomicBoolean();

    public Runs(
            NamedParameterJdbcOperations jdbc,
            Transactions transactions,
            InstantSource clock,
            RunSettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.settings = settings;
    }

    /// Claims the run that has been due longest and whose day nobody works on. A run that was
    /// claimed as often as it may has failed.
    ///
    /// @param owner who claims, for people who look at the table
    /// @throws dev.consign.sql.DatabaseDown when the database cannot be reached; nothing is claimed
    public Optional<RunClaim> claim(String owner) {
        if (stopping.get()) {
            return Optional.empty();
        }
        return transactions.call(() -> {
            var now = clock.instant();
            for (var due : lockDue(now)) {
                if (!lease(due, owner, now)) {
                    stepBack(due, now);
                } else if (due.attempts() > settings.maxAttempts()) {
                    giveUp(due);
                } else {
                    return Optional.of(due);
                }
            }
            return Optional.empty();
        });
    }

    /// Its day is being worked on; those behind it must not wait for that.
    private void stepBack(RunClaim due, Instant now) {
        jdbc.update(
                STEP_BACK,
                Map.of("run", due.runId(), "due", Utc.column(now.plus(settings.firstRetry()))));
    }

    /// None of its workers lived to say why. The next would not either, nor come to another run.
    private void giveUp(RunClaim due) {
        endFailed(
                due,
                "GAVE_UP",
                "We gave up after %d tries; none of them came to an end."
                        .formatted(settings.maxAttempts()));
    }

    /// Renews the lease and shows how far the run has come.
    ///
    /// @throws RunAborted when the run is somebody else's now, or this process ends
    public void beat(RunClaim claim, Progress progress) {
        write(claim, progress, () -> true);
    }

    /// Writes something for the run, in one transaction with its progress.
    ///
    /// @throws RunAborted when the run is somebody else's now, or this process ends; nothing was
    ///   written
    public <T> T write(RunClaim claim, Progress progress, Supplier<T> work) {
        if (stopping.get()) {
            throw new RunAborted(RunAborted.Reason.STOPPING);
        }
        return transactions.call(() -> {
            if (!mine(BEAT, claim, values(progress))) {
                throw new RunAborted(RunAborted.Reason.LOST);
            }
            return work.get();
        });
    }

    private Map<String, @Nullable Object> values(Progress progress) {
        var values = new HashMap<String, @Nullable Object>();
        values.put("status", progress.status().name());
        values.put("total", progress.total());
        values.put("read", progress.read());
        values.put("compared", progress.compared());
        values.put("matched", progress.matched());
        values.put("until", Utc.column(clock.instant().plus(settings.lease())));
        return values;
    }

    /// Lets go of a run that cannot go on now; somebody begins it again from there.
    ///
    /// @param why for the person who waits for it
    public void handBack(RunClaim claim, Duration pause, String why) {
        var due = Utc.column(clock.instant().plus(pause));
        transactions.run(() -> mine(HAND_BACK, claim, Map.of("due", due, "why", shortened(why))));
    }

    /// Ends a run that was not compared. Without effect when it is somebody else's now.
    ///
    /// @param failure for programs
    /// @param why for people
    public void fail(RunClaim claim, String failure, String why) {
        transactions.run(() -> endFailed(claim, failure, why));
    }

    private void endFailed(RunClaim claim, String failure, String why) {
        if (end(claim, "FAILED", failure, shortened(why))) {
            forgetUpload(claim);
        }
    }

    /// Ends a run whose report is complete, within the transaction of that report.
    public void done(RunClaim claim, String statementId) {
        if (!end(claim, "DONE", null, null)) {
            throw new RunAborted(RunAborted.Reason.LOST);
        }
        jdbc.update(
                "UPDATE recon_run SET statement_id = :statement WHERE run_id = :run",
                Map.of("statement", statementId, "run", claim.runId()));
        forgetUpload(claim);
    }

    /// Every run stops at its next step, and none is claimed.
    public void stop() {
        stopping.set(true);
    }

    private List<RunClaim> lockDue(Instant now) {
        return jdbc.query(
                DUE,
                Map.of("now", Utc.column(now), "limit", CANDIDATES),
                (row, _) ->
                        new RunClaim(
                                row.getString("run_id"),
                                new GatewayCode(row.getString("gateway")),
                                row.getObject("business_date", LocalDate.class),
                                StatementOrigin.valueOf(row.getString("origin")),
                                row.getInt("attempts") + 1,
                                row.getLong("fence") + 1));
    }

    private boolean lease(RunClaim due, String owner, Instant now) {
        try {
            var claimed =
                    jdbc.update(
                            CLAIM,
                            Map.of(
                                    "run",
                                    due.runId(),
                                    "owner",
                                    owner,
                                    "until",
                                    Utc.column(now.plus(settings.lease()))));
            InvariantViolation.expect("run " + due.runId(), 1, claimed);
            return true;
        } catch (DuplicateKeyException _) {
            return false;
        }
    }

    private boolean end(
            RunClaim claim, String status, @Nullable String failure, @Nullable String why) {
        var values = new HashMap<String, @Nullable Object>();
        values.put("status", status);
        values.put("failure", failure);
        values.put("why", why);
        values.put("now", Utc.column(clock.instant()));
        return mine(END, claim, values);
    }

    private void forgetUpload(RunClaim claim) {
        jdbc.update(FORGET_UPLOAD, Map.of("run", claim.runId()));
    }

    private boolean mine(
            String update, RunClaim claim, Map<String, ? extends @Nullable Object> values) {
        var all = new HashMap<String, @Nullable Object>(values);
        all.put("run", claim.runId());
        all.put("fence", claim.fence());
        return LeaseCheck.of(jdbc.update(update, all), "run " + claim.runId()) == LeaseCheck.HELD;
    }

    private static String shortened(String why) {
        var safe = CardNumbers.inLine(why);
        return safe.length() <= LONGEST_WHY ? safe : safe.substring(0, LONGEST_WHY);
    }
}
