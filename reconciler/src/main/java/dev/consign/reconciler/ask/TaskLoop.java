package dev.consign.reconciler.ask;

import dev.consign.platform.worker.BackOff;
import dev.consign.platform.worker.BackgroundWork;
import dev.consign.platform.worker.Outage;
import dev.consign.platform.worker.TurnResult;
import dev.consign.platform.worker.WorkerLoop;
import dev.consign.reconciler.task.Claims;
import dev.consign.reconciler.task.TaskClaim;
import dev.consign.sql.DatabaseDown;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Claims due tasks as long as a worker is free to use them at once, so that no claim waits while
/// its lease runs. While the database is down it pauses, and resumes by itself.
public final class TaskLoop implements AutoCloseable, BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLoop.class);
    private static final WorkerLoop.Words WORDS =
            new WorkerLoop.Words(
                    "a round of asking stumbled", "a claim still under way is left to its lease");

    private final String owner;
    private final Claims claims;
    private final TaskWork work;
    private final RequerySettings settings;
    private final Semaphore free;
    private final WorkerLoop loop;
    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("task-", 0).factory());

    /// @param owner this process, as people see it in the table
    public TaskLoop(String owner, Claims claims, TaskWork work, RequerySettings settings) {
        this.owner = owner;
        this.claims = claims;
        this.work = work;
        this.settings = settings;
        this.free = new Semaphore(settings.workers());
        this.loop =
                new WorkerLoop(
                        Thread.ofPlatform().name("task-claims").factory(),
                        WorkerLoop.Pace.alone(
                                settings.pollInterval(),
                                BackOff.exact(settings.pollInterval(), settings.longestPause()),
                                settings.longestPause(),
                                settings.lease()),
                        WORDS,
                        new Outage(
                                "the database is not available, asking pauses",
                                "the database is available again"),
                        this::turn);
    }

    /// Begins to ask; called once.
    public void start() {
        loop.start();
    }

    @Override
    public Optional<String> down() {
        return loop.down();
    }

    /// Claims no more, gives back what was claimed and not begun, and waits for the questions under
    /// way.
    @Override
    public void close() {
        loop.stop();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(settings.lease().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("questions still under way are left to their leases");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private TurnResult turn() throws InterruptedException {
        var wanted = freeWorkers();
        var begun = 0;
        try {
            for (var claim : claims.claim(owner, wanted, settings.lease(), work.leftAlone())) {
                begin(claim);
                begun++;
            }
        } finally {
            free.release(wanted - begun);
        }
        return begun < wanted ? TurnResult.NOTHING : TurnResult.MORE;
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
        if (loop.isRunning()) {
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
            loop.failed(e);
        } catch (RuntimeException e) {
            LOG.error(
                    "{} task {} of {} failed", claim.kind(), claim.taskId(), claim.reference(), e);
        } finally {
            free.release();
        }
    }
}
