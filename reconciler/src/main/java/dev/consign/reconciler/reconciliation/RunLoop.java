package dev.consign.reconciler.reconciliation;

import dev.consign.platform.worker.BackOff;
import dev.consign.platform.worker.BackgroundWork;
import dev.consign.platform.worker.Outage;
import dev.consign.platform.worker.TurnResult;
import dev.consign.platform.worker.WorkerLoop;
import dev.consign.reconciler.run.RunAborted;
import dev.consign.reconciler.run.RunClaim;
import dev.consign.reconciler.run.RunSettings;
import dev.consign.reconciler.run.Runs;
import dev.consign.sql.DatabaseDown;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works on one run after the other as long as there are any. While the database is down it pauses,
/// and goes on by itself: the lease of a run under way runs out, and somebody goes on with it.
public final class RunLoop implements AutoCloseable, BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);
    private static final WorkerLoop.Words WORDS =
            new WorkerLoop.Words(
                    "a round of reconciliation stumbled", "the run under way is left to its lease");

    private final String owner;
    private final Runs runs;
    private final Reconciliation reconciliation;
    private final WorkerLoop loop;

    /// @param owner this process, as people see it in the table
    RunLoop(String owner, Runs runs, Reconciliation reconciliation, RunSettings settings) {
        this.owner = owner;
        this.runs = runs;
        this.reconciliation = reconciliation;
        this.loop =
                new WorkerLoop(
                        Thread.ofPlatform().name("reconciliation").factory(),
                        WorkerLoop.Pace.alone(
                                settings.pollInterval(),
                                BackOff.steady(settings.firstRetry()),
                                settings.firstRetry(),
                                settings.lease()),
                        WORDS,
                        new Outage(
                                "the database is not available, reconciliation pauses",
                                "the database is available again for reconciliation"),
                        this::turn);
    }

    /// Begins to work; called once.
    public void start() {
        loop.start();
    }

    @Override
    public Optional<String> down() {
        return loop.down();
    }

    /// Leaves the run under way at its next step, for somebody else to go on with, and waits for
    /// that.
    @Override
    public void close() {
        runs.stop();
        loop.stop();
    }

    private TurnResult turn() {
        var claim = runs.claim(owner);
        claim.ifPresent(this::work);
        return claim.isPresent() ? TurnResult.MORE : TurnResult.NOTHING;
    }

    private void work(RunClaim claim) {
        try {
            reconciliation.work(claim);
        } catch (RunAborted e) {
            switch (e.reason()) {
                case LOST -> LOG.info("run {} is worked on by somebody else now", claim.runId());
                case STOPPING -> runs.handBack(claim, Duration.ZERO, "Its worker was stopped.");
            }
        } catch (DatabaseDown e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.error("run {} stumbled", claim.runId(), e);
            reconciliation.later(
                    claim,
                    "INTERNAL",
                    "Our own fault; the log of run %s says more.".formatted(claim.runId()));
        }
    }
}
