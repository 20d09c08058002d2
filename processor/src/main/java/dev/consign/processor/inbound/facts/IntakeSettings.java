package dev.consign.processor.inbound.facts;

import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How messages are taken in; every value must be set.
///
/// @param batchSize most messages processed in one transaction, 1 to 1000
/// @param consumers threads a queue, each with its own session
/// @param receiveTimeout how long a consumer waits for the first message of a batch
/// @param drainTimeout how long it waits for each further one, and a quarter of how long for all
/// @param shortestPause first pause when the database is down
/// @param longestPause no pause is longer
@ConfigurationProperties("consign.intake")
public record IntakeSettings(
        int batchSize,
        int consumers,
        Duration receiveTimeout,
        Duration drainTimeout,
        Duration shortestPause,
        Duration longestPause) {
    /// @throws RefusedToStart when a value is missing or out of range, in one sentence
    public IntakeSettings {
        if (batchSize < 1 || batchSize > 1000) {
            throw new RefusedToStart("consign.intake.batch-size must be 1 to 1000");
        }
        if (consumers < 1 || consumers > 64) {
            throw new RefusedToStart("consign.intake.consumers must be 1 to 64");
        }
        DatabaseSettings.positive(receiveTimeout, "consign.intake.receive-timeout");
        DatabaseSettings.positive(drainTimeout, "consign.intake.drain-timeout");
        DatabaseSettings.positive(shortestPause, "consign.intake.shortest-pause");
        DatabaseSettings.positive(longestPause, "consign.intake.longest-pause");
        if (longestPause.compareTo(shortestPause) < 0) {
            throw new RefusedToStart("consign.intake.longest-pause is shorter than shortest-pause");
        }
    }
}
