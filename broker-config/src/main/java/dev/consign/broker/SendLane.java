package dev.consign.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.EnumMap;
import java.util.Map;

/// One connection with one session, used by one thread at a time: throwing it away hurts no other
/// send.
final class SendLane {

    private final Connection connection;
    private final Session session;
    private final Map<QueueName, MessageProducer> producers = new EnumMap<>(QueueName.class);
    private volatile boolean broken;

    private SendLane(Connection connection, Session session) {
        this.connection = connection;
        this.session = session;
    }

    static SendLane open(ConnectionFactory factory) throws JMSException {
        var connection = factory.createConnection();
        try {
            var lane =
                    new SendLane(
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
    MessageProducer producer(QueueName queue) throws JMSException {
        var known = producers.get(queue);
        if (known != null) {
            return known;
        }
        var producer = session.createProducer(session.createQueue(queue.address()));
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        producers.put(queue, producer);
        return producer;
    }

    /// A failure here means that nothing was sent.
    Message message(OutgoingMessage outgoing) throws JMSException {
        var message = session.createTextMessage(outgoing.body());
        for (var property : outgoing.properties().entrySet()) {
            message.setStringProperty(property.getKey(), property.getValue());
        }
        message.setStringProperty(QueueSender.MESSAGE_ID, outgoing.messageId());
        message.setStringProperty(QueueSender.DUPLICATE_ID, outgoing.duplicateId());
        message.setJMSType(outgoing.type());
        return message;
    }

    /// May wait for the broker as long as one blocking call does.
    void close() throws JMSException {
        connection.close();
    }
}
