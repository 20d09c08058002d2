package dev.consign.engine;

import dev.consign.sql.RefusedToStart;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// What is believed on a signature alone (docs/rules.md, rule 12).
///
/// @param above minor units, of whatever currency: a payment of more is confirmed by asking its
///   gateway before goods leave; 0 confirms every payment
@ConfigurationProperties("consign.confirm")
public record ConfirmSettings(Long above) {
    /// @throws RefusedToStart when nothing, or less than nothing, is set
    public ConfirmSettings {
        if (above == null || above < 0) {
            throw new RefusedToStart(
                    "consign.confirm.above must be set: minor units that are believed unasked, 0 or more");
        }
    }
}
