package dev.consign.reconciler.run;

import dev.consign.sql.DatabaseDown;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/// Works on one run after the other as long as there are any. While the database is down it pauses,
/// and goes on by itself. If it ends unasked, [#died] says so.
public final class RunLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);

    private final String owner;
    private final Runs runs;
    private final Reconciliation reconciliation;
    private final RunSettings settings;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private boolean databaseIsDown;
    private volatile @Nullable Thread worker;
    private volatile @Nullable Error death;

    /// @param owner this process, as people see it in the table
    RunLoop(String owner, Runs runs, Reconciliation reconciliation, RunSettings settings) {
        this.owner = owner;
        this.runs = runs;
        this.reconciliation = reconciliation;
        this.settings = settings;
    }

    /// Begins to work; called once.
    public void start() {
        worker = Thread.ofPlatform().name("reconciliation").start(this::run);
    }

    /// @return why no run is worked on any more, although nobody closed this; empty while all is
    ///   well
    public Optional<String> died() {
        return Optional.ofNullable(death).map(Error::toString);
    }

    /// Leaves the run under way at its next step, for somebody else to go on with, and waits for
    /// that.
    @Override
    public void close() {
        stopping.countDown();
        runs.stop();
        try {
            var thread = worker;
            if (thread != null && !thread.join(settings.lease())) {
                LOG.info("the run under way is left to its lease");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                turn();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Error e) {
            death = e;
            LOG.error("no run is worked on any more: this program must be started again", e);
            throw e;
        }
    }

    private void turn() throws InterruptedException {
        try {
            var claim = runs.claim(owner);
            if (databaseIsDown) {
                databaseIsDown = false;
                LOG.info("the database is available again for reconciliation");
            }
            if (claim.isPresent()) {
                work(claim.get());
            } else {
                pause(settings.pollInterval());
            }
        } catch (DatabaseDown e) {
            // The lease of a run under way runs out, and somebody goes on with it.
            if (!databaseIsDown) {
                databaseIsDown = true;
                LOG.warn(
                        "the database is not available, reconciliation pauses: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).toString());
            }
            pause(settings.firstRetry());
        } catch (RuntimeException e) {
            LOG.error("a round of reconciliation stumbled", e);
            pause(settings.firstRetry());
        }
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

    private void pause(Duration time) throws InterruptedException {
        if (stopping.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("stopping");
        }
    }
}
