package dev.consign.broker.outbox;

import dev.consign.broker.QueueName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// `consign_outbox_pending` and `consign_outbox_sent_total`. Rows are counted every two seconds by
/// the relay, not by whoever reads the gauge: a scrape never waits for the database.
final class OutboxMeters {
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final AtomicLong pending = new AtomicLong();
    private Instant counted = Instant.EPOCH;

    OutboxMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        Gauge.builder("consign_outbox_pending", pending, AtomicLong::doubleValue)
                .description("Messages committed and not yet accepted by the broker")
                .register(registry);
    }

    /// @param count asked only when the last answer is old
    void pending(LongSupplier count) {
        synchronized (this) {
            var now = clock.instant();
            if (now.isBefore(counted.plus(FRESH))) {
                return;
            }
            counted = now;
        }
        pending.set(count.getAsLong());
    }

    /// A row that can never be sent as it is.
    void unreadable() {
        registry.counter("consign_outbox_unreadable_total").increment();
    }

    /// @param result accepted, refused or unknown
    void sent(QueueName queue, String result) {
        registry.counter("consign_outbox_sent_total", "queue", queue.address(), "result", result)
                .increment();
    }
}
