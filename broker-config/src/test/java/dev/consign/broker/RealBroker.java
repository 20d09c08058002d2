package dev.consign.broker;

import dev.consign.broker.codec.FactCodec;
import dev.consign.message.MessageType;
import dev.consign.payment.PaymentFact;
import dev.consign.secret.Secret;
import dev.consign.testkit.broker.BrokerOptions;
import dev.consign.testkit.broker.BrokerProcess;
import dev.consign.testkit.process.Ports;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A broker process of the product's configuration, for tests that stand between it and its client.
public final class RealBroker implements AutoCloseable {
    private static final String PASSWORD = "broker-of-an-incident-test";

    private final int port = Ports.free();
    private final BrokerProcess process;

    private RealBroker(Path directory) {
        process =
                BrokerProcess.prepare(
                        new BrokerOptions(
                                directory.resolve("broker"),
                                directory.resolve("broker.log"),
                                port,
                                Map.of(
                                        "processor",
                                        PASSWORD,
                                        "reconciler",
                                        PASSWORD,
                                        "testbed",
                                        PASSWORD)));
    }

    public static RealBroker start(Path directory) throws InterruptedException {
        var broker = new RealBroker(directory);
        broker.process.start();
        return broker;
    }

    public int port() {
        return port;
    }

    /// For who lets it hang.
    public long pid() {
        return process.child().pid();
    }

    /// Connections as the processor has them, with time-outs as short as the rules allow.
    ///
    /// @param through the broker's own port, or that of a proxy before it
    public static BrokerConnections connections(int through) {
        return connections(through, "processor");
    }

    private static BrokerConnections connections(int through, String user) {
        return new BrokerConnections(
                new BrokerSettings(
                        "tcp://127.0.0.1:" + through,
                        user,
                        new Secret(PASSWORD),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(9)));
    }

    public QueueSender sender() {
        return new QueueSender(connections(port), 4);
    }

    /// Of facts that the reconciler learned.
    public QueueSender reconciler() {
        return new QueueSender(connections(port, "reconciler"), 4);
    }

    /// Whoever fills this queue in life.
    public QueueSender sender(QueueName queue) {
        return queue == QueueName.PAYMENT_REISSUE ? reconciler() : sender();
    }

    /// @param duplicateId the broker swallows a second message under the same one
    public static OutgoingMessage message(PaymentFact fact, String duplicateId) {
        return new OutgoingMessage(
                fact.messageId().value(),
                duplicateId,
                FactCodec.encode(fact),
                Map.of(),
                MessageType.PAYMENT_FACT.name());
    }

    /// A message of no content, under one name for everything.
    public static OutgoingMessage text(String id) {
        return new OutgoingMessage(id, id, "{}", Map.of(), MessageType.PAYMENT_FACT.name());
    }

    /// How many messages a queue holds, whether a consumer has them in hand or not.
    public long depth(QueueName queue) throws JMSException {
        try (var connections = connections(port);
                var connection = connections.factory().createConnection()) {
            return QueueDepth.of(connection, queue);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
