package dev.consign.broker.outbox;

import dev.consign.platform.worker.BackgroundWork;
import dev.consign.platform.worker.Outage;
import dev.consign.platform.worker.TurnResult;
import dev.consign.platform.worker.WorkerLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.context.SmartLifecycle;

/// Sends every row of the outbox at least once and under the same duplicate id until the broker has
/// said that it has it. While the broker or the database is away it pauses and goes on by itself.
public final class OutboxRelay implements SmartLifecycle, BackgroundWork {
    /// Stopped after the consumers and the web server, which still fill the outbox while they stop.
    static final int PHASE = DEFAULT_PHASE - 4096;

    private static final WorkerLoop.Words WORDS =
            new WorkerLoop.Words(
                    "the outbox stumbles",
                    "a send is still under way; its row is sent again after the lease");

    private final OutboxSettings settings;
    private final OutboxRows rows;
    private final OutboxSending sending;
    private final InstantSource clock;
    private final OutboxMeters meters;
    private final Outage broker =
            new Outage("the outbox (broker) pauses", "the outbox (broker) goes on");
    private final WorkerLoop loop;

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
        this.loop =
                new WorkerLoop(
                        Thread.ofVirtual().name("outbox-relay-", 1).factory(),
                        settings.pace(),
                        WORDS,
                        new Outage("the outbox (database) pauses", "the outbox (database) goes on"),
                        random,
                        this::sendBatch);
    }

    /// Something was committed to the outbox: send it soon instead of at the next poll.
    public void wake() {
        loop.wake();
    }

    @Override
    public void start() {
        loop.start();
    }

    /// Lets the sends under way finish; what was claimed and not sent is free for others at once.
    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public Optional<String> down() {
        return loop.down();
    }

    /// While the broker is away one row is enough to find out that it is back.
    private TurnResult sendBatch() {
        meters.pending(rows::pending);
        var before = broker.failures();
        var limit = before > 0 ? 1 : settings.batchSize();
        var now = clock.instant();
        var batch = rows.claim(now, settings.lease(), limit);
        if (!batch.isEmpty()) {
            send(batch, now.plus(settings.lease()), before);
        }
        // Whoever commits now knows no better whether the broker is back.
        if (broker.lasts()) {
            return TurnResult.AWAY;
        }
        return batch.size() == limit ? TurnResult.MORE : TurnResult.NOTHING;
    }

    private void send(List<OutboxRows.Row> batch, Instant leased, int before) {
        var result = sending.send(batch, leased.minus(settings.longestSend()), loop::isRunning);
        if (!result.sent().isEmpty()) {
            rows.sent(result.sent());
        }
        if (!result.postponed().isEmpty()) {
            rows.postpone(result.postponed(), leased);
        }
        if (!result.sent().isEmpty()) {
            broker.worked(before);
        } else if (result.why() != null) {
            broker.failed(result.why());
        }
    }
}
