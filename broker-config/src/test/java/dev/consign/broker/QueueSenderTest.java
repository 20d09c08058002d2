package dev.consign.broker;

import static dev.consign.broker.TestSettings.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.SendResult.Accepted;
import dev.consign.broker.SendResult.Refused;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QueueSenderTest {

    private static final QueueName CALLBACK = QueueName.PAYMENT_CALLBACK;

    @TempDir Path directory;
    TestBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(directory);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private BrokerConnections as(String user) {
        return new BrokerConnections(TestSettings.of(broker.url(), user));
    }

    /// Hands one session of the user's to the work.
    private void inSession(String user, boolean transacted, JmsWork work) throws JMSException {
        try (var connections = as(user);
                Connection connection = connections.factory().createConnection();
                Session session = connection.createSession(transacted, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            work.in(session);
        }
    }

    private interface JmsWork {
        void in(Session session) throws JMSException;
    }

    @Test
    void an_accepted_message_arrives_durable_with_its_ids_and_its_sender() throws Exception {
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 2)) {
            assertThat(sender.send(CALLBACK, message("fact-1"))).isEqualTo(new Accepted());
        }
        inSession(
                "processor",
                false,
                session -> {
                    var consumer = session.createConsumer(session.createQueue(CALLBACK.address()));
                    var received = (TextMessage) consumer.receive(2_000);
                    assertThat(received.getText()).isEqualTo("{\"schema\":1}");
                    assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
                    assertThat(received.getJMSType()).isEqualTo("payment-fact");
                    assertThat(received.getStringProperty("consign_message_id"))
                            .isEqualTo("fact-1");
                    assertThat(received.getStringProperty("consign_kind")).isEqualTo("PAID");
                    assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("processor");
                    assertThat(received.getLongProperty("_AMQ_INGRESS_TIMESTAMP")).isPositive();
                });
    }

    @Test
    void the_same_duplicate_id_is_stored_once_even_across_a_restart_of_the_broker()
            throws Exception {
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 2)) {
            assertThat(sender.send(CALLBACK, message("fact-1"))).isEqualTo(new Accepted());
            assertThat(sender.send(CALLBACK, message("fact-1"))).isEqualTo(new Accepted());
            broker.holds(CALLBACK, 1);

            var port = broker.port();
            broker.close();
            assertThat(sender.send(CALLBACK, message("fact-2"))).isNotEqualTo(new Accepted());
            broker = TestBroker.start(directory, port);

            assertThat(sender.send(CALLBACK, message("fact-1"))).isEqualTo(new Accepted());
            assertThat(sender.send(CALLBACK, message("fact-2"))).isEqualTo(new Accepted());
            broker.holds(CALLBACK, 2);
        }
    }

    @Test
    void many_threads_share_few_sessions_and_nothing_is_lost() throws Exception {
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 4);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<SendResult>> sends = new ArrayList<>();
            IntStream.range(0, 400)
                    .forEach(i -> sends.add(() -> sender.send(CALLBACK, message("fact-" + i))));
            for (var result : threads.invokeAll(sends)) {
                assertThat(result.get()).isEqualTo(new Accepted());
            }
            broker.holds(CALLBACK, 400);
            assertThat(broker.embedded().getActiveMQServer().getConnectionCount())
                    .isLessThanOrEqualTo(4);
        }
        await().untilAsserted(() ->
                assertThat(broker.embedded().getActiveMQServer().getConnectionCount()).isZero());
    }

    @Test
    void a_broker_that_is_down_refuses_and_one_that_comes_back_accepts() throws Exception {
        var port = broker.port();
        broker.close();
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 2)) {
            assertThat(sender.send(CALLBACK, message("fact-1"))).isInstanceOf(Refused.class);
            broker = TestBroker.start(directory, port);
            assertThat(sender.send(CALLBACK, message("fact-1"))).isEqualTo(new Accepted());
        }
    }

    @Test
    void a_connection_that_died_while_idle_costs_nothing() {
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 1)) {
            assertThat(sender.send(CALLBACK, message("fact-1"))).isEqualTo(new Accepted());
            broker.embedded()
                    .getActiveMQServer()
                    .getRemotingService()
                    .getConnections()
                    .forEach(c -> c.getTransportConnection().close());
            assertThat(sender.send(CALLBACK, message("fact-2"))).isEqualTo(new Accepted());
            broker.holds(CALLBACK, 2);
        }
    }

    @Test
    void a_wrong_password_is_refused() {
        var good = TestSettings.of(broker.url(), "nobody");
        try (var connections = new BrokerConnections(good);
                var sender = new QueueSender(connections, 1)) {
            assertThat(sender.send(CALLBACK, message("fact-1")))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            r -> assertThat(r.why()).startsWith("SECURITY_EXCEPTION: AMQ229031"));
        }
    }

    @Test
    void a_queue_that_is_not_declared_is_refused_and_not_created() throws Exception {
        broker.embedded().getActiveMQServer().destroyQueue(SimpleString.of(CALLBACK.address()));
        broker.embedded()
                .getActiveMQServer()
                .removeAddressInfo(SimpleString.of(CALLBACK.address()), null);
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 1)) {
            assertThat(sender.send(CALLBACK, message("fact-1")))
                    .isInstanceOfSatisfying(
                            Refused.class, r -> assertThat(r.why()).contains(CALLBACK.address()));
            assertThat(sender.send(QueueName.NOTIFICATION, message("fact-1")))
                    .isEqualTo(new Accepted());
        }
    }

    @Test
    void a_full_address_is_refused_at_once_and_accepts_again_when_drained() throws Exception {
        broker.change(
                CALLBACK,
                s -> s.setMaxSizeBytes(10_000).setPageSizeBytes(5_000).setPageLimitBytes(20_000L));
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 1)) {
            SendResult result = new Accepted();
            for (var i = 0; i < 100 && result instanceof Accepted; i++) {
                var id = "full-" + i;
                result =
                        sender.send(
                                CALLBACK,
                                new OutgoingMessage(id, id, "x".repeat(2_000), Map.of(), "t"));
            }
            assertThat(result)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            r -> assertThat(r.why()).startsWith("ADDRESS_FULL: AMQ229102"));

            broker.queue(CALLBACK).deleteAllReferences();
            await().untilAsserted(() ->
                    assertThat(sender.send(CALLBACK, message("after"))).isEqualTo(new Accepted()));
        }
    }

    @Test
    void a_closed_sender_refuses() {
        try (var connections = as("processor")) {
            var sender = new QueueSender(connections, 1);
            sender.send(CALLBACK, message("fact-1"));
            sender.close();
            assertThat(sender.send(CALLBACK, message("fact-2")))
                    .isEqualTo(new Refused("the sender is closed"));
        }
    }

    @ParameterizedTest
    @CsvSource({"JMSType", "_AMQ_DUPL_ID", "consign_message_id", "with-hyphen", "''"})
    void a_message_cannot_set_reserved_properties(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OutgoingMessage("a", "b", "{}", Map.of(name, "x"), "t"));
    }

    @Test
    void the_reconciler_may_only_send_and_only_reissues() {
        try (var connections = as("reconciler");
                var sender = new QueueSender(connections, 1)) {
            for (var queue : QueueName.values()) {
                var result = sender.send(queue, message("fact-1"));
                if (queue == QueueName.PAYMENT_REISSUE) {
                    assertThat(result).isEqualTo(new Accepted());
                } else {
                    assertThat(result)
                            .isInstanceOfSatisfying(
                                    Refused.class,
                                    r -> assertThat(r.why()).startsWith("SECURITY_EXCEPTION"));
                }
                refused(
                        "reconciler",
                        s -> s.createConsumer(s.createQueue(queue.address())).receive(10));
                refused("reconciler", s -> browse(s, queue));
            }
        }
    }

    @Test
    void nobody_but_the_two_programs_may_do_anything() {
        try (var connections = as("stranger");
                var sender = new QueueSender(connections, 1)) {
            for (var queue : QueueName.values()) {
                assertThat(sender.send(queue, message("fact-1")))
                        .isInstanceOfSatisfying(
                                Refused.class,
                                r -> assertThat(r.why()).startsWith("SECURITY_EXCEPTION"));
                refused("stranger", s -> browse(s, queue));
                refused("stranger", s -> s.createConsumer(s.createQueue(queue.address())));
            }
        }
    }

    private void refused(String user, JmsWork work) {
        assertThatExceptionOfType(JMSSecurityException.class)
                .isThrownBy(() -> inSession(user, false, work));
    }

    private static int browse(Session session, QueueName queue) throws JMSException {
        try (var browser = session.createBrowser(session.createQueue(queue.address()))) {
            var found = 0;
            for (var all = browser.getEnumeration(); all.hasMoreElements(); all.nextElement()) {
                found++;
            }
            return found;
        }
    }

    @ParameterizedTest
    @EnumSource(value = QueueName.class, names = "DEAD_LETTER", mode = EnumSource.Mode.EXCLUDE)
    void a_message_that_is_rolled_back_fifty_times_is_a_dead_letter_and_stays_one(QueueName queue)
            throws Exception {
        broker.change(queue, s -> s.setRedeliveryDelay(0));
        broker.change(QueueName.DEAD_LETTER, s -> s.setRedeliveryDelay(0));
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 1)) {
            assertThat(sender.send(queue, message("poison"))).isEqualTo(new Accepted());
        }
        inSession("processor", true, s -> rollBack(s, queue, 50));
        broker.holds(QueueName.DEAD_LETTER, 1);
        broker.holds(queue, 0);

        inSession("processor", true, s -> rollBack(s, QueueName.DEAD_LETTER, 60));
        broker.holds(QueueName.DEAD_LETTER, 1);
    }

    private static void rollBack(Session session, QueueName queue, int times) throws JMSException {
        var consumer = session.createConsumer(session.createQueue(queue.address()));
        for (var i = 1; i <= times; i++) {
            var received = consumer.receive(2_000);
            assertThat((Object) received).as("delivery %d", i).isNotNull();
            assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(i);
            session.rollback();
        }
    }
}
