package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.consign.gateway.CloseAnswer;
import dev.consign.gateway.QueryAnswer;
import dev.consign.id.PaymentNo;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Overdue payments: asked, closed, asked again, and never given up on silence.
class CloseTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final QueryAnswer SILENCE = new QueryAnswer.Unclear("no answer within 5 s");

    private final TaskTable table = TaskTable.migrated();
    private final LogWatch log = new LogWatch();
    private final Recorder broker = new Recorder();

    @AfterEach
    void close() {
        log.close();
        table.close();
    }

    @Test
    void a_payment_that_waits_is_closed_and_only_then_told_as_closed() {
        var gateway = new FakeGateway(answers(FactKind.PENDING, FactKind.CLOSED));
        used(gateway);
        assertThat(gateway.closures.values()).allMatch(count -> count.get() == 1);
        assertThat(gateway.asked()).isEqualTo(2);
        assertThat(told()).containsExactly(FactKind.CLOSED);
        assertThat(broker.facts().getFirst().source()).isEqualTo(FactSource.QUERY);
        assertThat(broker.facts().getFirst().money()).isEqualTo(FakeGateway.PRICE);
    }

    @ParameterizedTest
    @EnumSource(names = {"PAID", "FAILED", "CLOSED"})
    void what_has_ended_already_is_told_and_not_closed(FactKind end) {
        var gateway = new FakeGateway(payment -> FakeGateway.known(payment, end));
        used(gateway);
        assertThat(gateway.closures).isEmpty();
        assertThat(told()).containsExactly(end);
    }

    @ParameterizedTest
    @EnumSource(names = {"PAID", "FAILED"})
    void what_happened_before_the_close_is_told_instead(FactKind first) {
        var gateway = new FakeGateway(payment -> FakeGateway.known(payment, FactKind.PENDING));
        gateway.closing = payment -> new CloseAnswer.Known(FakeGateway.fact(payment, first));
        used(gateway);
        assertThat(told()).containsExactly(first);
    }

    @Test
    void a_number_the_gateway_never_saw_is_closed_all_the_same() {
        var gateway = new FakeGateway(_ -> new QueryAnswer.NotFound());
        used(gateway);
        assertThat(gateway.closures.values()).allMatch(count -> count.get() == 1);
        assertThat(told()).containsExactly(FactKind.CLOSED);
    }

    @Test
    void a_gateway_that_cannot_close_what_it_never_saw_leaves_everything_as_it_is() {
        var gateway = new FakeGateway(_ -> new QueryAnswer.NotFound());
        gateway.closing = _ -> new CloseAnswer.NotFound();
        used(gateway);
        assertThat(told()).isEmpty();
        assertThat(lastAnswer()).contains("closes nothing it does not know");
    }

    @Test
    void a_second_word_that_contradicts_the_first_is_believed() {
        used(new FakeGateway(answers(FactKind.PENDING, FactKind.PENDING)));
        assertThat(told()).isEmpty();
        assertThat(lastAnswer()).isEqualTo("said closed, then pending");
    }

    @Test
    void money_that_came_while_it_was_closed_is_told() {
        used(new FakeGateway(answers(FactKind.PENDING, FactKind.PAID)));
        assertThat(told()).containsExactly(FactKind.PAID);
    }

    @Test
    void silence_before_closing_closes_nothing_and_says_nothing() {
        var gateway = new FakeGateway(_ -> SILENCE);
        used(gateway);
        assertThat(gateway.closures).isEmpty();
        assertThat(told()).isEmpty();
        assertThat(lastAnswer()).contains("no answer within 5 s");
    }

    @Test
    void silence_to_the_close_says_nothing() {
        var gateway = new FakeGateway(payment -> FakeGateway.known(payment, FactKind.PENDING));
        gateway.closing = _ -> new CloseAnswer.Unclear("500");
        used(gateway);
        assertThat(told()).isEmpty();
        assertThat(lastAnswer()).contains("told to close", "500");
    }

    @Test
    void silence_after_the_close_says_nothing() {
        var script = new ArrayDeque<QueryAnswer>(List.of(new QueryAnswer.NotFound(), SILENCE));
        used(new FakeGateway(_ -> script.remove()));
        assertThat(told()).isEmpty();
        assertThat(lastAnswer()).contains("asked again no clear answer");
    }

    @Test
    void an_adapter_that_throws_is_silence_too() {
        var gateway = new FakeGateway(payment -> FakeGateway.known(payment, FactKind.PENDING));
        gateway.closing =
                _ -> {
                    throw new IllegalStateException("a bug");
                };
        used(gateway);
        assertThat(told()).isEmpty();
        assertThat(lastAnswer()).contains("a bug");
    }

    @Test
    void a_used_up_schedule_is_one_case_and_the_payment_stays_as_it_is() {
        var payment = table.overdue(1, "PENDING").getFirst();
        table.jdbc.update("UPDATE gateway_task SET attempts = 2");
        try (var engine = engine(new FakeGateway(_ -> SILENCE))) {
            engine.start();
            await().atMost(LONG)
                    .until(() -> "EXHAUSTED".equals(table.text("SELECT status FROM gateway_task")));
        }
        assertThat(
                        table.text(
                                "SELECT CONCAT_WS(' ', case_key, kind, status, order_no)"
                                        + " FROM case_file"))
                .isEqualTo(
                        "CLOSE_EXHAUSTED:%s CLOSE_EXHAUSTED OPEN %s"
                                .formatted(payment, table.orderOf(payment)));
        assertThat(table.text("SELECT status FROM payment")).isEqualTo("PENDING");
        assertThat(broker.tried).isEmpty();
    }

    @Test
    void a_task_whose_payment_is_gone_closes_nothing() {
        table.overdue(1, "PENDING");
        table.jdbc.update("DELETE FROM payment");
        var gateway = new FakeGateway(_ -> SILENCE);
        try (var engine = engine(gateway)) {
            engine.start();
            awaitOneSlot();
        }
        assertThat(gateway.asked()).isZero();
        assertThat(lastAnswer()).isEqualTo("the payment is not there");
    }

    /// Incident I7.
    @Test
    void fifty_workers_of_two_engines_close_each_of_a_thousand_payments_once() {
        var payments = table.overdue(1_000, "PENDING");
        var state = new ConcurrentHashMap<PaymentNo, FactKind>();
        var gateway =
                new FakeGateway(payment ->
                        FakeGateway.known(payment, state.getOrDefault(payment, FactKind.PENDING)));
        gateway.closing =
                payment -> {
                    state.put(payment, FactKind.CLOSED);
                    return new CloseAnswer.Known(FakeGateway.fact(payment, FactKind.CLOSED));
                };
        try (var one = engine(gateway, 25);
                var two = engine(gateway, 25)) {
            one.start();
            two.start();
            await().atMost(LONG)
                    .until(() -> table.number("SELECT SUM(attempts) FROM gateway_task") == 1_000);
            assertThat(one.count("consign_task_claimed_total")).isPositive();
            assertThat(two.count("consign_task_claimed_total")).isPositive();
            assertThat(one.count("consign_task_lost_total") + two.count("consign_task_lost_total"))
                    .isZero();
            // Their lock waits end after a second: one that long would have been counted here.
            assertThat(one.conflicts.sum() + two.conflicts.sum()).isZero();
        }
        assertThat(gateway.closures).hasSameSizeAs(payments);
        assertThat(gateway.closures.values()).allMatch(count -> count.get() == 1);
        assertThat(gateway.questions.values()).allMatch(count -> count.get() == 2);
        assertThat(broker.tried).hasSize(1_000);
        assertThat(told()).containsOnly(FactKind.CLOSED);
        assertThat(broker.facts().stream().map(fact -> fact.paymentNo()).distinct()).hasSize(1_000);
        assertThat(log.atLeast(Level.WARN)).isEmpty();
    }

    /// One overdue payment, one slot.
    private void used(FakeGateway gateway) {
        table.overdue(1, "PENDING");
        try (var engine = engine(gateway)) {
            engine.start();
            awaitOneSlot();
        }
        assertThat(table.text("SELECT status FROM gateway_task")).isEqualTo("WAITING");
        assertThat(table.number("SELECT COUNT(*) FROM case_file")).isZero();
        assertThat(log.atLeast(Level.WARN)).isEmpty();
    }

    private void awaitOneSlot() {
        await().atMost(LONG).until(() -> table.number("SELECT attempts FROM gateway_task") == 1);
    }

    private List<FactKind> told() {
        return broker.facts().stream().map(fact -> fact.kind()).toList();
    }

    private String lastAnswer() {
        return table.text("SELECT last_answer FROM gateway_task");
    }

    private static Function<PaymentNo, QueryAnswer> answers(FactKind... kinds) {
        Queue<FactKind> script = new ArrayDeque<>(List.of(kinds));
        return payment -> FakeGateway.known(payment, script.remove());
    }

    private Engine engine(FakeGateway gateway) {
        return engine(gateway, 10);
    }

    private Engine engine(FakeGateway gateway, int workers) {
        var noon = new AtomicReference<>(TaskTable.NOON);
        return new Engine(
                table.open(), noon::get, gateway, Engine.UNLIMITED, broker::send, workers);
    }
}
