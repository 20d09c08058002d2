package dev.consign.processor.backoffice.deadletters;

import dev.consign.platform.worker.PeriodicWork;
import dev.consign.platform.worker.TurnResult;
import dev.consign.sql.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Calls a requeued letter resolved once its consumer has recorded an outcome for it, and not when
/// it was merely sent.
@Component
final class RequeueTracker implements PeriodicWork {
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
    private final DeadLetterSettings settings;
    private final AtomicLong open = new AtomicLong();

    RequeueTracker(
            JdbcClient jdbc,
            Transactions transactions,
            DeadLetterSettings settings,
            MeterRegistry registry) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
        Gauge.builder("consign_dead_letters_open", open, AtomicLong::doubleValue)
                .description("Dead letters that wait for somebody's decision")
                .register(registry);
    }

    @Override
    public String name() {
        return "dead-letters";
    }

    @Override
    public Duration every() {
        return settings.sweepInterval();
    }

    @Override
    public TurnResult slice() {
        sweep();
        return TurnResult.NOTHING;
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

    /// Another process counts, and what both said would be added up.
    @Override
    public void elsewhere() {
        open.set(0);
    }
}
