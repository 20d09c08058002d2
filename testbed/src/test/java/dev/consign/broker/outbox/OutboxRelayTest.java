package dev.consign.broker.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.QueueSender;
import dev.consign.broker.SendResult;
import dev.consign.broker.consume.LiveBroker;
import dev.consign.engine.MoneyPath;
import dev.consign.id.IdSource;
import dev.consign.sql.Transactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class OutboxRelayTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final DataSource POOL = PATH.pool();
    private static final InstantSource CLOCK = InstantSource.system();

    private final JdbcTemplate jdbc = new JdbcTemplate(POOL);
    private final Transactions transactions =
            new Transactions(new JdbcTransactionManager(POOL), new Random());
    private final IdSource ids = IdSource.secure(CLOCK);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<OutboxRelay> relays = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void empty() {
        jdbc.update("DELETE FROM outbox");
    }

    @AfterEach
    void stop() {
        relays.forEach(OutboxRelay::stop);
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void a_message_goes_only_if_its_transaction_is_committed() {
        var sent = new ConcurrentLinkedQueue<String>();
        relay(2, (_, message) -> accept(sent, message));
        assertThatThrownBy(() ->
                        transactions.run(() -> {
                            outbox(() -> {}).add(messages(0, 3));
                            throw new IllegalStateException("rolled back");
                        }))
                .hasMessage("rolled back");
        transactions.run(() -> outbox(() -> {}).add(messages(10, 3)));
        await().until(() -> sent.size() == 3);
        assertThat(sent).containsExactlyInAnyOrder("d-10", "d-11", "d-12");
        await().until(() -> pending() == 0);
        assertThatThrownBy(() -> outbox(() -> {}).add(messages(20, 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void one_worker_sends_in_the_order_of_the_commits() {
        var sent = new ConcurrentLinkedQueue<String>();
        transactions.run(() -> outbox(() -> {}).add(messages(0, 150)));
        transactions.run(() -> outbox(() -> {}).add(messages(150, 50)));
        relay(1, (_, message) -> accept(sent, message));
        await().until(() -> sent.size() == 200);
        assertThat(sent)
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "d-" + i).toList());
    }

    @Test
    void after_an_unknown_answer_the_same_duplicate_id_is_sent_again() {
        var tries = new ConcurrentHashMap<String, AtomicInteger>();
        var sent = new ConcurrentLinkedQueue<String>();
        transactions.run(() -> outbox(() -> {}).add(messages(0, 5)));
        relay(
                2,
                (_, message) -> {
                    var tried =
                            tries.computeIfAbsent(message.messageId(), _ -> new AtomicInteger())
                                    .incrementAndGet();
                    sent.add(message.duplicateId());
                    return tried < 3
                            ? new SendResult.Unknown("no answer")
                            : new SendResult.Accepted();
                });
        await().atMost(Duration.ofSeconds(20)).until(() -> pending() == 0);
        assertThat(tries.values()).allMatch(tried -> tried.get() == 3);
        assertThat(new HashSet<>(sent)).hasSize(5);
        assertThat(
                        registry.counter(
                                        "consign_outbox_sent_total",
                                        "queue",
                                        QueueName.NOTIFICATION.address(),
                                        "result",
                                        "unknown")
                                .count())
                .isEqualTo(10);
    }

    @Test
    void a_queue_that_refuses_does_not_hold_up_another() {
        var sent = new ConcurrentLinkedQueue<String>();
        transactions.run(() -> {
            outbox(() -> {}).add(messages(0, 20));
            outbox(() -> {}).add(List.of(message(QueueName.PAYMENT_REISSUE, 99)));
        });
        relay(
                1,
                (queue, message) ->
                        queue == QueueName.NOTIFICATION
                                ? new SendResult.Refused("full")
                                : accept(sent, message));
        await().until(() -> !sent.isEmpty());
        assertThat(sent).containsExactly("d-99");
        assertThat(pending()).isEqualTo(20);
    }

    @Test
    void neighbours_for_one_queue_are_sent_together_in_their_order() {
        var calls = new ConcurrentLinkedQueue<List<String>>();
        transactions.run(() -> {
            outbox(() -> {}).add(messages(0, 40));
            outbox(() -> {}).add(List.of(message(QueueName.PAYMENT_REISSUE, 40)));
            outbox(() -> {}).add(messages(41, 10));
        });
        relayTogether(
                1,
                (_, messages) -> {
                    calls.add(messages.stream().map(OutgoingMessage::duplicateId).toList());
                    return Collections.nCopies(messages.size(), new SendResult.Accepted());
                });
        await().until(() -> pending() == 0);
        assertThat(calls)
                .containsExactly(
                        duplicateIds(0, 32),
                        duplicateIds(32, 40),
                        duplicateIds(40, 41),
                        duplicateIds(41, 51));
    }

    @Test
    void a_queue_that_takes_none_of_several_is_left_alone_for_the_rest_of_the_round() {
        var calls = new AtomicInteger();
        transactions.run(() -> outbox(() -> {}).add(messages(0, 100)));
        relayTogether(
                1,
                (_, messages) -> {
                    calls.incrementAndGet();
                    return Collections.nCopies(messages.size(), new SendResult.Refused("full"));
                });
        await().until(() -> calls.get() > 0);
        await().until(() -> PATH.count("SELECT COUNT(*) FROM outbox WHERE attempts > 0") > 0);
        assertThat(PATH.count("SELECT COUNT(*) FROM outbox WHERE attempts = 0")).isPositive();
    }

    private static List<String> duplicateIds(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "d-" + i).toList();
    }

    @Test
    void a_row_that_is_always_refused_does_not_hold_up_its_followers() {
        var sent = new ConcurrentLinkedQueue<String>();
        transactions.run(() -> outbox(() -> {}).add(messages(0, 20)));
        relay(
                1,
                (_, message) ->
                        message.duplicateId().equals("d-0")
                                ? new SendResult.Refused("never")
                                : accept(sent, message));
        await().until(() -> sent.size() == 19);
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void a_row_that_cannot_be_read_does_not_hold_up_its_neighbours() {
        var sent = new ConcurrentLinkedQueue<String>();
        transactions.run(() -> outbox(() -> {}).add(messages(0, 10)));
        jdbc.update("UPDATE outbox SET queue = 'consign.gone' WHERE duplicate_id = 'd-0'");
        jdbc.update("UPDATE outbox SET headers = '{not json' WHERE duplicate_id = 'd-1'");
        relay(1, (_, message) -> accept(sent, message));
        await().until(() -> sent.size() == 8);
        await().until(() -> pending() == 2);
        assertThat(
                        PATH.count(
                                "SELECT COUNT(*) FROM outbox WHERE attempts = 1"
                                        + " AND due_at > UTC_TIMESTAMP(3) + INTERVAL 1 HOUR"))
                .isEqualTo(2);
        assertThat(registry.counter("consign_outbox_unreadable_total").count()).isEqualTo(2);
    }

    @Test
    void two_relays_send_no_row_twice_while_both_live() {
        var sent = new ConcurrentLinkedQueue<String>();
        var outbox = outbox(() -> {});
        relay(4, (_, message) -> accept(sent, message));
        relay(4, (_, message) -> accept(sent, message));
        for (var i = 0; i < 20; i++) {
            var first = i * 100;
            transactions.run(() -> outbox.add(messages(first, 100)));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> pending() == 0);
        assertThat(sent).hasSize(2_000).doesNotHaveDuplicates();
    }

    @Test
    void what_a_crashed_relay_held_is_sent_after_its_lease() {
        transactions.run(() -> outbox(() -> {}).add(messages(0, 3)));
        var rows =
                new OutboxRows(
                        JdbcClient.create(jdbc), transactions, new OutboxMeters(registry, CLOCK));
        assertThat(rows.claim(CLOCK.instant(), Duration.ofMillis(1500), 10)).hasSize(3);
        var sent = new ConcurrentLinkedQueue<String>();
        relay(1, (_, message) -> accept(sent, message));
        await().during(Duration.ofMillis(500)).until(sent::isEmpty);
        await().until(() -> sent.size() == 3);
    }

    @Test
    void the_number_of_statements_does_not_grow_with_the_batch() {
        assertThat(statements(200)).isLessThanOrEqualTo(statements(2) + 1);
    }

    @Test
    void a_killed_broker_loses_and_doubles_nothing() throws Exception {
        try (var broker = new LiveBroker();
                var sender = new QueueSender(broker.connections(), 4)) {
            var outbox = outbox(() -> {});
            relayTogether(2, sender::sendAll);
            for (var i = 0; i < 10; i++) {
                var first = i * 50;
                transactions.run(() -> outbox.add(messages(first, 50)));
                if (i == 3) {
                    broker.kill9();
                }
                if (i == 6) {
                    broker.start();
                }
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> pending() == 0);
            assertThat(broker.take(QueueName.NOTIFICATION)).hasSize(500).doesNotHaveDuplicates();
        }
    }

    /// Statements of one claim, send and settlement; the gauge has its own from time to time.
    private long statements(int rows) {
        jdbc.update("DELETE FROM outbox");
        transactions.run(() -> outbox(() -> {}).add(messages(0, rows)));
        var claims =
                new OutboxRows(
                        JdbcClient.create(jdbc), transactions, new OutboxMeters(registry, CLOCK));
        var before = questions();
        var claimed = claims.claim(CLOCK.instant(), Duration.ofSeconds(5), 500);
        claims.sent(claimed);
        assertThat(claimed).hasSize(rows);
        return questions() - before;
    }

    private long questions() {
        return jdbc.query(
                "SHOW GLOBAL STATUS LIKE 'Questions'",
                row -> {
                    row.next();
                    return row.getLong(2);
                });
    }

    private OutboxRelay relay(
            int workers, BiFunction<QueueName, OutgoingMessage, SendResult> sender) {
        return relayTogether(
                workers,
                (queue, messages) ->
                        messages.stream().map(message -> sender.apply(queue, message)).toList());
    }

    private OutboxRelay relayTogether(
            int workers, BiFunction<QueueName, List<OutgoingMessage>, List<SendResult>> sender) {
        var settings =
                new OutboxSettings(
                        workers,
                        100,
                        Duration.ofMillis(50),
                        Duration.ofMillis(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(14),
                        Duration.ofMillis(50),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(15));
        var meters = new OutboxMeters(registry, CLOCK);
        var random = new SecureRandom();
        var relay =
                new OutboxRelay(
                        settings,
                        new OutboxRows(
                                JdbcClient.create(jdbc),
                                transactions,
                                new OutboxMeters(registry, CLOCK)),
                        new OutboxSending(sender, settings.backOff(), CLOCK, meters, random),
                        CLOCK,
                        meters,
                        random);
        relays.add(relay);
        relay.start();
        return relay;
    }

    private Outbox outbox(Runnable committed) {
        return new Outbox(jdbc, ids, CLOCK, committed);
    }

    private long pending() {
        return PATH.count("SELECT COUNT(*) FROM outbox");
    }

    private static SendResult accept(Collection<String> sent, OutgoingMessage message) {
        sent.add(message.duplicateId());
        return new SendResult.Accepted();
    }

    private static List<OutboxMessage> messages(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i -> message(QueueName.NOTIFICATION, i))
                .toList();
    }

    private static OutboxMessage message(QueueName queue, int i) {
        return new OutboxMessage(
                queue,
                "NOTIFICATION",
                "m-" + i,
                "d-" + i,
                "body-" + i,
                Map.of("consign_test", "1"));
    }
}
