package dev.consign.processor.api.idempotency;

import dev.consign.platform.worker.PeriodicWork;
import dev.consign.platform.worker.TurnResult;
import dev.consign.sql.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/// Forgets old answers, in slices that hold no lock for long.
@Component
final class IdempotencyPurge implements PeriodicWork {
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

    @Override
    public String name() {
        return "idempotency-purge";
    }

    @Override
    public Duration every() {
        return settings.purgeEvery();
    }

    /// Forgets one slice.
    @Override
    public TurnResult slice() {
        var before = clock.instant().minus(settings.keep());
        var deleted = transactions.call(() -> keys.purge(before, settings.purgeSlice()));
        return deleted == settings.purgeSlice() ? TurnResult.MORE : TurnResult.NOTHING;
    }
}
