package dev.consign.reconciler.run;

import static dev.consign.sql.DatabaseSettings.positive;

import dev.consign.platform.worker.BackOff;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;

/// How runs are worked on, complete and without contradiction, or not made at all.
///
/// @param lease how long a run is kept from others; renewed with every batch
/// @param pollInterval between two looks for a run when there was none
/// @param batchSize lines stored, and lines compared, in one transaction
/// @param firstRetry before a run that could not go on is tried again; doubles each time
/// @param longestRetry where doubling ends
/// @param maxAttempts tries before the run has failed
public record RunSettings(
        Duration lease,
        Duration pollInterval,
        int batchSize,
        Duration firstRetry,
        Duration longestRetry,
        int maxAttempts) {
    private static final int LARGEST_BATCH = 10_000;

    /// @throws RefusedToStart naming the first setting that is missing or contradicts another
    public RunSettings {
        positive(lease, "consign.reconciliation.lease");
        positive(pollInterval, "consign.reconciliation.poll-interval");
        positive(firstRetry, "consign.reconciliation.first-retry");
        positive(longestRetry, "consign.reconciliation.longest-retry");
        if (batchSize < 1 || batchSize > LARGEST_BATCH) {
            throw new RefusedToStart(
                    "consign.reconciliation.batch-size must be from 1 to " + LARGEST_BATCH);
        }
        if (maxAttempts < 1) {
            throw new RefusedToStart("consign.reconciliation.max-attempts must be at least 1");
        }
        if (longestRetry.compareTo(firstRetry) < 0) {
            throw new RefusedToStart(
                    "consign.reconciliation.longest-retry must not be shorter than"
                            + " consign.reconciliation.first-retry");
        }
    }

    /// A lease that ends while the file is still on its way would let two workers fetch it.
    ///
    /// @param longest step without a renewal
    /// @throws RefusedToStart when the lease is too short
    public void requireLeaseBeyond(Duration longest) {
        if (lease.compareTo(longest) <= 0) {
            throw new RefusedToStart(
                    "consign.reconciliation.lease (%s) must be longer than fetching a statement or sending a fact can take (%s)"
                            .formatted(lease, longest));
        }
    }

    /// @param attempts made so far, from 1
    public Duration pauseAfter(int attempts) {
        return BackOff.exact(firstRetry, longestRetry).after(attempts, () -> 0);
    }
}
