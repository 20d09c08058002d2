package dev.consign.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.consign.broker.BrokerChecks;
import dev.consign.broker.BrokerConnections;
import dev.consign.broker.BrokerSettings;
import dev.consign.secret.Secret;
import dev.consign.testbed.broker.BrokerOptions;
import dev.consign.testbed.broker.BrokerProcess;
import dev.consign.testbed.process.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shipped broker.xml with the shipped TLS option, filled in as an operator would do it (issue
/// 11, numbers 3 and 14).
class TlsBrokerTest {
    private static final String WORD = "word-of-a-program";

    @TempDir static Path directory;

    private static Certificates ours;
    private static Certificates theirs;
    private static Path processor;
    private static BrokerProcess broker;

    @BeforeAll
    static void start() throws Exception {
        ours = new Certificates(directory.resolve("ours"), "authority");
        theirs = new Certificates(directory.resolve("theirs"), "stranger");
        processor = ours.signed("processor", "CN=processor, O=consign", "eku=clientAuth");
        var server = ours.signed("broker", "CN=broker", "san=ip:127.0.0.1");
        broker =
                BrokerProcess.prepare(
                        new BrokerOptions(
                                directory.resolve("broker"),
                                directory.resolve("broker.log"),
                                Ports.free(),
                                Map.of("processor", WORD, "reconciler", WORD)));
        Files.writeString(directory.resolve("broker/etc/broker-tls.properties"), filledIn(server));
        broker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void who_has_a_certificate_is_let_in_under_the_name_in_it() {
        try (var connections = connections("processor", key(processor), ours)) {
            assertThat(new BrokerChecks(connections).verify()).isEmpty();
        }
    }

    @Test
    void without_a_certificate_a_right_password_is_worth_nothing() {
        refused(connections("processor", "", ours));
    }

    @Test
    void a_certificate_that_somebody_else_signed_is_refused() throws Exception {
        var forged = theirs.signed("forged", "CN=processor, O=consign", "eku=clientAuth");
        refused(connections("processor", key(forged), ours));
    }

    @Test
    void a_certificate_of_ours_in_a_name_that_nobody_knows_is_refused() throws Exception {
        var unknown = ours.signed("unknown", "CN=unknown, O=consign", "eku=clientAuth");
        refused(connections("processor", key(unknown), ours));
    }

    /// Whatever user and password it names.
    @Test
    void with_the_certificate_of_one_program_nobody_is_the_other() {
        try (var connections = connections("reconciler", key(processor), ours)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(new BrokerChecks(connections)::verify)
                    .withMessageStartingWith("the broker knows us as processor");
        }
    }

    @Test
    void a_broker_with_a_certificate_of_somebody_elses_is_told_nothing() {
        refused(connections("processor", key(processor), theirs));
    }

    @Test
    void in_the_clear_nobody_is_answered() {
        refused(new BrokerConnections(settings(broker.url(), "processor")));
    }

    private static void refused(BrokerConnections connections) {
        try (connections) {
            assertThat(connections.missing()).isPresent();
        }
    }

    private static BrokerConnections connections(String user, String key, Certificates trusted) {
        var url =
                "%s?sslEnabled=true&trustStoreType=PKCS12&trustStorePath=%s&trustStorePassword=%s%s"
                        .formatted(broker.url(), trusted.trust(), Certificates.PASSWORD, key);
        return new BrokerConnections(settings(url, user));
    }

    private static String key(Path store) {
        return "&keyStoreType=PKCS12&keyStorePath=%s&keyStorePassword=%s"
                .formatted(store, Certificates.PASSWORD);
    }

    private static BrokerSettings settings(String url, String user) {
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

    private static String filledIn(Path server) throws IOException {
        var name = "broker/broker-tls.properties.example";
        try (var example = BrokerConnections.class.getClassLoader().getResourceAsStream(name)) {
            return new String(
                            Objects.requireNonNull(example).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("keyStorePath=", "keyStorePath=" + server)
                    .replace("trustStorePath=", "trustStorePath=" + ours.trust())
                    .replace("StorePassword=", "StorePassword=" + Certificates.PASSWORD);
        }
    }
}
