package dev.consign.tls;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.BrokerSettings;
import dev.consign.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/// How the two programs come to a broker that speaks TLS.
final class BrokerClients {
    static final String WORD = "word-of-a-program";

    private BrokerClients() {}

    /// @param key as [#key] says it, or nothing
    /// @param trusted whose broker is believed to be one
    static BrokerConnections withTls(String url, String user, String key, Certificates trusted) {
        var secured =
                "%s?sslEnabled=true&trustStoreType=PKCS12&trustStorePath=%s&trustStorePassword=%s%s"
                        .formatted(url, trusted.trust(), Certificates.PASSWORD, key);
        return new BrokerConnections(settings(secured, user));
    }

    static String key(Path store) {
        return "&keyStoreType=PKCS12&keyStorePath=%s&keyStorePassword=%s"
                .formatted(store, Certificates.PASSWORD);
    }

    static BrokerSettings settings(String url, String user) {
        return new BrokerSettings(
                url,
                user,
                new Secret(WORD),
                Duration.ofSeconds(8),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(9));
    }

    /// The shipped example with its five values.
    static String filledIn(Path server, Certificates trusted) throws IOException {
        var name = "broker/broker-tls.properties.example";
        try (var example = BrokerConnections.class.getClassLoader().getResourceAsStream(name)) {
            return new String(
                            Objects.requireNonNull(example).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("keyStorePath=", "keyStorePath=" + server)
                    .replace("trustStorePath=", "trustStorePath=" + trusted.trust())
                    .replace("StorePassword=", "StorePassword=" + Certificates.PASSWORD);
        }
    }
}
