package dev.consign.processor.inbound.inbox;

import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How long what was not understood is kept.
///
/// @param retention since it came last; what an open case is about stays longer
/// @param purgeInterval how often old rows are looked for
/// @param purgeSlice rows deleted in one transaction, 1 to 10,000
@ConfigurationProperties("consign.inbox")
record InboxSettings(Duration retention, Duration purgeInterval, int purgeSlice) {
    InboxSettings {
        DatabaseSettings.positive(retention, "consign.inbox.retention");
        DatabaseSettings.positive(purgeInterval, "consign.inbox.purge-interval");
        if (purgeSlice < 1 || purgeSlice > 10_000) {
            throw new RefusedToStart("consign.inbox.purge-slice must be 1 to 10000");
        }
    }
}
