package dev.consign.broker.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// How messages become batches.
class BatchContainerTest {
    private static final QueueName QUEUE = QueueName.PAYMENT_CALLBACK;
    private static final int MESSAGES = 60;
    private static final Duration DRAIN = Duration.ofMillis(100);

    /// Without a limit on the whole, messages that come in time for the next wait make one batch of
    /// all of them, and the first waits for the last.
    @Test
    void messages_that_trickle_in_do_not_hold_up_the_first_of_them() throws Exception {
        var sizes = new CopyOnWriteArrayList<Integer>();
        try (var broker = new LiveBroker()) {
            var container = container(broker, sizes);
            try {
                container.start();
                // Once it takes messages in: what waits for it is a batch at once.
                broker.send(QUEUE, session -> session.createTextMessage("{}"));
                await().until(() -> sizes.size() == 1);
                trickle(broker);
                await().until(() -> sizes.stream().mapToInt(size -> size).sum() == MESSAGES + 1);
            } finally {
                container.shutdown();
            }
        }
        assertThat(sizes).as("batches").hasSizeGreaterThan(2);
    }

    private static BatchContainer container(LiveBroker broker, List<Integer> sizes) {
        var container =
                new BatchContainer(MESSAGES, DRAIN, (batch, _, _) -> sizes.add(batch.size()));
        container.readFrom(
                QUEUE,
                broker.connections().factory(),
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                Duration.ofSeconds(1));
        container.setConcurrentConsumers(1);
        container.afterPropertiesSet();
        return container;
    }

    /// Takes more than the four waits of a batch, in steps shorter than one.
    private static void trickle(LiveBroker broker) throws JMSException, IOException {
        try (var connection = broker.connections().factory().createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue(QUEUE.address()))) {
            for (var i = 0; i < MESSAGES; i++) {
                producer.send(session.createTextMessage("{}"));
                LockSupport.parkNanos(DRAIN.toNanos() / 5);
            }
        }
    }
}
