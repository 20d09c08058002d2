package dev.consign.reconciler.ask;

import static dev.consign.sql.DatabaseSettings.positive;

import dev.consign.sql.RefusedToStart;
import java.time.Duration;

/// When the slots of one kind of task are, complete and without contradiction.
///
/// @param firstDelay before the second slot
/// @param multiplier by which each delay is longer than the one before
/// @param cap the longest delay
/// @param maxAttempts slots before a person must look
public record Schedule(Duration firstDelay, double multiplier, Duration cap, int maxAttempts) {
    private static final String OF = " of consign.close or consign.refund";

    /// @throws RefusedToStart naming the first setting that is missing or contradicts another
    public Schedule {
        positive(firstDelay, "first-delay" + OF);
        positive(cap, "cap" + OF);
        if (cap.compareTo(firstDelay) < 0) {
            throw new RefusedToStart("cap" + OF + " must not be shorter than its first-delay");
        }
        if (!(multiplier >= 1)) {
            throw new RefusedToStart("multiplier" + OF + " must be at least 1");
        }
        if (maxAttempts < 1) {
            throw new RefusedToStart("max-attempts" + OF + " must be at least 1");
        }
    }
}
