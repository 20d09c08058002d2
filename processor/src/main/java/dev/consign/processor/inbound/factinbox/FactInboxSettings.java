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
@ConfigurationProperties("consign.fact-inbox")
record FactInboxSettings(Duration every, int batchSize, Duration retry) {
    /// @throws RefusedToStart naming what is missing
    FactInboxSettings {
        DatabaseSettings.positive(every, "consign.fact-inbox.every");
        DatabaseSettings.positive(retry, "consign.fact-inbox.retry");
        if (batchSize < 1) {
            throw new RefusedToStart("consign.fact-inbox.batch-size must be at least 1");
        }
    }
}
