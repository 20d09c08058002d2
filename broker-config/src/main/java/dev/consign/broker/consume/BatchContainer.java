package dev.consign.broker.consume;

import dev.consign.broker.QueueName;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.transaction.TransactionStatus;
import org.springframework.util.backoff.ExponentialBackOff;

/// Takes up to a batch of messages in one transacted session, hands them over together and commits
/// the session when they are dealt with. Connecting, reconnecting with back-off and stopping are
/// Spring's; started it must be, since the broker is checked first.
public final class BatchContainer extends DefaultMessageListenerContainer {
    /// Messages that come one by one, each within the drain time-out, would hold up the first of
    /// them for as long as it takes to fill a batch.
    private static final int LONGEST_DRAINS = 4;

    private final int batchSize;
    private final long drainMillis;
    private final BatchListener listener;

    /// @param drainTimeout how long to wait for each message after the first; a batch is closed
    ///   after four times that, however many come
    public BatchContainer(int batchSize, Duration drainTimeout, BatchListener listener) {
        this.batchSize = batchSize;
        this.drainMillis = drainTimeout.toMillis();
        this.listener = listener;
        setAutoStartup(false);
    }

    /// @param receiveTimeout how long to wait for the first message of a batch
    /// @param shortestPause before the second attempt to connect again
    /// @param longestPause no pause is longer
    public void readFrom(
            QueueName queue,
            ConnectionFactory connections,
            Duration receiveTimeout,
            Duration shortestPause,
            Duration longestPause) {
        setBeanName(queue.address());
        setConnectionFactory(connections);
        setDestinationName(queue.address());
        setSessionTransacted(true);
        setCacheLevel(CACHE_CONSUMER);
        setReceiveTimeout(receiveTimeout.toMillis());
        // A stop lets what was received be dealt with and committed; rolled back, it would burn an
        // attempt.
        setAcceptMessagesWhileStopping(true);
        var backOff = new ExponentialBackOff(shortestPause.toMillis(), 2.0);
        backOff.setMaxInterval(longestPause.toMillis());
        setBackOff(backOff);
    }

    /// One that reads no body the heap may have no room for.
    @Override
    protected MessageConsumer createConsumer(Session session, Destination destination)
            throws JMSException {
        if (!(destination instanceof Queue queue)) {
            throw new IllegalStateException("not a queue: " + destination);
        }
        return BoundedConsumer.of(session, queue);
    }

    @Override
    protected boolean doReceiveAndExecute(
            Object invoker,
            @Nullable Session session,
            @Nullable MessageConsumer consumer,
            @Nullable TransactionStatus status)
            throws JMSException {
        if (session == null || consumer == null) {
            throw new IllegalStateException("a batch needs a cached session and consumer");
        }
        var first = receiveMessage(consumer);
        if (first == null) {
            return false;
        }
        List<Message> batch = new ArrayList<>(batchSize);
        batch.add(first);
        var end = System.nanoTime() + LONGEST_DRAINS * drainMillis * 1_000_000;
        // An unread one ends its batch: its body may still lie in memory, and one is enough.
        while (batch.size() < batchSize
                && !(batch.getLast() instanceof UnreadMessage)
                && System.nanoTime() < end) {
            var next = consumer.receive(drainMillis);
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        try {
            listener.onBatch(batch, session, this::isRunning);
            // Not JmsUtils: it swallows the exception of a session that is already closed, and a
            // commit that did not happen would look like one that did.
            session.commit();
        } catch (JMSException | RuntimeException | Error e) {
            rollbackOnExceptionIfNecessary(session, e);
            throw e;
        }
        return true;
    }

    /// What deals with a batch; when it returns, every message has an outcome or is a dead letter.
    public interface BatchListener {
        /// @param running turns false when the container is told to stop
        /// @throws JMSException when the session is of no more use
        void onBatch(List<Message> batch, Session session, BooleanSupplier running)
                throws JMSException;
    }
}
