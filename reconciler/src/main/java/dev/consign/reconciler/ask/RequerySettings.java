package dev.consign.reconciler.ask;

import static dev.consign.sql.DatabaseSettings.positive;

import dev.consign.sql.RefusedToStart;
import java.time.Duration;

/// How tasks are worked, and the schedule of questions, complete and without contradiction, or not
/// made at all.
///
/// @param workers questions under way at once in this process
/// @param batchSize tasks claimed at once, at most
/// @param lease how long a claim keeps others away
/// @param pollInterval between two looks for due tasks when nothing was due
/// @param firstDelay before the second question
/// @param multiplier by which each delay is longer than the one before
/// @param cap the longest delay
/// @param jitter the part of a delay that is left to chance
/// @param maxAttempts questions before a person must look
/// @param retryDelay before a slot that could not be used is tried again
/// @param longestPause between two tries while the database or the broker is down
public record RequerySettings(
        int workers,
        int batchSize,
        Duration lease,
        Duration pollInterval,
        Duration firstDelay,
        double multiplier,
        Duration cap,
        double jitter,
        int maxAttempts,
        Duration retryDelay,
        Duration longestPause) {

    /// @throws RefusedToStart naming the first setting that is missing or contradicts another
    public RequerySettings {
        atLeastOne(workers, "workers");
        atLeastOne(batchSize, "batch-size");
        atLeastOne(maxAttempts, "max-attempts");
        positive(lease, "consign.requery.lease");
        positive(pollInterval, "consign.requery.poll-interval");
        positive(firstDelay, "consign.requery.first-delay");
        positive(cap, "consign.requery.cap");
        positive(retryDelay, "consign.requery.retry-delay");
        positive(longestPause, "consign.requery.longest-pause");
        if (cap.compareTo(firstDelay) < 0) {
            throw new RefusedToStart(
                    "consign.requery.cap must not be shorter than consign.requery.first-delay");
        }
        if (!(multiplier >= 1)) {
            throw new RefusedToStart("consign.requery.multiplier must be at least 1");
        }
        if (!(jitter >= 0 && jitter < 1)) {
            throw new RefusedToStart("consign.requery.jitter must be from 0 to below 1");
        }
    }

    /// A lease that ends while its slot is still being used would let two workers ask at once.
    ///
    /// @param ask the longest one call of a gateway can take, waiting for permission included
    /// @param send the longest a send can take
    /// @throws RefusedToStart when the lease is too short
    public void requireLeaseBeyond(Duration ask, Duration send) {
        var calls = ask.multipliedBy(CloseTask.CALLS);
        if (lease.compareTo(calls.plus(send)) <= 0) {
            throw new RefusedToStart(
                    ("consign.requery.lease (%s) must be longer than asking a gateway, closing and"
                                    + " asking again (%s) and sending its answer (%s) can take"
                                    + " together")
                            .formatted(lease, calls, send));
        }
    }

    /// @return the schedule of questions
    public Schedule schedule() {
        return new Schedule(firstDelay, multiplier, cap, maxAttempts);
    }

    private static void atLeastOne(int value, String name) {
        if (value < 1) {
            throw new RefusedToStart("consign.requery." + name + " must be at least 1");
        }
    }
}
