package dev.consign.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import dev.consign.payment.FactSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The main promise on real processes: however often a payment is told, it is credited once, with
/// the memory of messages and without it (docs/rules.md, rules 2 and 3).
class ExactlyOnceUnderLoadTest {
    /// A thousand with `./consign test --all`.
    private static final int ORDERS = Integer.getInteger("chaos.orders", 250);

    private static final int CARDS = ORDERS / 5;
    private static final int ASSETS = ORDERS - CARDS;
    private static final int CALLBACKS = 8;
    private static final int REDELIVERIES = 3;
    private static final int BY_HAND = 10;
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path data;

    @Test
    void orders_told_twelve_times_over_are_credited_once_each() throws Exception {
        // Nobody asks the gateway, which knows nothing of these payments having been paid.
        try (var stack = Stack.start(data, Map.of("CONSIGN_REQUERY_FIRSTDELAY", "1h"));
                var wire = new Wire(stack.launcher(), Crowd.THREADS)) {
            var sales = sales(new Shop(stack, ASSETS, CARDS));
            play(stack, wire, sales, 1);
            assertThat(outcomes(stack))
                    .containsExactly("APPLIED " + ORDERS, "DUPLICATE " + 11 * ORDERS);
            creditedOnce(stack);

            assertThat(stack.update("DELETE FROM processed_message")).isGreaterThan(ORDERS);
            play(stack, wire, sales, 2);
            assertThat(outcomes(stack))
                    .containsExactly(
                            "APPLIED " + ORDERS, "DUPLICATE " + 22 * ORDERS, "STALE " + ORDERS);
            creditedOnce(stack);
        }
    }

    private static List<Sale> sales(Shop shop) throws Exception {
        var orders = new ArrayList<Callable<Sale>>();
        for (var i = 0; i < ORDERS; i++) {
            var key = "order-" + i;
            var ofCards = i < CARDS;
            orders.add(() -> shop.sale(key, ofCards));
        }
        return Crowd.all(orders);
    }

    /// Every source at once, in any order; returns when all of it has been processed.
    private static void play(Stack stack, Wire wire, List<Sale> sales, int round) throws Exception {
        var tellings = new ArrayList<Callable<Integer>>();
        for (var sale : sales) {
            for (var i = 0; i < CALLBACKS; i++) {
                var webhookId = "evt-%d-%s-%d".formatted(round, sale.paymentNo(), i);
                tellings.add(() -> stack.callback(webhookId, sale.paid()).statusCode());
            }
            for (var i = 0; i < REDELIVERIES; i++) {
                tellings.add(() -> {
                    wire.send(QueueName.PAYMENT_REISSUE, sale, FactSource.REISSUE, Map.of());
                    return 200;
                });
            }
        }
        var byHand = sales.subList(0, BY_HAND);
        for (var sale : sales.subList(BY_HAND, sales.size())) {
            tellings.add(() -> {
                wire.send(QueueName.PAYMENT_CALLBACK, sale, FactSource.CALLBACK, Map.of());
                return 200;
            });
        }
        var seed = System.nanoTime();
        Collections.shuffle(tellings, new Random(seed));
        assertThat(Crowd.all(tellings)).as("seed %d", seed).containsOnly(200);
        requeueByHand(stack, wire, byHand, round);
        var told = (long) round * sales.size() * (CALLBACKS + REDELIVERIES + 1);
        await().atMost(LONG)
                .until(() ->
                        stack.count("SELECT COUNT(*) FROM payment_evidence WHERE kind = 'PAID'")
                                == told);
        await().atMost(LONG).until(() -> stack.count("SELECT COUNT(*) FROM outbox") == 0);
        assertThat(wire.waiting(QueueName.PAYMENT_CALLBACK)).isZero();
        assertThat(wire.waiting(QueueName.PAYMENT_REISSUE)).isZero();
    }

    /// Messages lie in the dead letters, and finance requeues them one by one.
    private static void requeueByHand(Stack stack, Wire wire, List<Sale> sales, int round)
            throws Exception {
        for (var sale : sales) {
            wire.send(
                    QueueName.DEAD_LETTER,
                    sale,
                    FactSource.CALLBACK,
                    Map.of(
                            "consign_origin_queue",
                            QueueName.PAYMENT_CALLBACK.address(),
                            "consign_cause",
                            "CONSUMER_FAILED",
                            "consign_sent_by",
                            "processor"));
        }
        await().atMost(LONG).until(() -> letters(stack, "OPEN", round - 1).size() == BY_HAND);
        for (var letter : letters(stack, "OPEN", round - 1)) {
            var answer =
                    stack.post(
                            "finance",
                            "/api/dead-letters/" + letter + "/requeue",
                            Map.of(),
                            "{\"reason\":\"the consumer is mended\"}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        }
        await().atMost(LONG).until(() -> letters(stack, "RESOLVED", round).size() == BY_HAND);
    }

    private static List<String> letters(Stack stack, String status, int requeues) {
        return stack.texts(
                "SELECT letter_id FROM dead_letter WHERE status = '%s' AND requeues = %d"
                        .formatted(status, requeues));
    }

    private static List<String> outcomes(Stack stack) {
        return stack.texts(
                "SELECT CONCAT(outcome, ' ', COUNT(*)) FROM payment_evidence WHERE kind = 'PAID' GROUP BY outcome ORDER BY outcome");
    }

    private static void creditedOnce(Stack stack) throws Exception {
        assertThat(stack.count("SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'"))
                .isEqualTo(ORDERS);
        assertThat(stack.texts("SELECT CONCAT(COUNT(*), ' ', SUM(units)) FROM asset_entry"))
                .containsExactly(ASSETS + " " + ASSETS * 100);
        assertThat(
                        stack.texts(
                                "SELECT CONCAT(COUNT(*), ' ', COUNT(DISTINCT order_no)) FROM card_key WHERE status = 'SOLD'"))
                .containsExactly(CARDS + " " + CARDS);
        assertThat(
                        stack.texts(
                                "SELECT CONCAT(kind, ' ', COUNT(*), ' ', COUNT(DISTINCT order_no)) FROM journal GROUP BY kind ORDER BY kind"))
                .containsExactly(
                        "COLLECT %1$d %1$d".formatted(ORDERS),
                        "SETTLE %1$d %1$d".formatted(ORDERS));
        assertThat(stack.violations()).isEmpty();
    }
}
