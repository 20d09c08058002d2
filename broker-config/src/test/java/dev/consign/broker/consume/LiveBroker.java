package dev.consign.broker.consume;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.BrokerSettings;
import dev.consign.broker.QueueName;
import dev.consign.secret.Secret;
import dev.consign.testkit.broker.BrokerOptions;
import dev.consign.testkit.broker.BrokerProcess;
import dev.consign.testkit.process.Ports;
import dev.consign.testkit.process.Trees;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/// A broker process of its own with the product's configuration, and the product's connections to
/// it.
public final class LiveBroker implements AutoCloseable {
    private final Path directory;
    private final BrokerProcess process;
    private final Map<String, BrokerConnections> opened = new ConcurrentHashMap<>();

    public LiveBroker() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("consign-broker-");
        process =
                BrokerProcess.prepare(
                        new BrokerOptions(
                                directory,
                                directory.resolve("broker.log"),
                                Ports.free(),
                                Map.of("processor", "p", "reconciler", "r", "testbed", "t")));
        process.start();
    }

    /// Connections as the processor has them.
    public BrokerConnections connections() {
        return connections("processor");
    }

    public void kill9() throws InterruptedException {
        process.child().kill9();
    }

    public void start() throws InterruptedException {
        process.start();
    }

    /// A factory of the test's own settings.
    ///
    /// @param parameters of the URL, such as `minLargeMessageSize=1`
    public ActiveMQConnectionFactory factory(String user, String parameters) {
        var factory = new ActiveMQConnectionFactory(process.url() + "?" + parameters);
        factory.setUser(user);
        factory.setPassword(process.password(user));
        return factory;
    }

    /// Sends one message as whoever fills that queue in life.
    public void send(QueueName queue, Making making) throws JMSException {
        send(queue == QueueName.PAYMENT_REISSUE ? "reconciler" : "processor", queue, making);
    }

    /// Sends one message as one of the broker's users: `testbed` is a stranger to the product.
    public void send(String user, QueueName queue, Making making) throws JMSException {
        try (var connection = connections(user).factory().createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue(queue.address()))) {
            producer.send(making.make(session));
        }
    }

    /// Takes out of a queue all that lies in it.
    public List<String> take(QueueName queue) throws JMSException {
        return take(queue, message -> message.getBody(String.class));
    }

    /// The same, looking at one property instead of the body.
    public List<String> take(QueueName queue, String property) throws JMSException {
        return take(queue, message -> message.getStringProperty(property));
    }

    private List<String> take(QueueName queue, Looking looking) throws JMSException {
        var texts = new ArrayList<String>();
        try (var connection = connections("processor").factory().createConnection();
                var session = connection.createSession(true, Session.SESSION_TRANSACTED);
                var consumer = session.createConsumer(session.createQueue(queue.address()))) {
            connection.start();
            var message = consumer.receive(1_000);
            while (message != null) {
                texts.add(looking.at(message));
                message = consumer.receive(1_000);
            }
            session.commit();
        }
        return texts;
    }

    @Override
    public void close() throws IOException {
        opened.values().forEach(BrokerConnections::close);
        process.close();
        Trees.delete(directory);
    }

    /// Connections of one of the broker's users, the same ones each time.
    public BrokerConnections connections(String user) {
        return opened.computeIfAbsent(
                user,
                _ ->
                        new BrokerConnections(
                                new BrokerSettings(
                                        process.url(),
                                        user,
                                        new Secret(process.password(user)),
                                        Duration.ofSeconds(8),
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(2),
                                        Duration.ofMillis(100),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(12))));
    }

    /// Makes a message in a session.
    public interface Making {
        Message make(Session session) throws JMSException;
    }

    private interface Looking {
        String at(Message message) throws JMSException;
    }
}
