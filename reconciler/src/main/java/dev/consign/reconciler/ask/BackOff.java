package dev.consign.reconciler.ask;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next question: each time longer by a factor, never beyond a cap, and
/// never exactly together with the neighbours (incident I5).
///
/// @param first after the first attempt
/// @param multiplier at least 1
/// @param cap the longest wait before the jitter
/// @param jitter the part by which a wait may differ either way, from 0 to below 1
record BackOff(Duration first, double multiplier, Duration cap, double jitter) {

    /// @param attempts made so far, from 1
    /// @return the wait before the next one
    Duration after(int attempts, RandomGenerator random) {
        var grown = first.toMillis() * Math.pow(multiplier, Math.max(0, attempts - 1));
        var capped = Math.min(grown, (double) cap.toMillis());
        return Duration.ofMillis(Math.round(capped * (1 + jitter * (2 * random.nextDouble() - 1))));
    }
}
