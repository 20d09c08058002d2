package dev.consign.processor.api.request;

import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How long a request may wait for one statement of its own; every value must be set.
///
/// @param readTimeout of what only reads, which no lock holds up
/// @param writeTimeout of everything else, which may wait for a lock
@ConfigurationProperties("consign.api")
public record ApiSettings(Duration readTimeout, Duration writeTimeout) {
    /// @throws RefusedToStart when one is missing
    public ApiSettings {
        DatabaseSettings.positive(readTimeout, "consign.api.read-timeout");
        DatabaseSettings.positive(writeTimeout, "consign.api.write-timeout");
    }

    /// @throws RefusedToStart when it contradicts what was said of the database
    public void check(DatabaseSettings database) {
        if (writeTimeout.compareTo(database.lockWaitTimeout()) <= 0) {
            throw new RefusedToStart(
                    "consign.api.write-timeout must be longer than consign.db.lock-wait-timeout,"
                            + " or a wait for a lock looks like a dead server");
        }
        if (readTimeout.compareTo(database.socketTimeout()) > 0
                || writeTimeout.compareTo(database.socketTimeout()) > 0) {
            throw new RefusedToStart(
                    "consign.api.read-timeout and write-timeout must not be longer than"
                            + " consign.db.socket-timeout, which ends every statement");
        }
    }
}
