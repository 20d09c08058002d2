package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.incidents.Shop.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Incident P3 (dujiaoka #97, #95, #328): a gateway that notified two to five times got two to five
/// cards out of the shop for one order.
class P3RepeatedNotifyTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int ORDERS = 24;

    private RunningConsign consign;
    private Books books;

    @BeforeEach
    void start() throws Exception {
        consign = RunningConsign.get();
        books = consign.books();
    }

    @AfterEach
    void the_books_are_right() {
        books.holdEveryInvariant();
    }

    @Test
    void an_order_notified_two_to_five_times_gets_its_own_keys_and_no_more() throws Exception {
        var shop = consign.shop();
        var spare = 200;
        var quantities = new LinkedHashMap<Placed, Integer>();
        var wanted = 0;
        for (var i = 0; i < ORDERS; i++) {
            wanted += 1 + i % 3;
        }
        var item = shop.cardKeys(wanted + spare);
        for (var i = 0; i < ORDERS; i++) {
            var quantity = 1 + i % 3;
            quantities.put(shop.order(item, quantity), quantity);
        }
        var notified = 0;
        var told = 0L;
        for (var order : quantities.keySet()) {
            var times = 2 + notified++ % 4;
            told += times;
            consign.gateway().pay(order, Map.of("callbacks", times, "outOfOrder", true));
        }

        var repeats = told;
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(
                                        books.number(
                                                """
                                                SELECT COUNT(*) FROM payment_evidence e JOIN orders o USING (order_no)
                                                 WHERE o.item_id = ? AND e.kind = 'PAID' AND e.source = 'CALLBACK'
                                                """,
                                                item))
                                .as("every notification was processed")
                                .isGreaterThanOrEqualTo(repeats));
        var handedOut = new ArrayList<String>();
        for (var order : quantities.entrySet()) {
            var placed = order.getKey();
            assertThat(books.state(placed.orderNo())).isEqualTo("COMPLETED/PAID");
            var keys = shop.keys(placed);
            assertThat(keys).as("keys of %s", placed.orderNo()).hasSize(order.getValue());
            handedOut.addAll(keys);
            assertThat(books.journals(placed.orderNo())).containsExactly("COLLECT", "SETTLE");
            assertThat(books.outcomes(placed.paymentNo(), "PAID"))
                    .filteredOn(outcome -> !outcome.equals("DUPLICATE"))
                    .containsExactly("APPLIED");
        }
        assertThat(handedOut).doesNotHaveDuplicates().hasSize(wanted);
        assertThat(
                        books.strings(
                                "SELECT CONCAT(available, ' ', reserved, ' ', sold) FROM stock"
                                        + " WHERE item_id = ?",
                                item))
                .containsExactly("%d 0 %d".formatted(spare, wanted));
    }
}
