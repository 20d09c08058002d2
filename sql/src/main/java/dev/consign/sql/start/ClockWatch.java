package dev.consign.sql.start;

import dev.consign.sql.DatabaseClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/// Compares our clock with the database's every minute as long as the program runs, and says so
/// when they are apart: a warning from two seconds on, an error from thirty.
public final class ClockWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration EACH = Duration.ofMinutes(1);

    private final DatabaseClock clock;
    private final Duration each;
    private volatile CountDownLatch stopping = new CountDownLatch(0);
    private volatile double ahead;

    public ClockWatch(DatabaseClock clock) {
        this(clock, EACH);
    }

    ClockWatch(DatabaseClock clock, Duration each) {
        this.clock = clock;
        this.each = each;
    }

    /// In seconds, as found last; negative when we are behind.
    public double ahead() {
        return ahead;
    }

    @Override
    public void start() {
        var told = new CountDownLatch(1);
        stopping = told;
        Thread.ofVirtual().name("clock-watch").start(() -> watch(told));
    }

    @Override
    public void stop() {
        stopping.countDown();
    }

    @Override
    public boolean isRunning() {
        return stopping.getCount() > 0;
    }

    private void watch(CountDownLatch told) {
        try {
            do {
                look();
            } while (!told.await(each.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            var found = clock.ahead();
            ahead = found.toMillis() / 1000.0;
            if (found.abs().compareTo(DatabaseClock.BEARABLE) >= 0) {
                LOG.error(
                        "{}: leases and signatures cannot be relied on",
                        DatabaseClock.sentence(found));
            } else if (found.abs().compareTo(DatabaseClock.TOLERATED) >= 0) {
                LOG.warn("{}", DatabaseClock.sentence(found));
            }
        } catch (DataAccessException e) {
            LOG.debug("the clocks are compared later: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("the clocks could not be compared", e);
        }
    }
}
