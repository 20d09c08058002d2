package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.consign.gateway.QueryAnswer;
import dev.consign.gateway.RefundAnswer;
import dev.consign.gateway.RefundRequest;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Money on its way back: asked for under one number until the gateway has said what became of it.
class RefundTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    private final TaskTable table = TaskTable.migrated();
    private final LogWatch log = new LogWatch();
    private final Recorder broker = new Recorder();
    private final AtomicReference<Instant> clock = new AtomicReference<>(TaskTable.NOON);
    private final FakeGateway gateway = new FakeGateway(_ -> new QueryAnswer.NotFound());
    private PaymentNo payment;
    private RefundNo refund;

    @BeforeEach
    void ask() {
        payment = table.payment("UNKNOWN");
        refund = table.refund("fake", payment, "tx-1");
    }

    @AfterEach
    void close() {
        log.close();
        table.close();
    }

    @Test
    void the_gateway_is_told_number_amount_transaction_and_reason() {
        afterSlots(1);
        assertThat(gateway.refundRequests)
                .containsExactly(
                        new RefundRequest(
                                payment,
                                new TransactionId("tx-1"),
                                refund,
                                Money.of("CNY", 20_000),
                                "paid twice"));
        var fact = broker.facts().getFirst();
        assertThat(fact.kind()).isEqualTo(FactKind.REFUNDED);
        assertThat(fact.refundNo()).isEqualTo(refund.value());
        assertThat(fact.messageId().value())
                .isEqualTo("fake:" + payment + "/" + refund + ":REFUNDED");
        assertThat(gateway.asked()).isZero();
    }

    @Test
    void a_lost_answer_is_asked_for_again_under_the_same_number() {
        var made = FakeGateway.refunded(request());
        var script =
                new ArrayDeque<RefundAnswer>(
                        List.of(
                                new RefundAnswer.Unclear("no answer within 5 s"),
                                new RefundAnswer.Refunded(made)));
        gateway.refunding = _ -> script.remove();
        afterSlots(2);
        assertThat(gateway.refundRequests).hasSize(2);
        assertThat(gateway.refundRequests.stream().distinct()).hasSize(1);
        assertThat(broker.facts()).hasSize(1);
    }

    @Test
    void an_accepted_refund_is_asked_about_until_it_is_made() {
        gateway.refunding = _ -> new RefundAnswer.Accepted("it will be made");
        afterSlots(2);
        assertThat(broker.tried).isEmpty();
        assertThat(table.text("SELECT status FROM gateway_task")).isEqualTo("WAITING");
        assertThat(table.text("SELECT last_answer FROM gateway_task")).isEqualTo("it will be made");
        assertThat(table.number("SELECT COUNT(*) FROM case_file")).isZero();
    }

    @Test
    void a_refused_refund_is_a_case_at_once_and_is_not_asked_for_again() {
        gateway.refunding = _ -> new RefundAnswer.Refused("the gateway answered 422: too_much");
        try (var engine = engine()) {
            engine.start();
            await().atMost(LONG)
                    .until(() -> "EXHAUSTED".equals(table.text("SELECT status FROM gateway_task")));
        }
        assertThat(table.text("SELECT CONCAT_WS(' ', case_key, kind, status) FROM case_file"))
                .isEqualTo("REFUND_FAILED:%s REFUND_FAILED OPEN".formatted(refund));
        assertThat(table.text("SELECT CONCAT_WS(' ', order_no, payment_no) FROM case_file"))
                .isEqualTo(table.orderOf(payment) + " " + payment);
        assertThat(table.text("SELECT evidence FROM case_file"))
                .contains("too_much", refund.value(), "CNY 20000", "\"attempts\":1");
        assertThat(table.text("SELECT status FROM refund")).isEqualTo("REQUESTED");
        assertThat(gateway.refundRequests).hasSize(1);
        assertThat(broker.tried).isEmpty();
        assertThat(log.atLeast(Level.WARN)).isEmpty();
    }

    @Test
    void a_used_up_schedule_is_the_same_case() {
        gateway.refunding = _ -> new RefundAnswer.Unclear("503");
        afterSlots(3);
        assertThat(table.text("SELECT status FROM gateway_task")).isEqualTo("EXHAUSTED");
        assertThat(table.text("SELECT case_key FROM case_file"))
                .isEqualTo("REFUND_FAILED:" + refund);
    }

    @Test
    void a_task_that_a_person_arms_again_is_worked_again() {
        gateway.refunding = _ -> new RefundAnswer.Refused("422");
        try (var engine = engine()) {
            engine.start();
            await().atMost(LONG)
                    .until(() -> "EXHAUSTED".equals(table.text("SELECT status FROM gateway_task")));
            table.jdbc.update("UPDATE case_file SET status = 'RESOLVED'");
            gateway.refunding = one -> new RefundAnswer.Refunded(FakeGateway.refunded(one));
            table.jdbc.update("UPDATE gateway_task SET status = 'WAITING', attempts = 0");
            await().atMost(LONG).until(() -> broker.tried.size() == 1);
        }
        assertThat(table.text("SELECT status FROM case_file")).isEqualTo("RESOLVED");
    }

    @Test
    void a_refund_that_was_given_up_is_never_asked_for() {
        table.jdbc.update("UPDATE refund SET status = 'ABANDONED'");
        afterSlots(1);
        assertThat(gateway.refundRequests).isEmpty();
        assertThat(table.text("SELECT last_answer FROM gateway_task"))
                .isEqualTo("the refund is not wanted any more");
    }

    private RefundRequest request() {
        return new RefundRequest(
                payment, new TransactionId("tx-1"), refund, Money.of("CNY", 20_000), "paid twice");
    }

    private void afterSlots(int slots) {
        try (var engine = engine()) {
            engine.start();
            for (var slot = 1; slot <= slots; slot++) {
                var expected = slot;
                await().atMost(LONG)
                        .until(() -> table.number("SELECT attempts FROM gateway_task") == expected);
                // After the last slot no other may come due, or it is claimed while we look.
                if (slot < slots) {
                    clock.updateAndGet(now -> now.plus(Duration.ofHours(2)));
                }
            }
        }
        assertThat(log.atLeast(Level.WARN)).isEmpty();
    }

    private Engine engine() {
        return new Engine(table.open(), clock::get, gateway, Engine.UNLIMITED, broker::send);
    }
}
