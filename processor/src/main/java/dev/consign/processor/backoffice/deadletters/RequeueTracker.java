package dev.consign.processor.backoffice.deadletters;

import dev.consign.sql.DatabaseDown;
import dev.consign.sql.SqlFailure;
import dev.consign.sql.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Calls a requeued letter resolved once its consumer has recorded an outcome for it, and not when
/// it was merely sent.
final class RequeueTracker implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RequeueTracker.class);

    // The evidence has a row for every message the engine took in, duplicates too: a letter whose
    // message had been processed before is resolved by the duplicate's row.
    private static final String FACTS =
            """
            UPDATE dead_letter
               SET status = 'RESOLVED'
             WHERE status = 'REQUEUED'
               AND EXISTS (SELECT 1
                             FROM payment_evidence e
                            WHERE e.payment_no = dead_letter.payment_no
                              AND e.message_id = dead_letter.consumed_as
                              AND e.processed_at >= dead_letter.requeued_at)
            """;

    // Taking a notification in twice leaves no second trace, and needs none.
    private static final String NOTIFICATIONS =
            """
            UPDATE dead_letter
               SET status = 'RESOLVED'
             WHERE status = 'REQUEUED'
               AND queue = 'consign.notification'
               AND EXISTS (SELECT 1
                             FROM notification n
                            WHERE n.notification_id = dead_letter.consumed_as)
            """;

    // Of a message that never came back. What is left by a death is needed until it does.
    private static final String FORGET =
            "DELETE FROM redelivery WHERE begun_at < UTC_TIMESTAMP(3) - INTERVAL 7 DAY";

    private static final String OPEN = "SELECT COUNT(*) FROM dead_letter WHERE status = 'OPEN'";

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Duration interval;
    private final AtomicLong open = new AtomicLong();
    private @Nullable ScheduledExecutorService timer;

    RequeueTracker(
            JdbcClient jdbc, Transactions transactions, Duration interval, MeterRegistry registry) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.interval = interval;
        Gauge.builder("consign_dead_letters_open", open, AtomicLong::doubleValue)
                .description("Dead letters that wait for somebody's decision")
                .register(registry);
    }

    /// One sweep.
    ///
    /// @return letters resolved by it
    int sweep() {
        var resolved =
                transactions.call(() -> jdbc.sql(FACTS).update())
                        + transactions.call(() -> jdbc.sql(NOTIFICATIONS).update());
        transactions.run(() -> jdbc.sql(FORGET).update());
        open.set(transactions.call(() -> jdbc.sql(OPEN).query(Long.class).single()));
        return resolved;
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            timer =
                    Executors.newSingleThreadScheduledExecutor(
                            Thread.ofPlatform().daemon().name("dead-letter-sweep").factory());
            // Its failures are dealt with inside, or the timer would never run it again.
            var _ =
                    timer.scheduleWithFixedDelay(
                            this::tolerantSweep,
                            interval.toMillis(),
                            interval.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.close();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    private void tolerantSweep() {
        try {
            sweep();
        } catch (DatabaseDown e) {
            LOG.debug("no sweep while the database is down", e);
        } catch (RuntimeException e) {
            if (SqlFailure.of(e) != SqlFailure.CONFLICT) {
                LOG.error("the sweep of dead letters stumbles", e);
            }
        }
    }
}
