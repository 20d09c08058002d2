package dev.consign.platform.worker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: each time longer by a factor, never beyond a cap, and
/// never exactly together with the neighbours (incident I5).
///
/// @param first the wait after the first attempt, before the jitter
/// @param multiplier at least 1
/// @param cap the longest wait before the jitter
/// @param least the part of a wait that chance cannot take away, above 0
/// @param most the part of a wait that chance cannot exceed
public record BackOff(Duration first, double multiplier, Duration cap, double least, double most) {

    /// @throws IllegalArgumentException when the parts do not fit together
    public BackOff {
        if (!first.isPositive() || first.compareTo(cap) > 0) {
            throw new IllegalArgumentException(
                    "a first wait of %s does not fit a longest wait of %s".formatted(first, cap));
        }
        if (!(multiplier >= 1) || !(least > 0 && least <= most)) {
            throw new IllegalArgumentException(
                    "a wait cannot grow by %s and be between %s and %s of that"
                            .formatted(multiplier, least, most));
        }
    }

    /// Twice as long each time, of which chance leaves between half and the whole: the cap holds.
    public static BackOff doubling(Duration first, Duration cap) {
        return new BackOff(first, 2, cap, 0.5, 1);
    }

    /// Twice as long each time, and nothing left to chance.
    ///
    /// @param cap taken for the first wait when it is shorter
    public static BackOff exact(Duration first, Duration cap) {
        return new BackOff(first, 2, cap.compareTo(first) < 0 ? first : cap, 1, 1);
    }

    /// Always the same.
    public static BackOff steady(Duration wait) {
        return new BackOff(wait, 1, wait, 1, 1);
    }

    /// @param jitter the part by which a wait may differ either way, from 0 to below 1
    public static BackOff around(Duration first, double multiplier, Duration cap, double jitter) {
        return new BackOff(first, multiplier, cap, 1 - jitter, 1 + jitter);
    }

    /// @param attempts made so far, from 1
    /// @return the wait before the next one
    public Duration after(int attempts, RandomGenerator random) {
        var grown = first.toMillis() * Math.pow(multiplier, Math.max(0, attempts - 1));
        var capped = Math.min(grown, (double) cap.toMillis());
        var part = least + (most - least) * random.nextDouble();
        return Duration.ofMillis(Math.round(capped * part));
    }
}
