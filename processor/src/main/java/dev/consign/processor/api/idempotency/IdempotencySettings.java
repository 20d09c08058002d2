package dev.consign.processor.api.idempotency;

import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How long a request may work, and how long its answer is kept.
///
/// @param lease after which an unanswered request counts as dead; longer than a gateway may take
/// @param keep answers, from the request on
/// @param purgeEvery pause between two purges
/// @param purgeSlice rows deleted in one transaction
@ConfigurationProperties("consign.idempotency")
public record IdempotencySettings(
        Duration lease, Duration keep, Duration purgeEvery, int purgeSlice) {
    /// @throws RefusedToStart when one is missing or they contradict each other
    public IdempotencySettings {
        if (lease == null || keep == null || purgeEvery == null) {
            throw new RefusedToStart(
                    "consign.idempotency.lease, keep and purge-every must all be set");
        }
        if (!lease.isPositive() || keep.compareTo(lease) <= 0 || !purgeEvery.isPositive()) {
            throw new RefusedToStart(
                    "consign.idempotency: lease and purge-every must be positive and keep longer than lease");
        }
        if (purgeSlice < 1) {
            throw new RefusedToStart("consign.idempotency.purge-slice must be at least 1");
        }
    }
}
