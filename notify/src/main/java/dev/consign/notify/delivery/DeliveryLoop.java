package dev.consign.notify.delivery;

import dev.consign.notify.delivery.Deliveries.Next;
import dev.consign.platform.worker.BackOff;
import dev.consign.platform.worker.Outage;
import dev.consign.platform.worker.TurnResult;
import dev.consign.platform.worker.WorkerLoop;
import dev.consign.sql.DatabaseDown;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the deliveries of one sink, at least once and under the same id, until the other side says
/// that it has it or the schedule is used up. Each is settled by itself as soon as it has ended, so
/// that one that hangs delays none of the others.
final class DeliveryLoop {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);

    private final Channel sink;
    private final DeliverySettings.Limits limits;
    private final Deliveries rows;
    private final DeliveryMeters meters;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final BackOff backOff;
    private final ConcurrencyLimit slots;
    private final WorkerLoop loop;

    /// @param random thread-safe
    DeliveryLoop(
            Channel sink,
            DeliverySettings settings,
            Deliveries rows,
            DeliveryMeters meters,
            InstantSource clock,
            RandomGenerator random) {
        this.sink = sink;
        this.limits = settings.of(sink.kind());
        this.rows = rows;
        this.meters = meters;
        this.clock = clock;
        this.random = random;
        this.backOff = limits.backOff();
        this.slots = new ConcurrencyLimit(limits.concurrency(), limits.perTarget());
        var telling = "telling " + sink.kind().who();
        this.loop =
                new WorkerLoop(
                        Thread.ofVirtual().name(sink.kind().label() + "-sender").factory(),
                        settings.pace(limits),
                        new WorkerLoop.Words(
                                telling + " stumbles",
                                telling + " was cut short; it goes on after the lease"),
                        new Outage(telling + " pauses", telling + " goes on"),
                        random,
                        this::turn);
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

    void start() {
        loop.start();
    }

    /// What is under way is finished; the other side may have it already.
    void stop() {
        loop.stop();
        try {
            if (!slots.awaitEmpty(limits.limit().plusSeconds(1))) {
                LOG.info("telling {} was cut short", sink.kind().who());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isRunning() {
        return loop.isRunning();
    }

    Optional<String> down() {
        return loop.down();
    }

    private TurnResult turn() {
        meters.count();
        return round() > 0 ? TurnResult.MORE : TurnResult.NOTHING;
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
            loop.failed(e);
        } catch (RuntimeException e) {
            LOG.error("what became of {} could not be written", delivery.id(), e);
        } finally {
            slots.ended(delivery.target(), failed);
            loop.wake();
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
