package dev.consign.broker.outbox;

import dev.consign.sql.DatabaseDown;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Sends every row of the outbox at least once and under the same duplicate id until the broker has
/// said that it has it. While the broker or the database is away it pauses and goes on by itself.
public final class OutboxRelay implements SmartLifecycle {
    /// Stopped after the consumers and the web server, which still fill the outbox while they stop.
    static final int PHASE = DEFAULT_PHASE - 4096;

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

    private final OutboxSettings settings;
    private final OutboxRows rows;
    private final OutboxSending sending;
    private final InstantSource clock;
    private final OutboxMeters meters;
    private final RandomGenerator random;
    private final Semaphore signal = new Semaphore(0);
    private final Outage database = new Outage("the outbox (database)");
    private final Outage broker = new Outage("the outbox (broker)");
    private final List<Thread> workers = new ArrayList<>();
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean running;

    OutboxRelay(
            OutboxSettings settings,
            OutboxRows rows,
            OutboxSending sending,
            InstantSource clock,
            OutboxMeters meters,
            RandomGenerator random) {
        this.settings = settings;
        this.rows = rows;
        this.sending = sending;
        this.clock = clock;
        this.meters = meters;
        this.random = random;
    }

    /// Something was committed to the outbox: send it soon instead of at the next poll.
    public void wake() {
        if (signal.availablePermits() < settings.workers()) {
            signal.release();
        }
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        stopping = new CountDownLatch(1);
        running = true;
        for (var i = 1; i <= settings.workers(); i++) {
            workers.add(Thread.ofVirtual().name("outbox-relay-" + i).start(this::work));
        }
    }

    /// Lets the sends under way finish; what was claimed and not sent is free for others at once.
    @Override
    public synchronized void stop() {
        running = false;
        stopping.countDown();
        signal.release(settings.workers());
        try {
            for (var worker : workers) {
                if (!worker.join(settings.stop())) {
                    LOG.warn("a send is still under way; its row is sent again after the lease");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        workers.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void work() {
        while (running) {
            try {
                pause(round());
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /// @return how long to rest before the next one
    private Duration round() {
        try {
            var full = sendBatch();
            database.worked();
            if (broker.lasts()) {
                return settings.poll();
            }
            return full ? Duration.ZERO : settings.poll();
        } catch (DatabaseDown e) {
            return settings.backOff().after(database.failed(String.valueOf(e.getCause())), random);
        } catch (RuntimeException | Error e) {
            // Our bug, or a statement the server refuses: said each time, and tried again. Nothing
            // but a stop ends a worker.
            LOG.error("the outbox stumbles", e);
            return settings.longestRetry();
        }
    }

    /// While the broker is away one row is enough to find out that it is back.
    private boolean sendBatch() {
        meters.pending(rows::pending);
        var limit = broker.lasts() ? 1 : settings.batchSize();
        var now = clock.instant();
        var batch = rows.claim(now, settings.lease(), limit);
        if (batch.isEmpty()) {
            return false;
        }
        var leased = now.plus(settings.lease());
        var result = sending.send(batch, leased.minus(settings.longestSend()), () -> running);
        if (!result.sent().isEmpty()) {
            rows.sent(result.sent());
        }
        if (!result.postponed().isEmpty()) {
            rows.postpone(result.postponed(), leased);
        }
        if (!result.sent().isEmpty()) {
            broker.worked();
        } else if (result.why() != null) {
            broker.failed(result.why());
        }
        return batch.size() == limit;
    }

    private void pause(Duration duration) throws InterruptedException {
        if (duration.isZero() || !running) {
            return;
        }
        if (broker.lasts() || database.lasts()) {
            // Whoever commits now knows no better whether the other side is back.
            stopping.await(duration.toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        if (signal.tryAcquire(duration.toNanos(), TimeUnit.NANOSECONDS)) {
            // Under load others follow at once, and a claim costs the same for one and for many.
            stopping.await(settings.gather().toNanos(), TimeUnit.NANOSECONDS);
            signal.drainPermits();
        }
    }
}
