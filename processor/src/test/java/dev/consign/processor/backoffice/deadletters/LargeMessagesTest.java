package dev.consign.processor.backoffice.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.FactCodec;
import dev.consign.broker.consume.LiveBroker;
import dev.consign.engine.MoneyPath;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.processor.inbound.facts.RunningIntake;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Issue 11, number 4: one message of 20 MB from a user who may send it ended the processor
/// fourteen times in three and a half minutes.
class LargeMessagesTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final int SIZE = 20 << 20;
    private static final Duration LONG = Duration.ofMinutes(3);

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void twenty_megabytes_are_put_aside_unread_with_headers_size_and_digest() throws Exception {
        var large = new byte[SIZE];
        new Random(4).nextBytes(large);
        var orders = PATH.orders(2, ItemKind.ASSET_CREDIT);
        try (var broker = new LiveBroker()) {
            broker.send(QueueName.PAYMENT_CALLBACK, session -> named(bytes(session, large)));
            broker.send(
                    QueueName.PAYMENT_REISSUE,
                    session -> named(session.createTextMessage("x".repeat(SIZE / 2))));
            compressed(broker, "x".repeat(SIZE / 10));
            broker.send(
                    QueueName.PAYMENT_CALLBACK,
                    session ->
                            session.createTextMessage(
                                    FactCodec.encode(
                                            orders.get(0)
                                                    .fact(FactKind.PAID, FactSource.CALLBACK))));
            broker.send(
                    QueueName.PAYMENT_REISSUE,
                    session ->
                            session.createTextMessage(
                                    FactCodec.encode(
                                            orders.get(1).fact(FactKind.PAID, FactSource.QUERY))));
            try (var _ = new RunningIntake(broker.connections(), PATH)) {
                var drain = DeadLetterTables.drain(broker, PATH);
                try {
                    await().atMost(LONG)
                            .until(() ->
                                    PATH.count("SELECT COUNT(*) FROM dead_letter") == 3
                                            && PATH.count(
                                                            "SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'")
                                                    == 2);
                } finally {
                    drain.destroy();
                }
            }
        }
        var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(large));
        assertThat(row("consign.payment.callback"))
                .contains("\"bytes\":\"" + SIZE + "\"")
                .contains("\"sha256\":\"" + digest + "\"");
        // Two bytes a character, and what says that it is one text.
        assertThat(row("consign.payment.reissue"))
                .containsPattern("\"bytes\":\"" + SIZE / 10_000 + "\\d{4}\"")
                .containsPattern("\"sha256\":\"[0-9a-f]{64}\"");
        // How large it would become is not tried.
        assertThat(
                        PATH.sql()
                                .sql(
                                        "SELECT CONCAT(queue, ' ', body_type, ' ', status) FROM dead_letter WHERE cause = 'COMPRESSED'")
                                .query(String.class)
                                .list())
                .containsExactly("consign.payment.callback UNREAD OPEN");
        assertThat(PATH.count("SELECT MAX(attempts) FROM dead_letter")).isEqualTo(1);
        assertThat(PATH.violations()).isEmpty();
    }

    /// What stands in the place of the body, of a letter with its cause and its headers.
    private static String row(String queue) {
        var row =
                PATH.sql()
                        .sql(
                                """
                                SELECT cause, body_type, headers, CONVERT(body USING latin1) AS body, sent_by
                                  FROM dead_letter WHERE queue = ? AND cause <> 'COMPRESSED'
                                """)
                        .param(queue)
                        .query()
                        .singleRow();
        assertThat(row)
                .containsEntry("cause", "TOO_LARGE")
                .containsEntry("body_type", "UNREAD")
                .containsEntry("sent_by", queue.endsWith("reissue") ? "reconciler" : "processor");
        assertThat(String.valueOf(row.get("headers"))).contains("\"shop_header\":\"kept\"");
        var body = String.valueOf(row.get("body"));
        assertThat(body.getBytes(UTF_8)).hasSizeLessThan(300);
        return body;
    }

    private static void compressed(LiveBroker broker, String text) throws JMSException {
        try (var factory = broker.factory("processor", "compressLargeMessage=true");
                var connection = factory.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer =
                        session.createProducer(
                                session.createQueue(QueueName.PAYMENT_CALLBACK.address()))) {
            producer.send(session.createTextMessage(text));
        }
    }

    private static Message bytes(Session session, byte[] content) throws JMSException {
        var message = session.createBytesMessage();
        message.writeBytes(content);
        return message;
    }

    private static Message named(Message message) throws JMSException {
        message.setStringProperty("shop_header", "kept");
        return message;
    }
}
