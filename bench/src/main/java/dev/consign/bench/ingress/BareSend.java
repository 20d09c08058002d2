package dev.consign.bench.ingress;

import dev.consign.bench.post.Crowd;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/// The limit: one connection and one session a thread, and sends that return once the broker has
/// the message on its disk. No ids, no retry, no HTTP.
final class BareSend implements Crowd.Worker {
    private final ActiveMQConnectionFactory factory;
    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;
    private final List<String> bodies;

    private BareSend(String url, String password, String queue, List<String> bodies)
            throws JMSException {
        factory = new ActiveMQConnectionFactory(url);
        factory.setUser("processor");
        factory.setPassword(password);
        // The default, but everything here depends on it.
        factory.setBlockOnDurableSend(true);
        connection = factory.createConnection();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        producer = session.createProducer(session.createQueue(queue));
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        this.bodies = bodies;
    }

    /// @param password of the user `processor`
    /// @param bodies a piece of work is one of them
    static Crowd.WorkerSource to(String url, String password, String queue, List<String> bodies) {
        return () -> new BareSend(url, password, queue, bodies);
    }

    @Override
    public void work(int piece) throws JMSException {
        producer.send(session.createTextMessage(bodies.get(piece)));
    }

    @Override
    public void close() {
        factory.close();
    }
}
