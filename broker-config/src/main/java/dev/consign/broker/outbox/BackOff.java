package dev.consign.broker.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: twice as long each time, never beyond a cap, and never
/// exactly together with the neighbours (incident I5).
///
/// @param first the wait after the first attempt, before the jitter
/// @param cap no wait is longer
public record BackOff(Duration first, Duration cap) {
    private static final int MOST_DOUBLINGS = 30;

    /// @throws IllegalArgumentException when the first wait is not positive or beyond the cap
    public BackOff {
        if (!first.isPositive() || first.compareTo(cap) > 0) {
            throw new IllegalArgumentException(
                    "a first wait of %s does not fit a longest wait of %s".formatted(first, cap));
        }
    }

    /// @param attempts made so far, from 1
    /// @return between half and the whole of the doubled wait
    public Duration after(int attempts, RandomGenerator random) {
        var doublings = Math.clamp(attempts - 1, 0, MOST_DOUBLINGS);
        var millis = Math.min(cap.toMillis(), first.toMillis() << doublings);
        var whole = millis < 0 ? cap.toMillis() : millis;
        return Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
    }
}
