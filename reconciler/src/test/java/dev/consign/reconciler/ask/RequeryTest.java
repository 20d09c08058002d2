package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.SendResult;
import dev.consign.gateway.QueryAnswer;
import dev.consign.payment.FactKind;
import dev.consign.reconciler.guard.GuardSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whole engines on a real database: loop, claims, guard and schedule together.
class RequeryTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final TaskTable table = TaskTable.migrated();
    private final LogWatch log = new LogWatch();
    private final Queue<OutgoingMessage> sent = new ConcurrentLinkedQueue<>();
    private volatile SendResult broker = new SendResult.Accepted();

    @AfterEach
    void close() {
        log.close();
        table.close();
    }

    @Test
    void twenty_workers_of_two_engines_ask_each_due_payment_once() {
        var payments = table.due(2_000, "CREATED");
        var gateway = new FakeGateway(payment -> FakeGateway.known(payment, FactKind.PENDING));
        InstantSource noon = () -> TaskTable.NOON;
        try (var one = new Engine(table.open(), noon, gateway, Engine.UNLIMITED, this::send);
                var two = new Engine(table.open(), noon, gateway, Engine.UNLIMITED, this::send)) {
            one.start();
            two.start();
            await().atMost(LONG).until(() -> one.claims.due() == 0);
            await().atMost(LONG)
                    .until(() -> table.number("SELECT SUM(attempts) FROM gateway_task") == 2_000);

            assertThat(gateway.questions).hasSize(payments.size());
            assertThat(gateway.questions.values()).allMatch(count -> count.get() == 1);
            assertThat(sent.stream().map(OutgoingMessage::duplicateId).distinct()).hasSize(2_000);
            assertThat(one.count("consign_task_claimed_total")).isPositive();
            assertThat(two.count("consign_task_claimed_total")).isPositive();
            assertThat(one.count("consign_task_lost_total") + two.count("consign_task_lost_total"))
                    .isZero();
            assertThat(one.conflicts.sum() + two.conflicts.sum()).isZero();
        }
        assertThat(log.atLeast(Level.WARN)).isEmpty();
    }

    @Test
    void a_used_up_schedule_is_one_open_case_and_no_failed_payment() {
        var payment = table.due(1, "PENDING").getFirst();
        var gateway = new FakeGateway(_ -> new QueryAnswer.Unclear("503"));
        var clock = new AtomicReference<>(TaskTable.NOON);
        try (var one = new Engine(table.open(), clock::get, gateway, Engine.UNLIMITED, this::send);
                var two =
                        new Engine(
                                table.open(), clock::get, gateway, Engine.UNLIMITED, this::send)) {
            one.start();
            two.start();
            for (var attempt = 1; attempt <= 3; attempt++) {
                var expected = attempt;
                await().atMost(LONG)
                        .until(() -> table.number("SELECT attempts FROM gateway_task") == expected);
                clock.updateAndGet(now -> now.plus(Duration.ofHours(2)));
            }
            await().during(Duration.ofMillis(300)).until(() -> gateway.asked() == 3);
        }
        assertThat(table.text("SELECT status FROM gateway_task")).isEqualTo("EXHAUSTED");
        assertThat(table.text("SELECT CONCAT(kind, ' ', status, ' ', order_no) FROM case_file"))
                .isEqualTo("REQUERY_EXHAUSTED OPEN " + table.orderOf(payment));
        assertThat(table.text("SELECT evidence FROM case_file")).contains("\"attempts\":3", "503");
        assertThat(table.text("SELECT status FROM payment")).isEqualTo("PENDING");
        assertThat(sent).isEmpty();
    }

    @Test
    void an_answer_that_ends_the_payment_leaves_the_engine_one_slot_of_time() {
        table.due(1, "UNKNOWN");
        table.jdbc.update("UPDATE gateway_task SET attempts = 2");
        var gateway = new FakeGateway(payment -> FakeGateway.known(payment, FactKind.PAID));
        var clock = new AtomicReference<>(TaskTable.NOON);
        try (var engine =
                new Engine(table.open(), clock::get, gateway, Engine.UNLIMITED, this::send)) {
            engine.start();
            await().atMost(LONG)
                    .until(() -> table.number("SELECT attempts FROM gateway_task") == 3);
            assertThat(table.text("SELECT status FROM gateway_task")).isEqualTo("WAITING");
            clock.updateAndGet(now -> now.plus(Duration.ofHours(2)));
            await().atMost(LONG)
                    .until(() -> "EXHAUSTED".equals(table.text("SELECT status FROM gateway_task")));
        }
        assertThat(sent).hasSize(2);
        assertThat(sent.stream().map(OutgoingMessage::messageId).distinct()).hasSize(1);
    }

    @Test
    void a_gateway_that_fails_is_left_alone_and_no_attempt_is_burnt_meanwhile() {
        table.due(200, "PENDING");
        var gateway =
                new FakeGateway(_ -> {
                    LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
                    return new QueryAnswer.Unclear("no answer in time");
                });
        var guard = new GuardSettings(1_000, LONG, 10, 5, 50, Duration.ofSeconds(1), 2);
        try (var engine = new Engine(table.open(), ticking(), gateway, guard, this::send)) {
            engine.start();
            await().atMost(LONG).until(() -> gateway.asked() >= 5);
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> gateway.asked() <= 20);
            await().atMost(LONG)
                    .until(() ->
                            table.number("SELECT SUM(attempts) FROM gateway_task")
                                    == gateway.asked());

            gateway.answer = payment -> FakeGateway.known(payment, FactKind.PENDING);
            await().atMost(LONG)
                    .until(() -> table.number("SELECT MIN(attempts) FROM gateway_task") == 1);
            assertThat(gateway.questions.values()).allMatch(count -> count.get() == 1);
        }
        assertThat(table.number("SELECT COUNT(*) FROM case_file")).isZero();
        assertThat(log.atLeast(Level.WARN)).isEmpty();
    }

    @Test
    void old_news_is_not_sent_again() {
        table.due(1, "PENDING");
        var gateway = new FakeGateway(payment -> FakeGateway.known(payment, FactKind.PENDING));
        try (var engine =
                new Engine(
                        table.open(),
                        () -> TaskTable.NOON,
                        gateway,
                        Engine.UNLIMITED,
                        this::send)) {
            engine.start();
            await().atMost(LONG)
                    .until(() -> table.number("SELECT attempts FROM gateway_task") == 1);
        }
        assertThat(sent).isEmpty();
    }

    private SendResult send(QueueName queue, OutgoingMessage message) {
        assertThat(queue).isEqualTo(QueueName.PAYMENT_REISSUE);
        sent.add(message);
        return broker;
    }

    private static InstantSource ticking() {
        var start = System.nanoTime();
        return () -> TaskTable.NOON.plusNanos(System.nanoTime() - start);
    }
}
