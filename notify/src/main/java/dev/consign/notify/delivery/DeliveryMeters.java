package dev.consign.notify.delivery;

import dev.consign.sql.Utc;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/// `consign_notifications_deliveries_total`, `consign_notifications_overdue` and
/// `consign_notifications_given_up`, each by sink. Rows are counted by the sender, now and then: a
/// scrape never waits for the database.
final class DeliveryMeters {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final String COUNT =
            """
            SELECT COUNT(*) FROM notification_delivery
             WHERE sink = :sink AND status = :status AND due_at <= :now
            """;

    private final MeterRegistry registry;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final SinkKind kind;
    private final AtomicLong overdue = new AtomicLong();
    private final AtomicLong givenUp = new AtomicLong();
    private Instant counted = Instant.EPOCH;

    DeliveryMeters(MeterRegistry registry, JdbcClient jdbc, InstantSource clock, SinkKind kind) {
        this.registry = registry;
        this.jdbc = jdbc;
        this.clock = clock;
        this.kind = kind;
        gauge("consign_notifications_overdue", "Deliveries that are due and not made", overdue);
        gauge("consign_notifications_given_up", "Deliveries that were given up", givenUp);
    }

    void settled(Deliveries.Settled result) {
        registry.counter(
                        "consign_notifications_deliveries_total",
                        "sink",
                        kind.label(),
                        "result",
                        result.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /// Called by one thread, often.
    void count() {
        var now = clock.instant();
        if (now.isBefore(counted.plus(FRESH))) {
            return;
        }
        counted = now;
        overdue.set(count(DeliveryStatus.WAITING, now));
        givenUp.set(count(DeliveryStatus.GIVEN_UP, now));
    }

    private long count(DeliveryStatus status, Instant now) {
        return jdbc.sql(COUNT)
                .param("sink", kind.name())
                .param("status", status.name())
                .param("now", Utc.column(now))
                .query(Long.class)
                .single();
    }

    private void gauge(String name, String description, AtomicLong value) {
        Gauge.builder(name, value, AtomicLong::doubleValue)
                .tag("sink", kind.label())
                .description(description)
                .register(registry);
    }
}
