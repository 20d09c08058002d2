package dev.consign.sql;

import java.time.Duration;
import java.util.Optional;

/// How long the work of somebody who waits for an answer may wait for the database, where that is
/// less than the pool's own time-out. Batches may take as long as a batch takes; a request that
/// came over HTTP is answered "try again" while its sender still listens.
///
/// Holds for one thread, for as long as the work lasts that was begun with it. A statement that
/// outlives it loses its connection, and the transaction is rolled back by the server; nothing is
/// known then of a commit that was under way ([DatabaseDown]).
public final class Patience {
    private static final ScopedValue<Patience> CURRENT = ScopedValue.newInstance();
    private static final Patience UNLIMITED = new Patience(Duration.ZERO);

    private final Duration longest;

    private Patience(Duration longest) {
        this.longest = longest;
    }

    /// Waits no longer than this for any answer of the database, nor begins an attempt anew after
    /// it.
    ///
    /// @param longest one millisecond or more
    public static <T, X extends Throwable> T limited(
            Duration longest, ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, new Patience(longest)).call(work);
    }

    /// For statements that read or write a great deal and are known to: they have the pool's own
    /// time-out again. Whoever asks for this has found the database alive just before.
    public static <T, X extends Throwable> T unlimited(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, UNLIMITED).call(work);
    }

    /// @return empty for the pool's own
    static Optional<Duration> current() {
        return CURRENT.isBound() && CURRENT.get() != UNLIMITED
                ? Optional.of(CURRENT.get().longest)
                : Optional.empty();
    }

    /// Whether it is over for what has begun then.
    ///
    /// @param begun as System.nanoTime told
    static boolean isOver(long begun) {
        return current()
                .map(longest -> System.nanoTime() - begun >= longest.toNanos())
                .orElse(false);
    }
}
