package dev.consign.reconciler.start;

import dev.consign.gateway.sandbox.SandboxSettings;
import dev.consign.gateway.sandbox.SandboxSettings.StatementLimits;
import dev.consign.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/// How the sandbox gateway is asked. It never holds the key that signs callbacks: whoever breaks
/// into the reconciler can ask about payments, but cannot forge word of one.
///
/// @param merchant our account there, the same as the processor's
record SandboxAccess(
        URI url,
        Secret apiKey,
        String merchant,
        Duration connectTimeout,
        Duration requestTimeout,
        StatementLimits statement) {
    private static final int KEY_BYTES = 32;
    private static final Duration NO_WINDOW = Duration.ofMillis(1);

    /// @param random makes a key that nobody has, so that every callback would be refused
    SandboxSettings settings(RandomGenerator random) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        var nobodys = new Secret("whsec_" + Base64.getEncoder().encodeToString(key));
        return new SandboxSettings(
                url,
                apiKey,
                List.of(nobodys),
                merchant,
                connectTimeout,
                requestTimeout,
                statement,
                NO_WINDOW);
    }
}
