package dev.consign.broker.consume;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds one consumer while what it depends on is down: longer and longer with jitter up to a cap,
/// noticing within a moment that it must stop, and saying so once when it begins and once when it
/// ends. One for each consumer thread would say it that often; so it is shared, and safe to share.
public final class Pause {
    private static final Logger log = LoggerFactory.getLogger(Pause.class);
    private static final Duration STEP = Duration.ofMillis(100);

    private final String who;
    private final Duration shortest;
    private final Duration longest;
    private final RandomGenerator random;

    private int holds;

    /// @param who pauses, for the log
    public Pause(String who, Duration shortest, Duration longest, RandomGenerator random) {
        this.who = who;
        this.shortest = shortest;
        this.longest = longest;
        this.random = random;
    }

    /// Waits once.
    ///
    /// @throws Stopping when the consumer must stop instead
    public void hold(Throwable why, BooleanSupplier running) {
        var left = next(why).toNanos();
        while (left > 0) {
            if (!running.getAsBoolean()) {
                throw new Stopping(why);
            }
            var step = Math.min(left, STEP.toNanos());
            LockSupport.parkNanos(step);
            left -= step;
        }
    }

    /// The dependency answered.
    public synchronized void over() {
        if (holds > 0) {
            log.info("{} goes on", who);
            holds = 0;
        }
    }

    private synchronized Duration next(Throwable why) {
        if (holds == 0) {
            log.warn("{} pauses: {}", who, why.getMessage());
        }
        var doubled = shortest.multipliedBy(1L << Math.min(holds, 20));
        holds++;
        var capped = doubled.compareTo(longest) > 0 ? longest : doubled;
        return capped.dividedBy(2).plusNanos(random.nextLong(capped.toNanos() / 2 + 1));
    }
}
