package dev.consign.notify.notification;

import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How notifications are taken from their queue; every value must be set.
///
/// @param intakeBatchSize most messages taken from the queue in one transaction, 1 to 1000
/// @param receiveTimeout how long the consumer waits for the first message of a batch
/// @param drainTimeout how long it waits for each further one
/// @param shortestPause first pause when the database is down
/// @param longestPause no pause is longer
@ConfigurationProperties("consign.notifications")
public record NotificationSettings(
        int intakeBatchSize,
        Duration receiveTimeout,
        Duration drainTimeout,
        Duration shortestPause,
        Duration longestPause) {
    /// @throws RefusedToStart when a value is missing or out of range, in one sentence
    public NotificationSettings {
        refuseIf(
                intakeBatchSize < 1 || intakeBatchSize > 1000,
                "intake-batch-size must be 1 to 1000");
        positive("receive-timeout", receiveTimeout);
        positive("drain-timeout", drainTimeout);
        positive("shortest-pause", shortestPause);
        positive("longest-pause", longestPause);
        refuseIf(longestPause.compareTo(shortestPause) < 0, "longest-pause is too short");
    }

    private static void positive(String name, @Nullable Duration value) {
        DatabaseSettings.positive(value, "consign.notifications." + name);
    }

    private static void refuseIf(boolean wrong, String sentence) {
        if (wrong) {
            throw new RefusedToStart("consign.notifications." + sentence);
        }
    }
}
