package dev.consign.processor.api.idempotency;

import dev.consign.sql.DatabaseDown;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets old answers, in slices that hold no lock for long; it is no matter whether one process
/// does it or several.
public final class IdempotencyPurge {
    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyPurge.class);

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

    @Scheduled(fixedDelayString = "${consign.idempotency.purge-every}")
    void purge() {
        var before = clock.instant().minus(settings.keep());
        try {
            int deleted;
            do {
                deleted = transactions.call(() -> keys.purge(before, settings.purgeSlice()));
            } while (deleted == settings.purgeSlice());
        } catch (DatabaseDown e) {
            LOG.warn("old idempotency keys stay until the database is back: {}", e.getMessage());
        }
    }
}
