package dev.consign.broker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the time of all sends of one sender, on one thread that sleeps while there are none. A
/// timer of its own for every send woke another thread for each of them, twice.
final class SendTimeouts {
    /// How often is looked, and so how late a limit may be applied.
    private static final Duration TICK = Duration.ofMillis(5);

    private static final Logger log = LoggerFactory.getLogger(SendTimeouts.class);

    private final QueueSender sender;
    private final SendQueue room;

    private SendTimeouts(QueueSender sender, SendQueue room) {
        this.sender = sender;
        this.room = room;
    }

    /// Ends by itself when the room is closed and everybody has left it.
    static void start(QueueSender sender, SendQueue room) {
        Thread.ofPlatform().daemon().name("send-watch").start(new SendTimeouts(sender, room)::run);
    }

    private void run() {
        try {
            while (watch()) {
                LockSupport.parkNanos(TICK.toNanos());
            }
        } catch (InterruptedException _) {
            // Nobody interrupts it.
            Thread.currentThread().interrupt();
        }
    }

    /// @return false when nobody will ever be there again
    private boolean watch() throws InterruptedException {
        try {
            var somebody = room.awaitSomebody();
            sender.applyLimits();
            return somebody;
        } catch (RuntimeException | Error e) {
            // Whoever waits depends on this thread: it does not end, whatever happens.
            log.error("the limits of sends could not be applied, trying again", e);
            return true;
        }
    }
}
