package dev.consign.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.apache.activemq.artemis.spi.core.remoting.Connector;
import org.jspecify.annotations.Nullable;

/// One connection, used by one thread at a time: throwing it away hurts no other send. It has a
/// session whose every send waits for the broker, and once it is needed a transacted one whose
/// commits do.
final class SendChannel {

    private final Connection connection;
    private final Producers alone;
    private @Nullable Producers together;
    private volatile boolean broken;

    private SendChannel(Connection connection, Session session) {
        this.connection = connection;
        this.alone = new Producers(session);
    }

    static SendChannel open(ConnectionFactory factory) throws JMSException {
        var connection = factory.createConnection();
        try {
            var lane =
                    new SendChannel(
                            connection, connection.createSession(false, Session.AUTO_ACKNOWLEDGE));
            connection.setExceptionListener(_ -> lane.broken = true);
            return lane;
        } catch (JMSException | RuntimeException e) {
            try {
                connection.close();
            } catch (JMSException | RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /// True once the connection is known to be gone. False proves nothing.
    boolean isBroken() {
        return broken;
    }

    /// A failure here means that nothing was sent.
    Prepared prepare(SendAttempt attempt) throws JMSException {
        return alone.prepare(attempt);
    }

    /// Hands over those whose callers still wait. Nothing is stored before the commit, and nothing
    /// without it.
    void sendTogether(List<SendAttempt> attempts) throws JMSException {
        var known = together;
        if (known == null) {
            known = new Producers(connection.createSession(true, Session.SESSION_TRANSACTED));
            together = known;
        }
        for (var attempt : attempts) {
            var prepared = known.prepare(attempt);
            if (attempt.maySend()) {
                prepared.send();
            }
        }
    }

    /// Returns when all that was sent together is on the broker's disk.
    void commit() throws JMSException {
        if (together != null) {
            together.session().commit();
        }
    }

    /// May wait for the broker as long as one blocking call does.
    void close() throws JMSException {
        try {
            connection.close();
        } finally {
            closeConnector();
        }
    }

    /// The client does not close the connector of a connection that failed by itself, and its timer
    /// would go on looking for something to write.
    private void closeConnector() {
        if (connection instanceof ActiveMQConnection artemis
                && artemis.getSessionFactory() instanceof ClientSessionFactoryInternal factory
                && factory.getConnector() instanceof Connector connector) {
            connector.close();
        }
    }

    /// A message and who will send it.
    record Prepared(MessageProducer producer, Message message) {
        void send() throws JMSException {
            producer.send(message);
        }
    }

    private record Producers(Session session, Map<QueueName, MessageProducer> known) {
        Producers(Session session) {
            this(session, new EnumMap<>(QueueName.class));
        }

        Prepared prepare(SendAttempt attempt) throws JMSException {
            return new Prepared(producer(attempt.queue()), message(attempt.message()));
        }

        private MessageProducer producer(QueueName queue) throws JMSException {
            var producer = known.get(queue);
            if (producer == null) {
                producer = session.createProducer(session.createQueue(queue.address()));
                producer.setDeliveryMode(DeliveryMode.PERSISTENT);
                known.put(queue, producer);
            }
            return producer;
        }

        private Message message(OutgoingMessage outgoing) throws JMSException {
            var message = session.createTextMessage(outgoing.body());
            for (var property : outgoing.properties().entrySet()) {
                message.setStringProperty(property.getKey(), property.getValue());
            }
            message.setStringProperty(QueueSender.MESSAGE_ID, outgoing.messageId());
            message.setStringProperty(QueueSender.DUPLICATE_ID, outgoing.duplicateId());
            message.setJMSType(outgoing.type());
            return message;
        }
    }
}
