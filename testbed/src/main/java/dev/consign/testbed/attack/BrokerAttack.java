package dev.consign.testbed.attack;

import dev.consign.broker.codec.FactCodec;
import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import tools.jackson.databind.json.JsonMapper;

/// What a user of the broker can do who has turned, and what one can who should not be there:
/// messages of 20 MB, facts that are not his to say, letters planted among the dead ones (issue 11,
/// numbers 4, 5 and 13).
final class BrokerAttack implements Attack.Round {
    private static final String CALLBACK = "consign.payment.callback";
    private static final String REISSUE = "consign.payment.reissue";
    private static final String NOTIFICATION = "consign.notification";
    private static final String DEAD = "consign.dead-letter";
    private static final int LARGE = 20 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// What a stranger would write to be taken for a requeue.
    private static final Map<String, String> AS_REQUEUED =
            Map.of(
                    "consign_requeued_from", REISSUE,
                    "consign_requeued_sent_by", "reconciler",
                    "consign_sent_by", "reconciler",
                    "JMSXUserID", "reconciler");

    @Override
    public void run(Target target, Tally tally, boolean quick) throws Exception {
        rights(target, tally);
        var goods = Goods.of(target);
        var order = goods.order("broker", "Coins");
        var before = letters(target);
        var sent = forge(target, order.paymentNo());
        sent += plant(target, order.paymentNo());
        sent += undecodable(target);
        sent += large(target, quick ? 1 : 5);
        var kept = await(target, before + sent) - before;
        tally.check(
                kept == sent,
                "of %d hostile messages %d became dead letters".formatted(sent, kept));
        for (var i = 0; i < kept; i++) {
            tally.refused();
        }
        tally.check(
                !goods.isCompleted(order), "an order was delivered for a message of a stranger");
        requeue(target, tally);
        goods.pay(order);
    }

    private static long letters(Target target) throws SQLException {
        return target.count("SELECT COALESCE(SUM(attempts), 0) FROM dead_letter");
    }

    private static long await(Target target, long wanted) throws SQLException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (letters(target) < wanted && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        return letters(target);
    }

    /// What the broker itself must refuse.
    private static void rights(Target target, Tally tally) {
        for (var queue :
                List.of(CALLBACK, NOTIFICATION, DEAD, "consign.new", "activemq.management.x")) {
            denied(
                    target,
                    tally,
                    "reconciler",
                    "send to " + queue,
                    session -> {
                        try (var producer = session.createProducer(session.createQueue(queue))) {
                            producer.send(session.createTextMessage("{}"));
                        }
                    });
        }
        for (var user : List.of("reconciler", "testbed")) {
            for (var queue : List.of(CALLBACK, REISSUE, NOTIFICATION, DEAD)) {
                denied(
                        target,
                        tally,
                        user,
                        "read from " + queue,
                        session -> {
                            try (var consumer =
                                    session.createConsumer(session.createQueue(queue))) {
                                consumer.receiveNoWait();
                            }
                        });
            }
        }
    }

    private static void denied(Target target, Tally tally, String user, String what, Doing doing) {
        try {
            with(target, user, "", doing);
            tally.through(user + " may " + what);
        } catch (JMSException _) {
            // It may not, or there is no such queue and none is made for it.
            tally.refused();
        }
    }

    private static int forge(Target target, String paymentNo) throws JMSException {
        var said =
                List.of(
                        new Said("processor", CALLBACK, FactSource.QUERY, Map.of()),
                        new Said("processor", CALLBACK, FactSource.MANUAL, Map.of()),
                        new Said("processor", CALLBACK, FactSource.STATEMENT, Map.of()),
                        new Said("processor", REISSUE, FactSource.QUERY, Map.of()),
                        new Said("reconciler", REISSUE, FactSource.CALLBACK, Map.of()),
                        new Said("reconciler", REISSUE, FactSource.MANUAL, Map.of()),
                        new Said("reconciler", REISSUE, FactSource.MANUAL, AS_REQUEUED),
                        new Said("testbed", CALLBACK, FactSource.CALLBACK, Map.of()),
                        new Said("testbed", REISSUE, FactSource.QUERY, Map.of()),
                        new Said("testbed", REISSUE, FactSource.QUERY, AS_REQUEUED),
                        new Said("testbed", REISSUE, FactSource.STATEMENT, AS_REQUEUED));
        for (var one : said) {
            send(
                    target,
                    one.user(),
                    one.queue(),
                    session -> {
                        var message =
                                session.createTextMessage(
                                        FactCodec.encode(fact(paymentNo, one.source())));
                        for (var property : one.properties().entrySet()) {
                            message.setStringProperty(property.getKey(), property.getValue());
                        }
                        return message;
                    });
        }
        return said.size();
    }

