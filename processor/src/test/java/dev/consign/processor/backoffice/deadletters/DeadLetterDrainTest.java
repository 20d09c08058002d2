package dev.consign.processor.backoffice.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.QueueName;
import dev.consign.broker.codec.FactCodec;
import dev.consign.broker.consume.LiveBroker;
import dev.consign.broker.deadletter.DeadLetterPublisher;
import dev.consign.broker.deadletter.Receptions;
import dev.consign.engine.MoneyPath;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.processor.backoffice.deadletters.verdict.Verdict;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.testkit.proxy.FaultProxy;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

class DeadLetterDrainTest {
    private static final AtomicInteger DESERIALIZED = new AtomicInteger();
    private static final MoneyPath PATH = new MoneyPath();
    private static final Letters LETTERS = new Letters(PATH);
    private static LiveBroker broker;
    private static FaultProxy proxy;
    private static HikariDataSource pool;
    private static DefaultMessageListenerContainer drain;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        broker = new LiveBroker();
        proxy = FaultProxy.to(URI.create(PATH.database().jdbcUrl().substring(5)).getPort());
        pool = pool(proxy.port());
        drain = DeadLetterTables.drain(broker, pool);
    }

    @AfterAll
    static void stop() throws IOException {
        drain.destroy();
        broker.close();
        pool.close();
        proxy.close();
        PATH.close();
    }

    @Test
    void every_kind_of_message_lands_in_the_table_with_its_cause_and_unread() throws Exception {
        bury("text", session -> session.createTextMessage("{broken"));
        bury(
                "bytes",
                session -> {
                    var bytes = session.createBytesMessage();
                    bytes.writeBytes(new byte[] {0, 1, (byte) 0xff});
                    return bytes;
                });
        bury(
                "map",
                session -> {
                    var map = session.createMapMessage();
                    map.setString("name", "value");
                    map.setInt("number", 7);
                    return map;
                });
        bury(
                "stream",
                session -> {
                    var stream = session.createStreamMessage();
                    stream.writeString("first");
                    stream.writeInt(2);
                    return stream;
                });
        bury("object", session -> session.createObjectMessage(new Bomb()));
        bury("none", Session::createMessage);
        assertThat(stored("text"))
                .containsEntry("cause", "TEST_CAUSE")
                .containsEntry("queue", "consign.payment.callback")
                .containsEntry("body_type", "TEXT")
                .containsEntry("text", "{broken")
                .containsEntry("status", "OPEN")
                .containsEntry("attempts", 1);
        assertThat(stored("bytes")).containsEntry("body_type", "BYTES").containsEntry("size", 3);
        assertThat(stored("map"))
                .containsEntry("body_type", "MAP")
                .containsEntry("text", "{\"name\":\"value\",\"number\":7}");
        assertThat(stored("stream"))
                .containsEntry("body_type", "STREAM")
                .containsEntry("text", "[\"first\",2]");
        assertThat(stored("object")).containsEntry("body_type", "OBJECT");
        assertThat((String) stored("object").get("text")).contains("Bomb");
        assertThat(stored("none")).containsEntry("body_type", "NONE").containsEntry("size", 0);
        assertThat(DESERIALIZED).hasValue(0);
        var shown = LETTERS.controller.show(LETTERS.id("object"));
        assertThat(shown.bodyEncoding()).isEqualTo("base64");
        assertThat(shown.letter().verdict()).isEqualTo(Verdict.Code.BLOCKED);
        assertThat(shown.headers())
                .containsEntry("shop_header", "kept")
                .containsEntry("consign_sent_by", "processor");
        assertThat(shown.stack()).contains("because of a test");
    }

    @Test
    void what_the_broker_gave_up_has_a_cause_too() throws Exception {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var fact = order.fact(FactKind.PAID, FactSource.CALLBACK);
        broker.send(
                QueueName.DEAD_LETTER,
                session -> {
                    var message = session.createTextMessage(FactCodec.encode(fact));
                    message.setStringProperty("consign_message_id", fact.messageId().value());
                    message.setStringProperty("_AMQ_ORIG_QUEUE", "consign.payment.callback");
                    return message;
                });
        assertThat(stored(fact.messageId().value()))
                .containsEntry("cause", "MAX_DELIVERY_ATTEMPTS")
                .containsEntry("queue", "consign.payment.callback")
                .containsEntry("sent_by", "processor")
                .containsEntry("order_no", order.orderNo().value())
                .containsEntry("payment_no", order.paymentNo().value());
    }

    @Test
    void a_strangers_letter_with_nothing_we_know_is_kept_as_well() throws Exception {
        broker.send(
                "testbed",
                QueueName.DEAD_LETTER,
                session -> {
                    var message = session.createTextMessage("what is this");
                    message.setStringProperty(
                            "consign_message_id", "kein Name für uns " + "x".repeat(200));
                    message.setStringProperty("consign_cause", "c".repeat(300) + "ü");
                    message.setStringProperty("consign_detail", "d".repeat(5_000));
                    message.setStringProperty("consign_failed_at", "yesterday");
                    message.setStringProperty("consign_order_no", "no order");
                    message.setStringProperty("long", "l".repeat(60_000));
                    return message;
                });
        await().until(() ->
                PATH.count(
                                "SELECT COUNT(*) FROM dead_letter WHERE message_id LIKE 'sha256:%' AND queue = 'consign.dead-letter' AND cause = 'FORGED_SENDER' AND sent_by = 'testbed'")
                        == 1);
    }

    /// Issue 11, number 13: such a time tore the drain down every 30 seconds, for ever.
    @Test
    void a_time_out_of_range_is_clamped_and_what_lies_behind_it_is_kept() throws Exception {
        var times =
                List.of(
                        "253402300800000",
                        "9223372036854775807",
                        "-9223372036854775808",
                        "99999999999999999999",
                        "yesterday",
                        "");
        for (var time : times) {
            broker.send(
                    QueueName.DEAD_LETTER,
                    session -> {
                        var message = session.createTextMessage("{");
                        message.setStringProperty("consign_message_id", "time-" + time.hashCode());
                        message.setStringProperty("consign_cause", "TEST_TIME");
                        message.setStringProperty("consign_failed_at", time);
                        return message;
                    });
        }
        bury("behind-the-times", session -> session.createTextMessage("{"));
        stored("behind-the-times");
        assertThat(
                        PATH.count(
                                """
                                SELECT COUNT(*) FROM dead_letter
                                 WHERE cause = 'TEST_TIME' AND status = 'OPEN'
                                   AND first_failed_at BETWEEN '1970-01-01' AND UTC_TIMESTAMP(3)
                                """))
                .isEqualTo(times.size());
    }

    /// Past JMS nobody gives a message an id.
    @Test
    void two_that_are_equal_in_all_they_say_are_counted_twice() throws Exception {
        try (var connection = broker.connections("testbed").factory().createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            var core = ((ActiveMQSession) session).getCoreSession();
            try (var producer = core.createProducer(QueueName.DEAD_LETTER.address())) {
                producer.send(core.createMessage((byte) 0, true));
                producer.send(core.createMessage((byte) 0, true));
            }
        }
        await().until(() ->
                PATH.count(
                                "SELECT COALESCE(SUM(attempts), 0) FROM dead_letter WHERE message_id LIKE 'none:%'")
                        == 2);
    }

    @Test
    void what_cannot_be_kept_whole_is_kept_as_a_minimal_row() throws Exception {
        PATH.sql()
                .sql(
                        """
                        CREATE TRIGGER refuse_whole BEFORE INSERT ON dead_letter FOR EACH ROW
                        IF NEW.message_id = 'beyond-us' THEN
                            SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'for a test';
                        END IF
                        """)
                .update();
        bury("beyond-us", session -> session.createTextMessage("{secret of the body"));
        bury("behind-it", session -> session.createTextMessage("{"));
        stored("behind-it");
        var least =
                PATH.sql()
                        .sql(
                                """
                                SELECT queue, sent_by, body_type, headers, CONVERT(body USING latin1) AS body
                                  FROM dead_letter WHERE cause = 'KEPT_IN_PART'
                                """)
                        .query()
                        .singleRow();
        assertThat(least)
                .containsEntry("queue", "consign.dead-letter")
                .containsEntry("sent_by", "processor")
                .containsEntry("body_type", "UNREAD")
                .containsEntry("headers", "{}");
        assertThat((String) least.get("body"))
                .contains("\"bytes\":\"19\"")
                .containsPattern("\"sha256\":\"[0-9a-f]{64}\"")
                .doesNotContain("secret");
    }

    @Test
    void while_the_database_is_down_a_letter_is_held_and_not_lost() throws Exception {
        proxy.refuse();
        proxy.cut();
        bury("held", session -> session.createTextMessage("{held"));
        await().during(Duration.ofSeconds(2))
                .until(() ->
                        PATH.count("SELECT COUNT(*) FROM dead_letter WHERE message_id = 'held'")
                                == 0);
        proxy.accept();
        assertThat(stored("held")).containsEntry("attempts", 1).containsEntry("text", "{held");
    }

    private static HikariDataSource pool(int port) {
        var database = PATH.database();
        return DatabasePool.open(
                new DatabaseSettings(
                        database.jdbcUrl().replaceFirst(":[0-9]+/", ":" + port + "/"),
                        database.user(),
                        database.password(),
                        4,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(4)));
    }

    /// As a consumer does it: taken and put aside in one transacted session.
    private static void bury(String id, LiveBroker.Making making) throws JMSException {
        broker.send(
                QueueName.PAYMENT_CALLBACK,
                session -> {
                    Message message = making.make(session);
                    message.setStringProperty("consign_message_id", id);
                    message.setStringProperty("shop_header", "kept");
                    // Carried over, the broker would refuse the second letter of the same message.
                    message.setStringProperty("_AMQ_DUPL_ID", "dupl-" + id);
                    return message;
                });
        try (var connection = broker.connections().factory().createConnection();
                var session = connection.createSession(true, Session.SESSION_TRANSACTED);
                var consumer =
                        session.createConsumer(
                                session.createQueue(QueueName.PAYMENT_CALLBACK.address()))) {
            connection.start();
            var message = consumer.receive(5_000);
            assertThat(message).isNotNull();
            new DeadLetterPublisher(Receptions.SENDERS, InstantSource.system())
                    .publish(
                            session,
                            message,
                            QueueName.PAYMENT_CALLBACK,
                            "TEST_CAUSE",
                            "for a test",
                            new IllegalStateException("because of a test"));
            session.commit();
        }
    }

    private static Map<String, @Nullable Object> stored(String messageId) {
        await().until(() ->
                PATH.count(
                                "SELECT COUNT(*) FROM dead_letter WHERE message_id = '%s'"
                                        .formatted(messageId))
                        == 1);
        return PATH.sql()
                .sql(
                        """
                        SELECT d.cause, d.queue, d.status, d.body_type, d.attempts, d.order_no, d.payment_no, d.sent_by,
                               OCTET_LENGTH(d.body) AS size, CONVERT(d.body USING latin1) AS text
                          FROM dead_letter d
                         WHERE d.message_id = ?
                        """)
                .param(messageId)
                .query()
                .singleRow();
    }

    /// Tells when somebody deserializes it.
    private static final class Bomb implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            DESERIALIZED.incrementAndGet();
        }
    }
}
