package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Incident I6: a "recent order" cache was cleared under the wrong key, and 107 buyers could not
/// buy the same package again within the hour. Here a unique key over open orders decides, computed
/// from the very status that the end of an order sets.
class I6RepeatPurchaseTest {
    private static final Duration LONG = Duration.ofMinutes(3);

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

    /// How the first order ends.
    enum End {
        PAID,
        CANCELLED,
        FAILED,
        EXPIRED
    }

    @ParameterizedTest
    @EnumSource
    void the_next_purchase_works_at_once_however_the_first_one_ended(End end) throws Exception {
        var item = consign.shop().onePerBuyer(5);
        var buyer = "buyer-" + UUID.randomUUID();
        var first = first(buyer, item, end);
        for (var i = 0; i < 2; i++) {
            var next = consign.shop().order(buyer, item, 1, UUID.randomUUID().toString());
            assertThat(next.statusCode()).as("after %s %s", end, next.body()).isEqualTo(201);
            var order = Shop.placed(next.body());
            assertThat(order.orderNo()).isNotEqualTo(first);
            consign.gateway().pay(order, Map.of());
            books.becomes(order.orderNo(), "COMPLETED/PAID");
        }
    }

    @Test
    void of_twenty_clicks_one_becomes_an_order_and_the_others_are_told_which() throws Exception {
        var item = consign.shop().onePerBuyer(20);
        var buyer = "buyer-" + UUID.randomUUID();
        var clicks = new ArrayList<Callable<HttpResponse<String>>>();
        for (var i = 0; i < 20; i++) {
            clicks.add(() -> consign.shop().order(buyer, item, 1, UUID.randomUUID().toString()));
        }
        var orders = new ArrayList<String>();
        var refusals = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            for (var answer : threads.invokeAll(clicks)) {
                var body = answer.get().body();
                (answer.get().statusCode() == 201 ? orders : refusals).add(body);
            }
        }
        assertThat(orders).hasSize(1);
        var orderNo = Shop.placed(orders.getFirst()).orderNo();
        assertThat(refusals)
                .hasSize(19)
                .allMatch(body -> body.contains("\"open_order_exists\"") && body.contains(orderNo));
        assertThat(books.shelf(item)).isEqualTo("19 1 0");
    }

    /// Whoever writes, and whatever they looked at before: the key alone refuses it.
    @Test
    void the_database_refuses_a_second_open_order_by_itself() throws Exception {
        var item = consign.shop().onePerBuyer(2);
        var one = open(item, "buyer-" + UUID.randomUUID());
        var other = open(item, "buyer-" + UUID.randomUUID());
        var takeOver =
                """
                UPDATE orders a JOIN orders b ON b.order_no = ?
                   SET a.buyer_id = b.buyer_id WHERE a.order_no = ?
                """;
        assertThatThrownBy(() -> books.change(takeOver, one.orderNo(), other.orderNo()))
                .hasMessageContaining("orders_one_open");
    }

    private Shop.Placed open(String item, String buyer) throws Exception {
        return Shop.placed(
                Web.accepted(consign.shop().order(buyer, item, 1, UUID.randomUUID().toString())));
    }

    private String first(String buyer, String item, End end) throws Exception {
        if (end == End.CANCELLED) {
            return cancelled(buyer, item);
        }
        var order = open(item, buyer);
        switch (end) {
            case PAID -> {
                consign.gateway().pay(order, Map.of());
                books.becomes(order.orderNo(), "COMPLETED/PAID");
            }
            case FAILED -> {
                consign.gateway().fail(order);
                books.becomes(order.orderNo(), "FAILED/FAILED");
            }
            case EXPIRED -> {
                books.expire(order.orderNo(), Duration.ofSeconds(1));
                books.becomes(order.orderNo(), "EXPIRED/CLOSED");
            }
            case CANCELLED -> throw new IllegalStateException("done above");
        }
        return order.orderNo();
    }

    /// The buyer changes their mind while the gateway has not yet answered the request to collect.
    private String cancelled(String buyer, String item) throws Exception {
        consign.gateway().faults(Map.of("latencyMs", 3_000));
        try (var aside = Executors.newSingleThreadExecutor()) {
            var placing =
                    aside.submit(() ->
                            consign.shop().order(buyer, item, 1, UUID.randomUUID().toString()));
            await().atMost(LONG).until(() -> !open(buyer).isEmpty());
            var orderNo = open(buyer).getFirst();
            Web.accepted(consign.shop().cancel(orderNo));
            assertThat(books.strings("SELECT status FROM orders WHERE order_no = ?", orderNo))
                    .containsExactly("CANCELLED");
            placing.get();
            return orderNo;
        } finally {
            consign.gateway().faults(Map.of());
        }
    }

    private List<String> open(String buyer) {
        return books.strings(
                "SELECT order_no FROM orders WHERE buyer_id = ? AND status = 'AWAITING_PAYMENT'",
                buyer);
    }
}
