package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.incidents.Shop.Placed;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Incident I5: retry without idempotency charged a buyer three times for three clicks, and retry
/// without back-off asked a gateway once a second for 72 hours.
class I5RetryWithoutEndTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int CLICKS = 20;
    private static final int PAYMENTS = 20;

    private RunningConsign consign;
    private Books books;

    @BeforeEach
    void start() throws Exception {
        consign = RunningConsign.get();
        books = consign.books();
    }

    @AfterEach
    void the_books_are_right() throws Exception {
        consign.gateway().faults(Map.of());
        books.holdEveryInvariant();
    }

    @Test
    void many_clicks_at_once_are_one_order_one_payment_and_one_answer() throws Exception {
        var shop = consign.shop();
        var item = shop.credits(CLICKS);
        var buyer = "buyer-" + UUID.randomUUID();
        var key = UUID.randomUUID().toString();
        var paymentsBefore = consign.gateway().payments();

        var answers = new ArrayList<HttpResponse<String>>();
        try (var buttons = Executors.newFixedThreadPool(CLICKS)) {
            Callable<HttpResponse<String>> click = () -> answered(buyer, item, key);
            for (var clicked : buttons.invokeAll(Collections.nCopies(CLICKS, click))) {
                answers.add(clicked.get());
            }
        }

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(201);
        assertThat(answers).extracting(HttpResponse::body).as("the same words").hasSize(CLICKS);
        assertThat(new HashSet<>(answers.stream().map(HttpResponse::body).toList())).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.headers().firstValue("Idempotency-Replayed").isEmpty())
                .as("answered first")
                .hasSize(1);
        assertThat(books.number("SELECT COUNT(*) FROM orders WHERE buyer_id = ?", buyer)).isOne();
        assertThat(consign.gateway().payments() - paymentsBefore).isOne();
        assertThat(
                        books.strings(
                                "SELECT CONCAT(available, ' ', reserved) FROM stock WHERE item_id ="
                                        + " ?",
                                item))
                .containsExactly((CLICKS - 1) + " 1");

        var other = shop.order(buyer, item, 2, key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(Web.read(other.body()).path("code").asString())
                .isEqualTo("idempotency_key_reused");
        assertThat(books.number("SELECT COUNT(*) FROM orders WHERE buyer_id = ?", buyer)).isOne();
    }

    /// 200 ms, 400 ms, 800 ms, then the cap of 1600 ms, each a fifth more or less.
    @Test
    void an_unpaid_order_is_asked_about_more_and_more_rarely_up_to_a_cap_and_never_in_step()
            throws Exception {
        var due = new HashMap<String, Long>();
        var item = consign.shop().credits(PAYMENTS);
        var orders = new ArrayList<Placed>();
        for (var i = 0; i < PAYMENTS; i++) {
            orders.add(consign.shop().order(item, 1));
            note(due);
        }
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    note(due);
                    return orders.stream().allMatch(one -> due.containsKey(one.paymentNo() + " 6"));
                });

        assertThat(gaps(orders, due, 3)).allMatch(gap -> gap >= 639);
        assertThat(gaps(orders, due, 4)).allMatch(gap -> gap >= 1279);
        var capped = gaps(orders, due, 6);
        assertThat(capped)
                .as("without a cap at least 5120 ms")
                .allMatch(gap -> gap >= 1279 && gap < 5000);
        var longest = capped.stream().mapToLong(Long::longValue).max().orElseThrow();
        var shortest = capped.stream().mapToLong(Long::longValue).min().orElseThrow();
        assertThat(longest - shortest).as("jitter over %s", capped).isGreaterThan(150);
    }

    @Test
    void a_gateway_that_fails_is_left_alone_and_asked_again_when_it_is_well() throws Exception {
        var orders = orders();
        consign.gateway().faults(Map.of("errorRate", 1.0));
        var before = asked();
        await().atMost(LONG).until(() -> asked() - before >= 5);
        await().during(Duration.ofSeconds(5))
                .atMost(LONG)
                .until(() -> asked() - before <= 3 * PAYMENTS);
        var spared = asked() - before;
        assertThat(spared).as("about 100 without a circuit breaker").isLessThan(3 * PAYMENTS);
        for (var order : orders) {
            assertThat(books.state(order.orderNo())).isEqualTo("PROCESSING/PENDING");
        }

        consign.gateway().faults(Map.of());
        for (var order : orders) {
            consign.gateway().pay(order, Map.of("lose", true));
        }
        await().atMost(LONG)
                .untilAsserted(() -> {
                    for (var order : orders) {
                        books.creditedOnce(order.orderNo(), Shop.UNITS);
                    }
                });
    }

    /// Clicks until the first click is answered, as a browser does on "still being worked on".
    private HttpResponse<String> answered(String buyer, String item, String key) {
        var last = new AtomicReference<HttpResponse<String>>();
        await().atMost(LONG)
                .until(() -> {
                    last.set(consign.shop().order(buyer, item, 1, key));
                    return last.get().statusCode() != 409;
                });
        return last.get();
    }

    private List<Placed> orders() throws Exception {
        var item = consign.shop().credits(PAYMENTS);
        var orders = new ArrayList<Placed>();
        for (var i = 0; i < PAYMENTS; i++) {
            orders.add(consign.shop().order(item, 1));
        }
        return orders;
    }

    /// When each payment is due next, in ms, by payment and questions asked so far.
    private void note(Map<String, Long> due) {
        for (var row :
                books.strings(
                        """
                        SELECT CONCAT(payment_no, ' ', attempts, '=', ROUND(UNIX_TIMESTAMP(due_at) * 1000))
                          FROM gateway_task WHERE status = 'WAITING' AND lease_owner IS NULL
                        """)) {
            var split = row.indexOf('=');
            due.putIfAbsent(row.substring(0, split), Long.parseLong(row.substring(split + 1)));
        }
    }

    /// From one question's next date to the one after; a date that was not seen is left out.
    private static List<Long> gaps(List<Placed> orders, Map<String, Long> due, int attempt) {
        var gaps = new ArrayList<Long>();
        for (var order : orders) {
            var from = due.get(order.paymentNo() + " " + (attempt - 1));
            var to = due.get(order.paymentNo() + " " + attempt);
            if (from != null && to != null) {
                gaps.add(to - from);
            }
        }
        assertThat(gaps)
                .as("question %d was seen coming", attempt)
                .hasSizeGreaterThan(PAYMENTS / 4);
        return gaps;
    }

    private double asked() throws Exception {
        return Web.get(
                        consign.launcher().urls().get("reconciler") + "/actuator/prometheus",
                        Map.of())
                .lines()
                .filter(line -> line.startsWith("consign_task_asked_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
