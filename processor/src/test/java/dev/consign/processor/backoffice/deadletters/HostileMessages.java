package dev.consign.processor.backoffice.deadletters;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.Serializable;
import java.util.Random;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/// Messages as nobody sends them who means well; which ones, a seed decides.
final class HostileMessages {
    private static final String[] HEADERS = {
        "consign_failed_at",
        "consign_cause",
        "consign_detail",
        "consign_stack",
        "consign_origin_queue",
        "consign_body_type",
        "consign_body_size",
        "consign_attempts",
        "consign_sent_by",
        "consign_order_no",
        "consign_payment_no",
        "consign_requeued_from",
        "consign_requeued_sent_by",
        "_AMQ_ORIG_QUEUE",
        "_AMQ_ORIG_MESSAGE_ID",
        "JMSXGroupID",
        "x"
    };

    private final Random random;
    private int number;

    HostileMessages(Random random) {
        this.random = random;
    }

    /// By the means of JMS.
    Message next(Session session) throws JMSException {
        var message = body(session);
        for (var headers = random.nextInt(6); headers > 0; headers--) {
            header(message);
        }
        if (random.nextBoolean()) {
            message.setStringProperty("consign_message_id", id());
        }
        if (random.nextInt(4) == 0) {
            message.setJMSType(text());
            message.setJMSCorrelationID(text());
        }
        return message;
    }

    private void header(Message message) {
        var name =
                random.nextInt(12) == 0
                        ? "n" + "a".repeat(10_000)
                        : HEADERS[random.nextInt(HEADERS.length)];
        try {
            message.setObjectProperty(name, value());
        } catch (JMSException | RuntimeException _) {
            // Some values JMS itself refuses; then the message has a header less.
        }
    }

    /// Past JMS: bodies that are not what their type says, and types there are none of.
    void sendRaw(Session session, String queue) throws ActiveMQException {
        var core = ((ActiveMQSession) session).getCoreSession();
        byte[] types = {0, 2, 3, 4, 5, 6, 7, 99, -1};
        var message = core.createMessage(types[random.nextInt(types.length)], true);
        message.getBodyBuffer().writeBytes(bytes(random.nextInt(200)));
        if (random.nextBoolean()) {
            message.putBytesProperty("bytes", bytes(random.nextInt(100)));
            message.putLongProperty("consign_message_id", random.nextLong());
        }
        name(message);
        try (var producer = core.createProducer(queue)) {
            producer.send(message);
        }
    }

    private void name(ClientMessage message) {
        message.putStringProperty("name with blank and ü", text());
    }

    private Message body(Session session) throws JMSException {
        return switch (random.nextInt(10)) {
            case 0 -> session.createTextMessage("");
            case 1 -> session.createTextMessage();
            case 2 -> session.createTextMessage(text());
            case 3 -> session.createTextMessage("x".repeat(200_000 + random.nextInt(400_000)));
            case 4 -> {
                var bytes = session.createBytesMessage();
                bytes.writeBytes(bytes(random.nextInt(150_000)));
                yield bytes;
            }
            case 5 -> {
                var map = session.createMapMessage();
                map.setObject("key" + number, value());
                map.setDouble("nan", Double.NaN);
                map.setString("k" + text(), text());
                map.setBytes("bytes", bytes(30));
                yield map;
            }
            case 6 -> {
                var stream = session.createStreamMessage();
                for (var items = random.nextInt(50); items > 0; items--) {
                    stream.writeObject(value());
                }
                yield stream;
            }
            case 7 -> session.createObjectMessage(new Bomb());
            case 8 -> session.createMessage();
            default ->
                    session.createTextMessage(
                            "{\"schema\":%d,\"type\":\"PAYMENT_FACT\",\"paymentNo\":\"%s\",\"amount\":{\"currency\":\"CNY\",\"minor\":1}}"
                                    .formatted(random.nextInt(100), text()));
        };
    }

    private Object value() {
        return switch (random.nextInt(9)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> Long.MIN_VALUE;
            case 2 -> random.nextLong();
            case 3 -> Double.NaN;
            case 4 -> random.nextBoolean();
            case 5 -> (byte) random.nextInt();
            case 6 -> String.valueOf(253402300800000L + random.nextInt(1_000_000));
            default -> text();
        };
    }

    private String id() {
        return switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> "i".repeat(5_000) + number++;
            case 2 -> "Zahlung für " + number++;
            case 3 -> "\u0000\n'; DROP TABLE dead_letter; --" + number++;
            default -> "fact-" + number++;
        };
    }

    private String text() {
        return switch (random.nextInt(7)) {
            case 0 -> "";
            case 1 -> "\ud800 half of a pair " + number++;
            case 2 -> "\u0001".repeat(random.nextInt(20_000));
            case 3 -> "\ud83d\ude00".repeat(random.nextInt(9_000));
            case 4 -> "ü".repeat(random.nextInt(3_000));
            case 5 -> "l".repeat(random.nextInt(12_000));
            default -> "text " + number++;
        };
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Deserialized, it would end the test.
    static final class Bomb implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(java.io.ObjectInputStream in) {
            throw new AssertionError("deserialized " + in);
        }
    }
}
