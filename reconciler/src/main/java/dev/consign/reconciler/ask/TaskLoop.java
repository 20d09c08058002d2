package dev.consign.reconciler.ask;

import dev.consign.reconciler.task.Claims;
import dev.consign.reconciler.task.TaskClaim;
import dev.consign.sql.DatabaseDown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/// Claims due tasks as long as a worker is free to use them at once, so that no claim waits while
/// its lease runs. While the database is down it pauses, and resumes by itself. If it ends unasked,
/// [#died] says so.
public final class TaskLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLoop.class);

    private final String owner;
    private final Claims claims;
    private final TaskWork work;
    private final RequerySettings settings;
    private final Outage database;
    private final Semaphore free;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("task-", 0).factory());

    private volatile @Nullable Thread claimer;
    private volatile @Nullable Error death;

    /// @param owner this process, as people see it in the table
    public TaskLoop(String owner, Claims claims, TaskWork work, RequerySettings settings) {
        this.owner = owner;
        this.claims = claims;
        this.work = work;
        this.settings = settings;
        this.database =
                new Outage(
                        "the database",
                        "asking pauses",
                        settings.pollInterval(),
                        settings.longestPause());
        this.free = new Semaphore(settings.workers());
    }

    /// Begins to ask; called once.
    public void start() {
        claimer = Thread.ofPlatform().name("task-claims").start(this::run);
    }

    /// @return why nothing is asked any more, although nobody closed this; empty while all is well
    public Optional<String> died() {
        return Optional.ofNullable(death).map(Error::toString);
    }

    /// Claims no more, gives back what was claimed and not begun, and waits for the questions under
    /// way.
    @Override
    public void close() {
        stopping.countDown();
        try {
            var claims = claimer;
            if (claims != null && !claims.join(settings.lease())) {
                LOG.info("a claim still under way is left to its lease");
            }
            workers.shutdown();
            if (!workers.awaitTermination(settings.lease().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("questions still under way are left to their leases");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                tolerantTurn();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Error e) {
            death = e;
            LOG.error("nothing is asked any more: this program must be started again", e);
            throw e;
        }
    }

    private void tolerantTurn() throws InterruptedException {
        try {
            turn();
        } catch (RuntimeException e) {
            LOG.error("a round of asking stumbled", e);
            pause(settings.longestPause());
        }
    }

    private void turn() throws InterruptedException {
        var wanted = freeWorkers();
        var claimed = List.<TaskClaim>of();
        var before = database.failures();
        try {
            claimed = claims.claim(owner, wanted, settings.lease(), work.leftAlone());
            database.worked(before);
        } catch (DatabaseDown e) {
            database.failed(NestedExceptionUtils.getMostSpecificCause(e).toString());
        } catch (RuntimeException e) {
            LOG.error("tasks could not be claimed", e);
            database.failed(e.toString());
        }
        free.release(wanted - claimed.size());
        for (var claim : claimed) {
            begin(claim);
        }
        if (claimed.size() < wanted) {
            pause(settings.pollInterval());
        }
        if (database.lasts()) {
            pause(database.pause());
        }
    }

    /// Takes as many permits as there are free workers, at least one.
    private int freeWorkers() throws InterruptedException {
        free.acquire();
        var wanted = 1;
        while (wanted < settings.batchSize() && free.tryAcquire()) {
            wanted++;
        }
        return wanted;
    }

    private void begin(TaskClaim claim) {
        if (stopping.getCount() > 0) {
            try {
                workers.execute(() -> work(claim));
                return;
            } catch (RejectedExecutionException e) {
                LOG.debug("closed meanwhile", e);
            }
        }
        free.release();
        try {
            work.giveBack(claim);
        } catch (RuntimeException e) {
            LOG.debug("task {} is left to its lease", claim.taskId(), e);
        }
    }

    private void work(TaskClaim claim) {
        try {
            work.use(claim);
        } catch (DatabaseDown e) {
            // The lease runs out, and the same slot is used again under the same names.
            database.failed(NestedExceptionUtils.getMostSpecificCause(e).toString());
        } catch (RuntimeException e) {
            LOG.error(
                    "{} task {} of {} failed", claim.kind(), claim.taskId(), claim.reference(), e);
        } finally {
            free.release();
        }
    }

    private void pause(Duration time) throws InterruptedException {
        if (stopping.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("stopping");
        }
    }
}
