package dev.consign.broker;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the time of all sends of one sender, on one thread that sleeps while there are none. A
/// timer of its own for every send woke another thread for each of them, twice.
final class SendWatch {
    /// How late a limit may be noticed.
    private static final Duration TICK = Duration.ofMillis(5);

    private static final Logger log = LoggerFactory.getLogger(SendWatch.class);

    private final QueueSender sender;
    private final WaitingRoom room;

    private SendWatch(QueueSender sender, WaitingRoom room) {
        this.sender = sender;
        this.room = room;
    }

    /// Ends by itself when the room is closed and everybody has left it.
    static void start(QueueSender sender, WaitingRoom room) {
        Thread.ofPlatform().daemon().name("send-watch").start(new SendWatch(sender, room)::run);
    }

    private void run() {
        try {
            while (room.awaitSomebody()) {
                Thread.sleep(TICK);
                applyLimits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void applyLimits() {
        try {
            sender.applyLimits();
        } catch (RuntimeException e) {
            // Whoever waits depends on this thread.
            log.error("the limits of sends could not be applied, trying again", e);
        }
    }
}
