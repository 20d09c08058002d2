package dev.consign.gateway.sandbox;

import dev.consign.secret.Secret;
import java.time.Duration;
import java.util.List;

/// Whose callbacks are believed; once it exists every part is set and makes sense together.
///
/// @param webhookSecrets keys that may have signed a callback, `whsec_` and base64; two while keys
///   are changed
/// @param merchant our account there
/// @param window how old, and how far ahead of our clock, a callback may be; at most 300 s
public record SandboxCallbackSettings(
        List<Secret> webhookSecrets, String merchant, Duration window) {
    private static final int MAX_SECRETS = 4;
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);

    /// @throws IllegalArgumentException naming the setting that is missing or wrong, without its
    ///   value
    public SandboxCallbackSettings {
        var checks = SandboxClientSettings.CHECKS;
        webhookSecrets = List.copyOf(checks.set(webhookSecrets, "webhook-secrets"));
        checks.require(!webhookSecrets.isEmpty(), "webhook-secrets", "is not set");
        checks.require(
                webhookSecrets.size() <= MAX_SECRETS, "webhook-secrets", "has more than 4 keys");
        // Thrown away: a key that cannot work is to stop the start, not the first callback.
        webhookSecrets.forEach(WebhookSignature::key);
        checks.merchant(merchant);
        checks.between(window, LONGEST_WINDOW, "window");
    }
}
