package dev.consign.processor.backoffice.deadletters;

import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How dead letters are kept; every value must be set.
///
/// @param receiveTimeout how long the drain waits for a letter before it looks whether it must stop
/// @param shortestPause first pause when the database is down
/// @param longestPause no pause is longer
/// @param sweepInterval how often requeued letters are looked at
/// @param mostCrashes how often the process may die over one message, after it came again, before
///   the message is put aside
@ConfigurationProperties("consign.dead-letters")
public record DeadLetterSettings(
        Duration receiveTimeout,
        Duration shortestPause,
        Duration longestPause,
        Duration sweepInterval,
        int mostCrashes) {
    /// @throws RefusedToStart when a value is missing or out of range, in one sentence
    public DeadLetterSettings {
        positive("receive-timeout", receiveTimeout);
        positive("shortest-pause", shortestPause);
        positive("longest-pause", longestPause);
        positive("sweep-interval", sweepInterval);
        if (mostCrashes < 1) {
            throw new RefusedToStart("consign.dead-letters.most-crashes must be at least 1");
        }
        if (longestPause.compareTo(shortestPause) < 0) {
            throw new RefusedToStart(
                    "consign.dead-letters.longest-pause is shorter than shortest-pause");
        }
    }

    private static void positive(String name, @Nullable Duration value) {
        DatabaseSettings.positive(value, "consign.dead-letters." + name);
    }
}
