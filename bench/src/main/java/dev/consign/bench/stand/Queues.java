package dev.consign.bench.stand;

import dev.consign.broker.QueueName;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/// The hand on a broker's queues: fills one while it is held, lets it go, and sees when it is empty
/// by the broker's own count, which knows a message as done when its consumer's commit has come.
public final class Queues implements AutoCloseable {
    private static final int MESSAGES_PER_COMMIT = 1_000;
    private static final long CHECK_NANOS = 10_000_000L;
    private static final long ANSWER_MILLIS = 10_000;

    private final ActiveMQConnectionFactory factory;
    private final Connection connection;
    private final Session session;
    private final jakarta.jms.Queue replies;
    private final MessageProducer questions;
    private final MessageConsumer answers;

    private Queues(String url, String password) throws JMSException {
        factory = new ActiveMQConnectionFactory(url);
        factory.setUser("processor");
        factory.setPassword(password);
        connection = factory.createConnection();
        connection.start();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        replies = session.createTemporaryQueue();
        questions = session.createProducer(session.createQueue("activemq.management"));
        answers = session.createConsumer(replies);
    }

    /// @param password of the user `processor`, whose messages are taken in and who must be allowed
    ///   to steer this broker
    public static Queues of(String url, String password) throws JMSException {
        return new Queues(url, password);
    }

    /// Stops the delivery; what a consumer was given already is dealt with.
    public void hold(QueueName queue) throws Exception {
        invoke(queue, "pause");
    }

    /// Lets the delivery go on.
    public void release(QueueName queue) throws Exception {
        invoke(queue, "resume");
    }

    /// @return messages nobody has committed yet
    public long left(QueueName queue) throws Exception {
        var question = session.createMessage();
        JMSManagementHelper.putAttribute(
                question, ResourceNames.QUEUE + queue.address(), "messageCount");
        return ((Number) ask(question)).longValue();
    }

    /// Sends durable messages in transactions of a thousand: they are on the broker's disk when
    /// this returns.
    public void fill(QueueName queue, List<String> bodies) throws JMSException {
        try (var filling = connection.createSession(true, Session.SESSION_TRANSACTED);
                var producer = filling.createProducer(filling.createQueue(queue.address()))) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            var sent = 0;
            for (var body : bodies) {
                producer.send(filling.createTextMessage(body));
                if (++sent % MESSAGES_PER_COMMIT == 0) {
                    filling.commit();
                }
            }
            filling.commit();
        }
    }

    /// Lets a held queue go and waits until every message is committed.
    ///
    /// @return how long it took
    /// @throws IllegalStateException when it is not empty in time
    public Duration drain(QueueName queue, Duration limit) throws Exception {
        var start = System.nanoTime();
        release(queue);
        while (left(queue) > 0) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new IllegalStateException(
                        "%s still holds %d messages after %s"
                                .formatted(queue.address(), left(queue), limit));
            }
            LockSupport.parkNanos(CHECK_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Waits for something to become true, asking every few milliseconds.
    ///
    /// @throws IllegalStateException when it does not in time
    public static void await(String what, Duration limit, BooleanSupplier condition) {
        var end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(what + ": not within " + limit);
            }
            LockSupport.parkNanos(CHECK_NANOS);
        }
    }

    private void invoke(QueueName queue, String operation) throws Exception {
        var question = session.createMessage();
        JMSManagementHelper.putOperationInvocation(
                question, ResourceNames.QUEUE + queue.address(), operation);
        ask(question);
    }

    private Object ask(jakarta.jms.Message question) throws Exception {
        question.setJMSReplyTo(replies);
        questions.send(question);
        var answer = answers.receive(ANSWER_MILLIS);
        if (answer == null) {
            throw new IllegalStateException("the broker's management does not answer");
        }
        if (!JMSManagementHelper.hasOperationSucceeded(answer)) {
            throw new IllegalStateException(
                    "the broker refuses: " + JMSManagementHelper.getResult(answer));
        }
        var result = JMSManagementHelper.getResult(answer);
        return result == null ? "done" : result;
    }

    @Override
    public void close() {
        // Closes its connections too, without an exception for each.
        factory.close();
    }
}
