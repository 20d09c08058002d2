package dev.consign.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.BrokerSettings;
import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueDepth;
import dev.consign.broker.QueueName;
import dev.consign.broker.QueueSender;
import dev.consign.broker.SendResult;
import dev.consign.broker.codec.FactCodec;
import dev.consign.message.MessageType;
import dev.consign.payment.FactSource;
import dev.consign.secret.Secret;
import dev.consign.testbed.launcher.Launcher;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Puts messages on the broker in the product's name but past it, each under a broker id of its
/// own.
final class Wire implements AutoCloseable {
    private final BrokerConnections connections;
    private final BrokerConnections reconcilers;
    private final QueueSender sender;
    private final QueueSender reissues;
    private final AtomicLong number = new AtomicLong();

    Wire(Launcher launcher, int sessions) {
        connections = connections(launcher, "processor");
        reconcilers = connections(launcher, "reconciler");
        sender = new QueueSender(connections, sessions);
        reissues = new QueueSender(reconcilers, sessions);
    }

    private static BrokerConnections connections(Launcher launcher, String user) {
        return new BrokerConnections(
                new BrokerSettings(
                        launcher.brokerUrl(),
                        user,
                        new Secret(launcher.brokerPassword(user)),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(3),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30)));
    }

    void send(QueueName queue, Sale sale, FactSource source, Map<String, String> properties) {
        var sent =
                (queue == QueueName.PAYMENT_REISSUE ? reissues : sender)
                        .send(
                                queue,
                                new OutgoingMessage(
                                        sale.messageId(),
                                        "chaos-" + number.incrementAndGet(),
                                        FactCodec.encode(sale.fact(source)),
                                        properties,
                                        MessageType.PAYMENT_FACT.name()));
        assertThat(sent).isInstanceOf(SendResult.Accepted.class);
    }

    /// Messages that are in a queue, whether somebody holds them or not.
    long waiting(QueueName queue) throws JMSException {
        try (var connection = connections.factory().createConnection()) {
            return QueueDepth.of(connection, queue);
        }
    }

    @Override
    public void close() {
        sender.close();
        reissues.close();
        connections.close();
        reconcilers.close();
    }
}
