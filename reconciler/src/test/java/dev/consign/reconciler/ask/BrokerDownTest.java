package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.SendResult;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// While the broker is down, facts take the way past it, and asking goes on at full speed.
class BrokerDownTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    private final TaskTable table = TaskTable.migrated();
    private final LogWatch log = new LogWatch();
    private final Recorder broker = new Recorder();
    private final AtomicReference<Instant> clock = new AtomicReference<>(TaskTable.NOON);
    private final FakeGateway gateway =
            new FakeGateway(payment -> FakeGateway.known(payment, FactKind.CLOSED));

    @AfterEach
    void close() {
        log.close();
        table.close();
    }

    /// Workers that were sending when it went down find out for themselves; nobody else tries until
    /// the pause is over, and the clock of this test stands still.
    @Test
    void every_fact_is_kept_and_hardly_anybody_waits_for_the_broker() {
        var payments = table.overdue(500, "PENDING");
        broker.answer = new SendResult.Unknown("no answer within 10 s");
        try (var engine = engine()) {
            engine.start();
            awaitSlots(500);
            assertThat(engine.count("consign_facts_past_broker_total")).isEqualTo(500);
        }
        assertThat(broker.tried).hasSizeBetween(1, Engine.SETTINGS.workers());
        var kept = kept();
        assertThat(kept).hasSize(500).allMatch(fact -> fact.kind() == FactKind.CLOSED);
        assertThat(new HashSet<>(kept.stream().map(PaymentFact::paymentNo).toList()))
                .isEqualTo(new HashSet<>(payments));
        assertThat(
                        table.number(
                                """
                                SELECT COUNT(*) FROM fact_inbox
                                WHERE attempts = 0 AND due_at = '2025-11-20 12:00:00'
                                  AND message_id = CONCAT('fake:', JSON_VALUE(body, '$.paymentNo'), ':CLOSED')
                                """))
                .isEqualTo(500);
        assertThat(log.atLeast(Level.WARN))
                .hasSize(1)
                .allMatch(line -> line.contains("the broker is not available"));
    }

    @Test
    void it_is_tried_again_after_a_pause_and_then_used_again() {
        table.overdue(10, "PENDING");
        broker.answer = new SendResult.Refused("no connection");
        try (var engine = engine()) {
            engine.start();
            awaitSlots(10);
            broker.answer = new SendResult.Accepted();
            broker.tried.clear();
            clock.updateAndGet(now -> now.plus(Duration.ofHours(2)));
            awaitSlots(20);
            // At least the one that found out; those that worked beside it went past the broker.
            assertThat(broker.tried).isNotEmpty();
            clock.updateAndGet(now -> now.plus(Duration.ofHours(2)));
            broker.tried.clear();
            awaitSlots(30);
            assertThat(broker.tried).hasSize(10);
        }
        assertThat(log.atLeast(Level.INFO)).anyMatch(line -> line.endsWith("is available again"));
        assertThat(table.number("SELECT COUNT(*) FROM case_file")).isZero();
    }

    @Test
    void a_fact_learned_again_has_the_same_message_id_each_time() {
        table.overdue(1, "PENDING");
        broker.answer = new SendResult.Refused("no connection");
        try (var engine = engine()) {
            engine.start();
            for (var slot = 1; slot <= 3; slot++) {
                awaitSlots(slot);
                clock.updateAndGet(now -> now.plus(Duration.ofHours(2)));
            }
        }
        assertThat(kept()).hasSize(3);
        assertThat(table.number("SELECT COUNT(DISTINCT message_id) FROM fact_inbox")).isOne();
        assertThat(kept().stream().map(PaymentFact::messageId).distinct()).hasSize(1);
        assertThat(broker.tried.stream().map(OutgoingMessage::messageId).distinct()).hasSize(1);
    }

    private void awaitSlots(int slots) {
        await().atMost(LONG)
                .until(() -> table.number("SELECT SUM(attempts) FROM gateway_task") == slots);
    }

    private List<PaymentFact> kept() {
        return table.jdbc.queryForList("SELECT body FROM fact_inbox", String.class).stream()
                .map(Recorder::fact)
                .toList();
    }

    private Engine engine() {
        return new Engine(table.open(), clock::get, gateway, Engine.UNLIMITED, broker::send);
    }
}
