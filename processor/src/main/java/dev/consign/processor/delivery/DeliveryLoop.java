package dev.consign.processor.delivery;

import dev.consign.broker.outbox.BackOff;
import dev.consign.broker.outbox.Outage;
import dev.consign.processor.delivery.Deliveries.Next;
import dev.consign.sql.DatabaseDown;
import dev.consign.sql.SqlFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the deliveries of one sink, at least once and under the same id, until the other side says
/// that it has it or the schedule is used up. Each is settled by itself as soon as it has ended, so
/// that one that hangs delays none of the others.
final class DeliveryLoop {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);

    private final Channel sink;
    private final DeliverySettings settings;
    private final DeliverySettings.Limits limits;
    private final Deliveries rows;
    private final DeliveryMeters meters;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final BackOff backOff;
    private final ConcurrencyLimit slots;
    private final Outage database;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean stopping;
    private @Nullable Thread worker;

    /// @param random thread-safe
    DeliveryLoop(
            Channel sink,
            DeliverySettings settings,
            Deliveries rows,
            DeliveryMeters meters,
            InstantSource clock,
            RandomGenerator random) {
        this.sink = sink;
        this.settings = settings;
        this.limits = settings.of(sink.kind());
        this.rows = rows;
        this.meters = meters;
        this.clock = clock;
        this.random = random;
        this.backOff = limits.backOff();
        this.slots = new ConcurrencyLimit(limits.concurrency(), limits.perTarget());
        this.database = new Outage("telling " + sink.kind().who());
    }

    /// Claims what there is room for and starts it; does not wait for any of it.
    ///
    /// @return how many were started
    int round() {
        var free = slots.free();
        if (free == 0) {
            return 0;
        }
        var now = clock.instant();
        var due = rows.due(sink.kind(), now, slots.busy(), free);
        var chosen = slots.choose(due);
        var until = now.plus(limits.lease());
        List<Delivery> claimed;
        try {
            claimed = rows.claim(chosen.stream().map(Deliveries.Due::id).toList(), now, until);
        } catch (RuntimeException e) {
            chosen.forEach(one -> slots.release(one.target()));
            throw e;
        }
        var mine = claimed.stream().map(Delivery::id).toList();
        for (var one : chosen) {
            if (!mine.contains(one.id())) {
                slots.release(one.target());
            }
        }
        for (var delivery : claimed) {
            Thread.ofVirtual()
                    .name(sink.kind().label() + "-delivery-" + delivery.id())
                    .start(() -> make(delivery, until));
        }
        return claimed.size();
    }

    synchronized void start() {
        if (worker == null) {
            stopping = false;
            worker = Thread.ofVirtual().name(sink.kind().label() + "-sender").start(this::work);
        }
    }

    /// What is under way is finished; the other side may have it already.
    synchronized void stop() {
        if (worker == null) {
            return;
        }
        stopping = true;
        wake.release();
        try {
            worker.join();
            if (!slots.awaitEmpty(limits.limit().plusSeconds(1))) {
                LOG.info("telling {} was cut short", sink.kind().who());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        worker = null;
    }

    synchronized boolean isRunning() {
        return worker != null;
    }

    private void work() {
        try {
            while (!stopping) {
                var rest = tolerantRound();
                if (wake.tryAcquire(rest.toNanos(), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            LOG.info("telling {} was cut short; it goes on after the lease", sink.kind().who());
        }
    }

    private Duration tolerantRound() {
        try {
            meters.count();
            var started = round();
            database.worked();
            return started > 0 ? Duration.ZERO : settings.poll();
        } catch (DatabaseDown e) {
            database.failed(String.valueOf(e.getCause()));
            return settings.longestPause();
        } catch (RuntimeException | Error e) {
            if (SqlFailure.isDatabase(e)) {
                database.failed(String.valueOf(e.getMessage()));
            } else {
                LOG.error("telling {} stumbles", sink.kind().who(), e);
            }
            return settings.longestPause();
        }
    }

    private void make(Delivery delivery, Instant leased) {
        var failed = true;
        try {
            var answer = DeliveryAttempt.at(sink, delivery, limits.limit());
            failed = answer instanceof DeliveryResult.Failed;
            meters.settled(rows.settle(sink, delivery, answer, leased, next(delivery, answer)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (DatabaseDown e) {
            database.failed(String.valueOf(e.getCause()));
        } catch (RuntimeException e) {
            LOG.error("what became of {} could not be written", delivery.id(), e);
        } finally {
            slots.ended(delivery.target(), failed);
            wake.release();
        }
    }

    private Next next(Delivery delivery, DeliveryResult answer) {
        var attempts = delivery.attempts() + 1;
        if (attempts >= limits.attempts()) {
            return new Next.Never();
        }
        var wait = backOff.after(attempts, random);
        if (answer instanceof DeliveryResult.Failed(_, var notBefore)
                && notBefore.compareTo(wait) > 0) {
            wait = notBefore;
        }
        return new Next.At(clock.instant().plus(wait));
    }
}
