package dev.consign.processor.api.idempotency;

import dev.consign.platform.worker.TurnResult;
import dev.consign.sql.Transactions;
import java.time.InstantSource;

/// Forgets old answers, in slices that hold no lock for long.
final class IdempotencyPurge {
    private final IdempotencyKeys keys;
    private final Transactions transactions;
    private final InstantSource clock;
    private final IdempotencySettings settings;

    IdempotencyPurge(
            IdempotencyKeys keys,
            Transactions transactions,
            InstantSource clock,
            IdempotencySettings settings) {
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
        this.settings = settings;
    }

    /// Forgets one slice.
    TurnResult slice() {
        var before = clock.instant().minus(settings.keep());
        var deleted = transactions.call(() -> keys.purge(before, settings.purgeSlice()));
        return deleted == settings.purgeSlice() ? TurnResult.MORE : TurnResult.NOTHING;
    }
}
