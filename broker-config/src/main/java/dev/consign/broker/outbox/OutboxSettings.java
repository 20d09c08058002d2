package dev.consign.broker.outbox;

import dev.consign.platform.worker.BackOff;
import dev.consign.platform.worker.WorkerLoop;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How the outbox is emptied; every value must be set.
///
/// @param workers batches sent at the same time, up to 32; with one, messages leave in order, with
///   none this processor only fills the outbox and another empties it
/// @param batchSize rows of one claim, 1 to 1000
/// @param poll how often the table is looked at when nobody wakes the relay
/// @param gather how long a woken relay waits for more, so that they go together
/// @param lease how long claimed rows are left alone by others: what a crashed relay held is sent
///   again after it
/// @param longestSend the sender's wait for a session and its deadline together
/// @param firstRetry wait after the first send that was not accepted
/// @param longestRetry no wait is longer
/// @param stop how long a stop waits for the sends under way
@ConfigurationProperties("consign.outbox")
public record OutboxSettings(
        int workers,
        int batchSize,
        Duration poll,
        Duration gather,
        Duration lease,
        Duration longestSend,
        Duration firstRetry,
        Duration longestRetry,
        Duration stop) {
    /// @throws RefusedToStart when a value is missing or out of range, in one sentence
    public OutboxSettings {
        if (workers < 0 || workers > 32) {
            throw new RefusedToStart("consign.outbox.workers must be 0 to 32");
        }
        if (batchSize < 1 || batchSize > 1000) {
            throw new RefusedToStart("consign.outbox.batch-size must be 1 to 1000");
        }
        positive("poll", poll);
        positive("gather", gather);
        positive("lease", lease);
        positive("longest-send", longestSend);
        positive("first-retry", firstRetry);
        positive("longest-retry", longestRetry);
        positive("stop", stop);
        if (lease.compareTo(longestSend.multipliedBy(2)) < 0) {
            throw new RefusedToStart(
                    "consign.outbox.lease must be at least twice consign.outbox.longest-send, or a"
                            + " second relay sends what the first is still sending");
        }
        if (longestRetry.compareTo(firstRetry) < 0) {
            throw new RefusedToStart(
                    "consign.outbox.longest-retry must not be shorter than first-retry");
        }
    }

    /// @param send the longest the sender can take, with its wait for a session
    /// @throws RefusedToStart when a lease could end while its rows are being sent
    void requireRoomFor(Duration send) {
        if (longestSend.compareTo(send) < 0) {
            throw new RefusedToStart(
                    "consign.outbox.longest-send (%s) must not be shorter than consign.broker.session-wait and consign.broker.send-deadline together (%s)"
                            .formatted(longestSend, send));
        }
    }

    BackOff backOff() {
        return BackOff.doubling(firstRetry, longestRetry);
    }

    WorkerLoop.Pace pace() {
        return new WorkerLoop.Pace(workers, poll, gather, backOff(), longestRetry, stop);
    }

    private static void positive(String name, @Nullable Duration value) {
        DatabaseSettings.positive(value, "consign.outbox." + name);
    }
}
