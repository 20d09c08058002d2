package dev.consign.broker;

import dev.consign.secret.Secret;
import java.time.Duration;

/// Settings as short as the rules allow.
final class TestSettings {

    static final Duration SEND_DEADLINE = Duration.ofSeconds(9);

    private TestSettings() {}

    static BrokerSettings of(String url, String user) {
        return new BrokerSettings(
                url,
                user,
                new Secret(TestBroker.PASSWORD),
                Duration.ofSeconds(8),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                SEND_DEADLINE);
    }

    static OutgoingMessage message(String id) {
        return new OutgoingMessage(
                id, id, "{\"schema\":1}", java.util.Map.of("consign_kind", "PAID"), "payment-fact");
    }
}
