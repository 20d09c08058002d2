package dev.consign.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A dependency that does not answer, which is worse than one that is gone: nothing is lost,
/// nothing is done twice, nobody waits without end, and it goes on by itself.
class DependencyDownTest {
    private static final int ORDERS = 30;
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path data;

    private static Stack stack;
    private static Wire wire;
    private static Shop shop;

    @BeforeAll
    static void start() throws Exception {
        stack =
                Stack.start(
                        data,
                        Map.of(
                                "CONSIGN_REQUERY_FIRSTDELAY", "1h",
                                "CONSIGN_BROKER_CALLTIMEOUT", "8s",
                                "CONSIGN_BROKER_CALLFAILOVERTIMEOUT", "1s",
                                "CONSIGN_BROKER_SENDDEADLINE", "10s"));
        wire = new Wire(stack.launcher(), 2);
        shop = new Shop(stack, 4 * ORDERS, 1);
    }

    @AfterAll
    static void stop() {
        wire.close();
        stack.close();
    }

    @AfterEach
    void nothing_is_left_over_and_the_books_are_right() throws Exception {
        await().atMost(LONG).until(() -> stack.count("SELECT COUNT(*) FROM outbox") == 0);
        await().atMost(LONG).until(() -> wire.waiting(QueueName.PAYMENT_CALLBACK) == 0);
        assertThat(wire.waiting(QueueName.DEAD_LETTER)).isZero();
        assertThat(stack.count("SELECT COUNT(*) FROM dead_letter")).isZero();
        assertThat(stack.violations()).isEmpty();
    }

    @Test
    void while_the_database_hangs_callbacks_are_kept_and_the_shop_is_told_to_come_back()
            throws Exception {
        var sales = sales("d");
        stack.freeze("database");
        HttpResponse<String> refused;
        List<Integer> answers;
        try {
            answers = Crowd.all(callbacks(sales));
            refused = stack.get("shop", "/api/orders/" + sales.getFirst().orderNo());
        } finally {
            stack.thaw("database");
        }
        assertThat(answers).hasSize(ORDERS).containsOnly(200);
        comeBackLater(refused);
        assertThat(refused.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        assertThat(Stack.json(refused).get("code").asString()).isNotBlank();

        await().atMost(LONG).until(() -> completed(sales) == ORDERS);
        // Held in hand, not rolled back: each message was processed once.
        assertThat(evidence(sales)).isEqualTo(ORDERS);
        assertThat(stack.get("shop", "/api/orders/" + sales.getFirst().orderNo()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void while_the_broker_hangs_the_gateway_is_told_to_send_again_and_the_repeat_credits_once()
            throws Exception {
        var sales = sales("b");
        stack.freeze("broker");
        var refused = new ArrayList<HttpResponse<String>>();
        try {
            var calls = new ArrayList<Callable<HttpResponse<String>>>();
            for (var sale : sales) {
                calls.add(() -> stack.callback("evt-" + sale.paymentNo(), sale.paid()));
            }
            refused.addAll(Crowd.all(calls));
        } finally {
            stack.thaw("broker");
        }
        assertThat(refused).hasSize(ORDERS).allSatisfy(DependencyDownTest::comeBackLater);

        // As a gateway does: until each was received.
        for (var sale : sales) {
            await().atMost(LONG)
                    .until(() ->
                            stack.callback("evt-" + sale.paymentNo(), sale.paid()).statusCode()
                                    == 200);
        }
        await().atMost(LONG).until(() -> completed(sales) == ORDERS);
        assertThat(
                        stack.count(
                                "SELECT COUNT(*) FROM asset_entry WHERE order_no IN (%s)"
                                        .formatted(numbers(sales))))
                .isEqualTo(ORDERS);
    }

    private static void comeBackLater(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    }

    private static List<Sale> sales(String name) throws Exception {
        var sales = new ArrayList<Sale>();
        for (var i = 0; i < ORDERS; i++) {
            sales.add(shop.sale(name + i, false));
        }
        return sales;
    }

    private static List<Callable<Integer>> callbacks(List<Sale> sales) {
        var calls = new ArrayList<Callable<Integer>>();
        for (var sale : sales) {
            calls.add(() -> stack.callback("evt-" + sale.paymentNo(), sale.paid()).statusCode());
        }
        return calls;
    }

    private static long completed(List<Sale> sales) {
        return stack.count(
                "SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED' AND order_no IN (%s)"
                        .formatted(numbers(sales)));
    }

    private static long evidence(List<Sale> sales) {
        return stack.count(
                "SELECT COUNT(*) FROM payment_evidence WHERE kind = 'PAID' AND order_no IN (%s)"
                        .formatted(numbers(sales)));
    }

    private static String numbers(List<Sale> sales) {
        return String.join(",", sales.stream().map(sale -> "'" + sale.orderNo() + "'").toList());
    }
}
