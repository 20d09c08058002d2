package dev.consign.processor.inbound.factinbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.SendResult;
import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.FactCodec;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.order.ItemKind;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.backoffice.deadletters.DeadLetterTables;
import dev.consign.reconciler.ask.Engine;
import dev.consign.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// The broker is down for an hour, by a clock that the test moves: reservations are freed all the
/// same, no order is stuck, and nothing is lost. The engine, the reconciler and the database are
/// the real ones.
class HourWithoutBrokerTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final int EACH = 60;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final AtomicBoolean down = new AtomicBoolean(true);
    private final InstantSource clock = now::get;
    private final TruthfulGateway gateway = new TruthfulGateway(clock);
    private final MoneyPath.Engine processor = PATH.engine(clock);
    private final FactInboxDrain learned = learned();

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void reservations_are_freed_orders_end_and_nothing_is_lost() throws Exception {
        var paid = PATH.orders(EACH, ItemKind.CARD_KEY);
        var unpaid = PATH.orders(EACH, ItemKind.CARD_KEY);
        var late = PATH.orders(EACH, ItemKind.ASSET_CREDIT);
        var lateAndGone = PATH.orders(EACH, ItemKind.CARD_KEY);
        paid.forEach(order -> gateway.pay(order.paymentNo()));
        try (var one = reconciler();
                var two = reconciler()) {
            one.start();
            two.start();
            for (var minutes = 0; minutes <= 60; minutes += 5) {
                calmDown(one);
                now.set(now.get().plus(Duration.ofMinutes(5)));
            }
            calmDown(one);
            assertThat(PATH.count("SELECT SUM(reserved) FROM stock"))
                    .as("reserved while the broker is still down")
                    .isZero();
            assertThat(states(paid)).containsOnly("COMPLETED PAID");
            assertThat(states(unpaid)).containsOnly("EXPIRED CLOSED");

            // The late ones pay now; their callbacks are refused with 503 and will come again.
            PATH.sellOut(lateAndGone.getFirst());
            late.forEach(order -> gateway.pay(order.paymentNo()));
            lateAndGone.forEach(order -> gateway.pay(order.paymentNo()));
            down.set(false);
            callbacks(paid);
            callbacks(late);
            callbacks(lateAndGone);
            calmDown(one);
        }
        assertThat(states(late)).containsOnly("COMPLETED PAID");
        assertThat(states(lateAndGone)).containsOnly("REFUNDED REFUNDED");
        assertThat(gateway.refunded()).isEqualTo(EACH);
        assertThat(PATH.count("SELECT COUNT(*) FROM gateway_task")).isZero();
        assertThat(PATH.count("SELECT COUNT(*) FROM case_file WHERE status = 'OPEN'")).isZero();
        assertThat(PATH.violations()).isEmpty();
    }

    /// Until nothing is due and nothing learned waits.
    private void calmDown(Engine engine) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> {
                    learned.slice();
                    return engine.due() == 0
                            && PATH.count(
                                            "SELECT COUNT(*) FROM gateway_task WHERE lease_until IS NOT NULL")
                                    == 0
                            && PATH.count("SELECT COUNT(*) FROM fact_inbox") == 0;
                });
    }

    /// The gateway repeats what it could not tell.
    private void callbacks(List<Waiting> orders) {
        var facts = orders.stream().map(order -> gateway.fact(order.paymentNo(), FactKind.PAID));
        assertThat(processor.processor().process(facts.toList()))
                .allMatch(one ->
                        one.outcome() == Outcome.APPLIED || one.outcome() == Outcome.DUPLICATE);
    }

    private SendResult send(QueueName queue, OutgoingMessage message) {
        if (down.get()) {
            return new SendResult.Refused("the broker is down");
        }
        if (!(FactCodec.decode(message.body()) instanceof DecodedFact.Fact(PaymentFact fact))) {
            throw new AssertionError("not a fact on " + queue);
        }
        processor.processor().process(List.of(fact));
        return new SendResult.Accepted();
    }

    private Engine reconciler() {
        return new Engine(PATH.pool(), clock, gateway, Engine.UNLIMITED, this::send);
    }

    private FactInboxDrain learned() {
        var pool = PATH.pool();
        var transactions = new Transactions(new JdbcTransactionManager(pool), new Random());
        return new FactInboxDrain(
                processor.processor(),
                DeadLetterTables.learned(pool, clock),
                transactions,
                JdbcClient.create(pool),
                clock,
                new FactInboxSettings(Duration.ofSeconds(1), 50, Duration.ofMinutes(1)));
    }

    private static List<String> states(List<Waiting> orders) {
        return PATH.sql()
                .sql(
                        """
                        SELECT CONCAT(o.status, ' ', p.status) FROM orders o JOIN payment p USING (order_no)
                         WHERE order_no IN (:orders)
                        """)
                .param("orders", orders.stream().map(order -> order.orderNo().value()).toList())
                .query((row, _) -> row.getString(1))
                .list();
    }
}
