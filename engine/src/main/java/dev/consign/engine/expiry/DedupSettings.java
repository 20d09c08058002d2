package dev.consign.engine.expiry;

import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How long the engine remembers. Contradictory values stop the start (docs/rules.md, rule 4).
///
/// @param retention how long a processed message id is kept
/// @param longestGatewayRepeat the longest time after which any gateway still repeats a callback
/// @param longestDeadLetterAge the longest time after which anyone can still requeue a message
/// @param purgeInterval how often old ids are looked for
/// @param purgeSlice rows deleted in one transaction
@ConfigurationProperties("consign.dedup")
record DedupSettings(
        Duration retention,
        Duration longestGatewayRepeat,
        Duration longestDeadLetterAge,
        Duration purgeInterval,
        int purgeSlice) {
    DedupSettings {
        DatabaseSettings.positive(retention, "consign.dedup.retention");
        DatabaseSettings.positive(longestGatewayRepeat, "consign.dedup.longest-gateway-repeat");
        DatabaseSettings.positive(longestDeadLetterAge, "consign.dedup.longest-dead-letter-age");
        DatabaseSettings.positive(purgeInterval, "consign.dedup.purge-interval");
        if (purgeSlice < 1 || purgeSlice > 10_000) {
            throw new RefusedToStart("consign.dedup.purge-slice must be 1 to 10000");
        }
        if (retention.compareTo(longestGatewayRepeat) <= 0
                || retention.compareTo(longestDeadLetterAge) <= 0) {
            throw new RefusedToStart(
                    "consign.dedup.retention (%s) must be longer than longest-gateway-repeat (%s) and"
                                    .formatted(retention, longestGatewayRepeat)
                            + " longest-dead-letter-age (%s), or a late repeat is taken for new"
                                    .formatted(longestDeadLetterAge));
        }
    }
}
