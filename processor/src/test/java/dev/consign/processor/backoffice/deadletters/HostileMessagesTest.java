package dev.consign.processor.backoffice.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import dev.consign.broker.consume.LiveBroker;
import dev.consign.engine.MoneyPath;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.inbound.facts.RunningIntake;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Whatever lies in a queue ends as one row, and never stands in the way of what lies behind it
/// (issue 11 numbers 4 and 13).
class HostileMessagesTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final int MESSAGES = 400;
    private static final List<String> SENDERS = List.of("processor", "reconciler", "testbed");
    private static final Duration LONG = Duration.ofMinutes(3);

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void each_ends_as_exactly_one_row() throws Exception {
        var seed = Long.getLong("consign.seed", System.nanoTime());
        var random = new Random(seed);
        var hostile = new HostileMessages(random);
        try (var broker = new LiveBroker()) {
            for (var i = 0; i < MESSAGES; i++) {
                var sender = SENDERS.get(random.nextInt(SENDERS.size()));
                var queue = queue(sender, random);
                if (random.nextInt(5) == 0) {
                    raw(broker, sender, queue, hostile);
                } else if (random.nextInt(20) == 0) {
                    compressed(broker, sender, queue, "x".repeat(2_000_000) + i);
                } else {
                    broker.send(sender, queue, hostile::next);
                }
            }
            try (var _ = new RunningIntake(broker.connections(), PATH)) {
                var drain = DeadLetterTables.drain(broker, PATH);
                try {
                    await().atMost(LONG)
                            .untilAsserted(() ->
                                    assertThat(
                                                    PATH.count(
                                                            "SELECT COALESCE(SUM(attempts), 0) FROM dead_letter"))
                                            .as("seed %d", seed)
                                            .isEqualTo(MESSAGES));
                } finally {
                    drain.destroy();
                }
            }
            for (var queue : QueueName.values()) {
                assertThat(broker.take(queue, "consign_cause")).as("seed %d", seed).isEmpty();
            }
        }
        // Two are one row only where queue, name and body are the same, and every name here is
        // given once, but for the empty one. A message without a name has its body's digest for
        // one, and of random bytes that are no map or text often nothing is left.
        assertThat(
                        PATH.sql()
                                .sql(
                                        """
                                        SELECT CONCAT_WS(' ', queue, message_id, cause, attempts, LEFT(headers, 2000))
                                          FROM dead_letter
                                         WHERE attempts > 1
                                           AND message_id <> CONCAT('sha256:', SHA2('', 256))
                                           AND message_id <> CONVERT(CONCAT('none:', SHA2(body, 256)) USING ascii) COLLATE ascii_bin
                                        """)
                                .query(String.class)
                                .list())
                .as("seed %d", seed)
                .isEmpty();
        assertThat(
                        PATH.count(
                                "SELECT COUNT(*) FROM dead_letter WHERE first_failed_at > UTC_TIMESTAMP(3)"))
                .as("seed %d", seed)
                .isZero();
        assertThat(PATH.count("SELECT COUNT(*) FROM redelivery")).as("seed %d", seed).isZero();
        var letters = new Letters(PATH);
        for (var letter :
                letters.controller
                        .list(
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                new PageQuery(null, null, null),
                                null)
                        .items()) {
            assertThat(letters.controller.show(letter.letterId()).headers())
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }

    private static QueueName queue(String sender, Random random) {
        return sender.equals("reconciler")
                ? QueueName.PAYMENT_REISSUE
                : List.of(
                                QueueName.PAYMENT_CALLBACK,
                                QueueName.PAYMENT_REISSUE,
                                QueueName.DEAD_LETTER)
                        .get(random.nextInt(3));
    }

    private static void raw(
            LiveBroker broker, String sender, QueueName queue, HostileMessages hostile)
            throws Exception {
        try (var connection = broker.connections(sender).factory().createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            hostile.sendRaw(session, queue.address());
        }
    }

    private static void compressed(LiveBroker broker, String sender, QueueName queue, String text)
            throws Exception {
        try (var factory = broker.factory(sender, "compressLargeMessage=true");
                var connection = factory.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue(queue.address()))) {
            producer.send(session.createTextMessage(text));
        }
    }
}
