package dev.consign.platform.http;

import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Bounds the memory that bodies take which are being read at once: who finds none left waits a
/// moment and is then told to come again. Small bodies cost no more than the connection they come
/// on, and are let in without asking. Thread-safe.
public final class BodyBudget {
    /// In bytes. What Tomcat keeps for each connection is many times this.
    private static final long SMALL = 4 * 1024;

    private static final long UNIT = 1024;
    private static final Duration WAIT = Duration.ofMillis(250);

    private final Semaphore left;
    private final long most;

    /// @param total bytes of all bodies together
    /// @param most bytes of one body, at most what a request may have
    public BodyBudget(long total, long most) {
        if (most > total) {
            throw new IllegalArgumentException("the largest body does not fit the budget");
        }
        this.left = new Semaphore(units(total));
        this.most = most;
    }

    /// A body that may be read now.
    ///
    /// @param announced what Content-Length says, negative when nobody knows
    /// @return to be closed when the body has been read; empty when the client is to come again
    public Optional<Turn> admit(long announced) {
        if (announced >= 0 && announced <= SMALL) {
            return Optional.of(new Turn(0));
        }
        var units = units(announced < 0 ? most : Math.min(announced, most));
        try {
            return left.tryAcquire(units, WAIT.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(new Turn(units))
                    : Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static int units(long bytes) {
        return Math.toIntExact((bytes + UNIT - 1) / UNIT);
    }

    /// Leave to read one body.
    public final class Turn implements Closeable {
        private int units;

        private Turn(int units) {
            this.units = units;
        }

        /// The body has been read; asked again it does nothing.
        @Override
        public synchronized void close() {
            left.release(units);
            units = 0;
        }
    }
}
