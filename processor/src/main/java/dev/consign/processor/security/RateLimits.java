package dev.consign.processor.security;

import dev.consign.sql.RefusedToStart;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How often one caller of the API may ask. A gateway's callbacks are not counted: they come when
/// they come.
///
/// @param keyRate requests a second that an API key may go on sending
/// @param keyBurst requests that it may send at once
/// @param addressRate refused requests a second of one address that are looked at
/// @param addressBurst refused requests that it may send at once
@ConfigurationProperties("consign.limits")
public record RateLimits(int keyRate, int keyBurst, int addressRate, int addressBurst) {
    /// @throws RefusedToStart when one is missing
    public RateLimits {
        if (keyRate < 1 || keyBurst < keyRate || addressRate < 1 || addressBurst < addressRate) {
            throw new RefusedToStart(
                    "consign.limits.key-rate and address-rate must be 1 or more, and the bursts not less than the rates");
        }
    }
}
