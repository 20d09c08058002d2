package dev.consign.processor.inbound.factinbox;

import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How often facts are looked for that took the way around the broker; nothing has a default here.
///
/// @param every between two looks
/// @param batchSize facts processed in one go
/// @param retry until one that could not be processed is tried again
@ConfigurationProperties("consign.learned")
record LearnedSettings(Duration every, int batchSize, Duration retry) {
    /// @throws RefusedToStart naming what is missing
    LearnedSettings {
        DatabaseSettings.positive(every, "consign.learned.every");
        DatabaseSettings.positive(retry, "consign.learned.retry");
        if (batchSize < 1) {
            throw new RefusedToStart("consign.learned.batch-size must be at least 1");
        }
    }
}
