package dev.consign.engine.expiry;

import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// When an order whose time to pay is over is shown to a person; nothing has a default here.
///
/// @param after from its expiry, time for the reconciler to have its payments closed
/// @param every between two looks
/// @param batchSize orders looked at in one go
@ConfigurationProperties("consign.overdue")
public record OverdueSettings(Duration after, Duration every, int batchSize) {
    /// @throws RefusedToStart naming what is missing
    public OverdueSettings {
        DatabaseSettings.positive(after, "consign.overdue.after");
        DatabaseSettings.positive(every, "consign.overdue.every");
        if (batchSize < 1) {
            throw new RefusedToStart("consign.overdue.batch-size must be at least 1");
        }
    }
}
