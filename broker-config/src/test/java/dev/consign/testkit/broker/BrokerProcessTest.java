package dev.consign.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.consign.testkit.process.Ports;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerProcessTest {
    private static final String QUEUE = "consign.payment.callback";

    @TempDir Path directory;

    @Test
    void a_durable_message_is_there_after_a_kill_and_a_restart_on_the_same_port() throws Exception {
        var options =
                new BrokerOptions(
                        directory,
                        directory.resolve("broker.log"),
                        Ports.free(),
                        Map.of("processor", "p", "reconciler", "r", "testbed", "t"));
        try (var broker = BrokerProcess.prepare(options);
                var factory = new ActiveMQConnectionFactory(broker.url())) {
            broker.start();
            try (var connection = factory.createConnection("testbed", "t");
                    var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                    var producer = session.createProducer(session.createQueue(QUEUE))) {
                producer.send(session.createTextMessage("kept"));
            }
            broker.child().kill9();
            broker.start();

            try (var connection = factory.createConnection("processor", "p");
                    var session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    var consumer = session.createConsumer(session.createQueue(QUEUE))) {
                connection.start();
                var message = consumer.receive(5_000);
                assertThat(message).isNotNull();
                assertThat(message.getBody(String.class)).isEqualTo("kept");
                session.commit();
            }
            assertThatThrownBy(() -> factory.createConnection("processor", "wrong"))
                    .isInstanceOf(JMSSecurityException.class);
        }
    }

    /// Issue 10: AMQ222165 and AMQ222166 at every start, where somebody looks for what is wrong.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void neither_a_first_start_nor_a_second_says_anything_that_must_be_looked_at(boolean steered)
            throws Exception {
        var log = directory.resolve("broker.log");
        var users = Map.of("processor", "p", "reconciler", "r", "testbed", "t");
        for (var start = 1; start <= 2; start++) {
            try (var broker =
                    BrokerProcess.prepare(
                            new BrokerOptions(
                                    directory.resolve("broker"),
                                    log,
                                    Ports.free(),
                                    users,
                                    steered))) {
                broker.start();
                await().untilAsserted(() ->
                        assertThat(Files.readString(log)).contains(BrokerMain.ACTIVE));
            }
        }
        assertThat(Files.readString(log)).doesNotContain(" WARN ", " ERROR ", "Exception");
    }

    /// The programs ask the broker about itself when they start, and need a queue for the answers.
    @Test
    void a_queue_for_answers_is_nothing_that_must_be_looked_at_either() throws Exception {
        var log = directory.resolve("broker.log");
        var options =
                new BrokerOptions(
                        directory.resolve("broker"),
                        log,
                        Ports.free(),
                        Map.of("processor", "p", "reconciler", "r", "testbed", "t"));
        try (var broker = BrokerProcess.prepare(options);
                var factory = new ActiveMQConnectionFactory(broker.url())) {
            broker.start();
            for (var user : List.of("processor", "reconciler")) {
                try (var connection = factory.createConnection(user, user.substring(0, 1));
                        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                    session.createTemporaryQueue();
                }
            }
        }
        assertThat(Files.readString(log)).doesNotContain("AMQ222165", "AMQ222166");
    }
}
