package dev.consign.gateway.sandbox;

import dev.consign.id.GatewayCode;
import dev.consign.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The account that tests have at the sandbox program.
final class SandboxAccount {
    private static final GatewayCode CODE = new GatewayCode("sandbox");

    private SandboxAccount() {}

    static SandboxClient client(int port, String key, InstantSource clock) {
        return new SandboxClient(
                CODE,
                new SandboxClientSettings(
                        URI.create("http://127.0.0.1:" + port),
                        new Secret(key),
                        "M1",
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        new SandboxClientSettings.StatementLimits(
                                1_000_000, Duration.ofSeconds(5))),
                clock);
    }

    static SandboxCallbacks callbacks(String secret) {
        return new SandboxCallbacks(
                CODE,
                new SandboxCallbackSettings(
                        List.of(new Secret(secret)), "M1", Duration.ofMinutes(5)));
    }
}
