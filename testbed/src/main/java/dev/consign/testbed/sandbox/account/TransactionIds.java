package dev.consign.testbed.sandbox.account;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Strings that are unique and sort by time, also over a restart: a restart takes longer than the
/// millisecond that its first id needs to differ.
public final class TransactionIds {
    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();

    public TransactionIds(InstantSource clock) {
        this.clock = clock;
    }

    /// @param prefix says what the id belongs to
    /// @return prefix, `_` and 13 characters of base 32
    public String next(String prefix) {
        // Milliseconds and 16 bits of counter; a burst runs ahead of the clock, never backwards.
        long now = clock.millis() << 16;
        long id = last.updateAndGet(before -> Math.max(before + 1, now));
        var text = Long.toString(id, 32);
        return prefix + "_" + "0".repeat(13 - text.length()) + text;
    }
}
