package dev.consign.broker;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/// How many messages a queue holds, those included that a consumer has received and not yet
/// settled. A browser is not shown those, and would call a queue empty that the end of a consumer
/// fills again.
public final class QueueDepth {
    private QueueDepth() {}

    public static long of(Connection connection, QueueName queue) throws JMSException {
        try (var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            return ((ActiveMQSession) session)
                    .getCoreSession()
                    .queueQuery(SimpleString.of(queue.address()))
                    .getMessageCount();
        } catch (ActiveMQException refused) {
            throw new IllegalStateException("the broker does not tell of " + queue, refused);
        }
    }
}
