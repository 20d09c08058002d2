package dev.consign.broker.consume;

/// The consumer was told to stop while it held a batch: the session is given up, the broker
/// delivers the batch again.
public final class Stopping extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopping(Throwable held) {
        super("stopped while waiting for the database", held);
    }
}
