package dev.consign.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Set;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.core.config.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Asks the shipped broker, with its rights as shipped; one test at a time, as some change it.
@Execution(ExecutionMode.SAME_THREAD)
class BrokerChecksTest {
    @TempDir static Path directory;

    private static TestBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(directory);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void safeAgain() {
        configuration()
                .setPersistenceEnabled(true)
                .setPopulateValidatedUser(true)
                .setRejectEmptyValidatedUser(true)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true);
    }

    private static Configuration configuration() {
        return broker.embedded().getActiveMQServer().getConfiguration();
    }

    private static BrokerConnections connections(String user) {
        return new BrokerConnections(TestSettings.of(broker.url(), user));
    }

    @ParameterizedTest
    @ValueSource(strings = {"processor", "reconciler"})
    void the_shipped_broker_is_safe_and_its_senders_are_let_go(String user) {
        try (var connections = connections(user);
                var sender = new QueueSender(connections, 1)) {
            var checks = new BrokerChecks(connections);
            assertThat(sender.send(QueueName.PAYMENT_REISSUE, TestSettings.message("before")))
                    .isEqualTo(
                            new SendResult.Refused(
                                    "JMSException: the broker has not been checked yet"));
            assertThat(checks.verify()).isEmpty();
            assertThat(sender.send(QueueName.PAYMENT_REISSUE, TestSettings.message("after")))
                    .isInstanceOf(SendResult.Accepted.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "persistence-enabled",
                "journal-sync-transactional",
                "journal-sync-non-transactional"
            })
    void a_broker_that_may_lose_what_it_confirms_is_refused_by_name(String setting) {
        switch (setting) {
            case "persistence-enabled" -> configuration().setPersistenceEnabled(false);
            case "journal-sync-transactional" -> configuration().setJournalSyncTransactional(false);
            default -> configuration().setJournalSyncNonTransactional(false);
        }
        try (var connections = connections("processor")) {
            var checks = new BrokerChecks(connections);
            assertThatIllegalArgumentException()
                    .isThrownBy(checks::verify)
                    .withMessage(
                            "the broker may lose confirmed messages: set "
                                    + setting
                                    + " to true in broker.xml");
            assertThat(connections.isHeld()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_broker_that_does_not_say_who_sent_a_message_is_refused(boolean rejectsThose) {
        configuration().setPopulateValidatedUser(false).setRejectEmptyValidatedUser(rejectsThose);
        try (var connections = connections("processor")) {
            var checks = new BrokerChecks(connections);
            assertThatIllegalArgumentException()
                    .isThrownBy(checks::verify)
                    .withMessage(
                            "the broker does not say who sent a message: set populate-validated-user to true in broker.xml");
            assertThat(connections.isHeld()).isTrue();
        }
    }

    @Test
    void a_broker_that_is_down_is_named_as_what_is_waited_for() {
        var nowhere = "tcp://127.0.0.1:" + TestBroker.freePort();
        try (var connections = new BrokerConnections(TestSettings.of(nowhere, "processor"))) {
            assertThat(new BrokerChecks(connections).verify())
                    .hasValueSatisfying(why -> assertThat(why).startsWith("the broker: "));
            assertThat(connections.isHeld()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"activemq.management", "TEMP.#", "mops.broker.isJournalSyncTransactional"})
    void a_right_that_is_missing_is_named(String match) {
        var security = broker.embedded().getActiveMQServer().getSecurityRepository();
        var shipped = security.getMatch(match.replace("#", "x"));
        security.addMatch(match, Set.of());
        try (var connections = connections("processor")) {
            var checks = new BrokerChecks(connections);
            assertThatIllegalArgumentException()
                    .isThrownBy(checks::verify)
                    .withMessageStartingWith("the broker cannot be asked whether it keeps")
                    .withMessageContaining(match);
        } finally {
            security.addMatch(match, shipped);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"processor", "reconciler"})
    void neither_program_may_manage_anything_else(String user) throws Exception {
        var queue = QueueName.PAYMENT_CALLBACK.address();
        assertThat(attribute(user, ResourceNames.BROKER, "persistenceEnabled")).isEqualTo("true");
        // They warn of one with a known hole.
        assertThat(attribute(user, ResourceNames.BROKER, "version")).startsWith("2.");
        assertThat(attribute(user, ResourceNames.BROKER, "queueNames"))
                .isEqualTo("Problem while retrieving attribute queueNames");
        refused(operation(user, ResourceNames.BROKER, "getQueueNames"));
        refused(operation(user, ResourceNames.QUEUE + queue, "countMessages"));
        refused(operation(user, ResourceNames.BROKER, "listConnectionIDs"));
        refused(operation(user, ResourceNames.BROKER, "forceFailover"));
        refused(operation(user, ResourceNames.BROKER, "removeSecuritySettings", "#"));
        refused(operation(user, ResourceNames.BROKER, "destroyQueue", queue));
        refused(operation(user, ResourceNames.BROKER, "closeConsumerConnectionsForAddress", queue));
        refused(
                operation(
                        user,
                        ResourceNames.BROKER,
                        "createQueue",
                        "{\"name\":\"x\",\"address\":\"x\",\"routing-type\":\""
                                + RoutingType.ANYCAST
                                + "\"}"));
        refused(operation(user, ResourceNames.QUEUE + queue, "listMessages", ""));
        refused(operation(user, ResourceNames.QUEUE + queue, "removeMessages", ""));
        refused(operation(user, ResourceNames.QUEUE + queue, "removeAllMessages"));
        refused(operation(user, ResourceNames.ADDRESS + queue, "pause"));
        assertThat(broker.queue(QueueName.PAYMENT_CALLBACK)).isNotNull();
    }

    @Test
    void a_stranger_to_the_management_cannot_even_ask() {
        assertThatThrownBy(() -> attribute("stranger", ResourceNames.BROKER, "persistenceEnabled"))
                .isInstanceOf(JMSSecurityException.class);
    }

    private static void refused(String answer) {
        assertThat(answer).contains("AMQ229032").contains("does not have permission=");
    }

    private static String attribute(String user, String resource, String name) throws Exception {
        return asked(user, message -> JMSManagementHelper.putAttribute(message, resource, name));
    }

    private static String operation(String user, String resource, String name, Object... parameters)
            throws Exception {
        return asked(
                user,
                message ->
                        JMSManagementHelper.putOperationInvocation(
                                message, resource, name, parameters));
    }

    private interface Question {
        void put(Message message) throws JMSException;
    }

    private static String asked(String user, Question question) throws Exception {
        try (var connections = connections(user);
                var connection = connections.factory().createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            var replies = session.createTemporaryQueue();
            var producer = session.createProducer(session.createQueue("activemq.management"));
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            var consumer = session.createConsumer(replies);
            var message = session.createMessage();
            message.setJMSReplyTo(replies);
            question.put(message);
            producer.send(message);
            var answer = consumer.receive(5_000);
            assertThat(answer).isNotNull();
            return String.valueOf(JMSManagementHelper.getResult(answer));
        }
    }
}
