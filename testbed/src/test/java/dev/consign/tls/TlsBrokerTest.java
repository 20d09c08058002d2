package dev.consign.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.consign.broker.BrokerChecks;
import dev.consign.broker.BrokerConnections;
import dev.consign.testkit.broker.BrokerOptions;
import dev.consign.testkit.broker.BrokerProcess;
import dev.consign.testkit.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shipped broker.xml with the shipped TLS option, filled in as an operator would do it (issue
/// 11, numbers 3 and 14).
class TlsBrokerTest {
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
                                Map.of(
                                        "processor",
                                        BrokerClients.WORD,
                                        "reconciler",
                                        BrokerClients.WORD)));
        Files.writeString(
                directory.resolve("broker/etc/broker-tls.properties"),
                BrokerClients.filledIn(server, ours));
        broker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void who_has_a_certificate_is_let_in_under_the_name_in_it() {
        try (var connections = connections("processor", BrokerClients.key(processor), ours)) {
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
        refused(connections("processor", BrokerClients.key(forged), ours));
    }

    @Test
    void a_certificate_of_ours_in_a_name_that_nobody_knows_is_refused() throws Exception {
        var unknown = ours.signed("unknown", "CN=unknown, O=consign", "eku=clientAuth");
        refused(connections("processor", BrokerClients.key(unknown), ours));
    }

    /// Whatever user and password it names.
    @Test
    void with_the_certificate_of_one_program_nobody_is_the_other() {
        try (var connections = connections("reconciler", BrokerClients.key(processor), ours)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(new BrokerChecks(connections)::verify)
                    .withMessageStartingWith("the broker knows us as processor");
        }
    }

    @Test
    void a_broker_with_a_certificate_of_somebody_elses_is_told_nothing() {
        refused(connections("processor", BrokerClients.key(processor), theirs));
    }

    @Test
    void in_the_clear_nobody_is_answered() {
        refused(new BrokerConnections(BrokerClients.settings(broker.url(), "processor")));
    }

    private static void refused(BrokerConnections connections) {
        try (connections) {
            assertThat(connections.missing()).isPresent();
        }
    }

    private static BrokerConnections connections(String user, String key, Certificates trusted) {
        return BrokerClients.withTls(broker.url(), user, key, trusted);
    }
}