    private static PaymentFact fact(String paymentNo, FactSource source) {
        return new PaymentFact(
                new GatewayCode("sandbox"),
                "sandbox",
                new PaymentNo(paymentNo),
                FactKind.PAID,
                Money.of("CNY", Goods.PRICE),
                new TransactionId("t-forged-" + source),
                null,
                Instant.now(),
                source);
    }

    /// Letters that say of themselves where they came from, and when, out of any range.
    private static int plant(Target target, String paymentNo) throws JMSException {
        var times = List.of("", "253402300800000", "-9223372036854775808", "yesterday");
        for (var time : times) {
            send(
                    target,
                    "testbed",
                    DEAD,
                    session -> {
                        var message =
                                session.createTextMessage(
                                        FactCodec.encode(fact(paymentNo, FactSource.QUERY)));
                        message.setStringProperty(
                                "consign_message_id", "planted-" + time.hashCode());
                        message.setStringProperty("consign_cause", "CONSUMER_FAILED");
                        message.setStringProperty("consign_origin_queue", REISSUE);
                        message.setStringProperty("consign_sent_by", "reconciler");
                        message.setStringProperty("consign_failed_at", time);
                        return message;
                    });
        }
        return times.size();
    }

    private static int undecodable(Target target) throws JMSException {
        var texts =
                List.of(
                        "",
                        "{",
                        "[]",
                        "null",
                        "{\"schema\":99}",
                        "\u0000",
                        "<a/>",
                        "{}".repeat(9_000));
        for (var text : texts) {
            send(target, "processor", CALLBACK, session -> session.createTextMessage(text));
        }
        send(target, "processor", CALLBACK, session -> session.createObjectMessage("an object"));
        send(target, "processor", CALLBACK, Session::createMapMessage);
        send(target, "processor", CALLBACK, Session::createStreamMessage);
        send(target, "processor", CALLBACK, Session::createMessage);
        return texts.size() + 4;
    }

    private static int large(Target target, int rounds) throws JMSException {
        for (var i = 0; i < rounds; i++) {
            var text = "x".repeat(LARGE / 2) + i;
            send(target, "reconciler", REISSUE, session -> session.createTextMessage(text));
            send(
                    target,
                    "processor",
                    CALLBACK,
                    session -> {
                        var message = session.createBytesMessage();
                        message.writeBytes(new byte[LARGE]);
                        return message;
                    });
            with(
                    target,
                    "processor",
                    "?compressLargeMessage=true",
                    session -> {
                        try (var producer = session.createProducer(session.createQueue(CALLBACK))) {
                            producer.send(session.createTextMessage(text));
                        }
                    });
        }
        return 3 * rounds;
    }

    /// A letter that was planted, or says what its sender cannot know, is nobody's to send again.
    private static void requeue(Target target, Tally tally) throws InterruptedException {
        var letters =
                JsonMapper.shared()
                        .readTree(
                                target.as(
                                                "support",
                                                "GET",
                                                "/api/dead-letters?cause=FORGED_SENDER&status=OPEN",
                                                "")
                                        .body())
                        .path("items");
        for (var letter : letters) {
            for (var role : List.of("support", "finance", "ops")) {
                var path = "/api/dead-letters/" + letter.path("letterId").asString() + "/requeue";
                var answer = target.as(role, "POST", path, "{\"reason\":\"attack\"}");
                tally.check(
                        answer.isRefusal() && answer.status() != 404,
                        role + " sent a forged letter again: " + answer);
            }
        }
        if (letters.isEmpty()) {
            tally.through("no forged letter is listed");
        }
    }

    private static void send(Target target, String user, String queue, Making making)
            throws JMSException {
        with(
                target,
                user,
                "",
                session -> {
                    try (var producer = session.createProducer(session.createQueue(queue))) {
                        producer.send(making.make(session));
                    }
                });
    }

    private static void with(Target target, String user, String parameters, Doing doing)
            throws JMSException {
        var url = target.launcher().brokerUrl() + parameters;
        try (var factory =
                        new ActiveMQConnectionFactory(
                                url, user, target.launcher().brokerPassword(user));
                var connection = factory.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            doing.in(session);
        }
    }

    private record Said(
            String user, String queue, FactSource source, Map<String, String> properties) {}

    private interface Making {
        Message make(Session session) throws JMSException;
    }

    private interface Doing {
        void in(Session session) throws JMSException;
    }
}
