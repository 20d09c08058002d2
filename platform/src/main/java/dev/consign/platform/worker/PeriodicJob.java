package dev.consign.platform.worker;

import dev.consign.sql.Patience;
import dev.consign.sql.SqlFailure;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Does something every now and then, in one process at a time: sweeps, purges, and counts for
/// gauges, which two processes would count twice. It works in slices, each under a lease renewed
/// just before; a process that ends gives the lease back, and one that dies loses it soon after the
/// next slice was due.
public final class PeriodicJob implements SmartLifecycle, BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicJob.class);

    /// What a slice may take before another process does the next one.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration GIVE_BACK = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final String name;
    private final Duration every;
    private final JobLeases leases;
    private final PeriodicWork work;
    private final WorkerLoop loop;
    private volatile boolean mine;

    /// Not at work yet.
    public PeriodicJob(PeriodicWork work, JobLeases leases) {
        this.name = work.name();
        this.every = work.every();
        this.leases = leases;
        this.work = work;
        this.loop =
                new WorkerLoop(
                        Thread.ofVirtual().name(name).factory(),
                        WorkerLoop.Pace.alone(every, outage(every), every, STOP),
                        new WorkerLoop.Words(
                                name + " stumbles", name + " is cut short by the stop"),
                        leases.database(),
                        this::turn);
    }

    /// What cannot be done now may be one statement alone that takes too long: it is not begun
    /// again every second.
    private static BackOff outage(Duration every) {
        return BackOff.exact(
                OUTAGE_PAUSE, every.compareTo(LONGEST_PAUSE) < 0 ? every : LONGEST_PAUSE);
    }

    @Override
    public void start() {
        loop.start();
    }

    /// Waits for the slice under way, and lets another process go on.
    @Override
    public void stop() {
        loop.stop();
        if (!mine || leases.database().lasts()) {
            return;
        }
        try {
            // The next job is stopped after this one, and the program's time for that is bounded.
            Patience.limited(
                    GIVE_BACK,
                    () -> {
                        leases.giveBack(name);
                        return name;
                    });
            mine = false;
        } catch (RuntimeException e) {
            leases.database().failed(e.toString());
            LOG.debug("{} is left to its lease", name, e);
        }
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    @Override
    public Optional<String> down() {
        return loop.down();
    }

    private TurnResult turn() {
        mine = leases.take(name, every.plus(GRACE));
        if (mine) {
            return sliceOrLeave();
        }
        work.elsewhere();
        return TurnResult.NOTHING;
    }

    /// A process that stumbles leaves the job to one that may be well.
    private TurnResult sliceOrLeave() {
        try {
            return work.slice();
        } catch (RuntimeException | Error e) {
            if (!(e instanceof RuntimeException r && SqlFailure.of(r) == SqlFailure.DOWN)) {
                leave(e);
            }
            throw e;
        }
    }

    private void leave(Throwable why) {
        try {
            leases.giveBack(name);
            mine = false;
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }
}
