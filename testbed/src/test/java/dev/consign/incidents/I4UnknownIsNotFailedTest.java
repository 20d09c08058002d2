package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.incidents.Shop.Placed;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Incident I4: a gateway's time-out was taken for a failure; the order was dropped, the buyer
/// charged. Here UNKNOWN is a state of its own, and only the gateway's word ends it.
class I4UnknownIsNotFailedTest {
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

    @Test
    void an_order_whose_gateway_answered_nothing_is_completed_when_the_buyer_paid()
            throws Exception {
        var item = consign.shop().credits(1);
        // The gateway does the work and says "500" to half of it, or does not do it: nobody knows.
        consign.gateway().faults(Map.of("errorRate", 1.0));
        var order = consign.shop().order(item, 1);
        assertThat(books.state(order.orderNo())).isEqualTo("PROCESSING/UNKNOWN");
        assertThat(books.shelf(item)).isEqualTo("0 1 0");

        consign.gateway().faults(Map.of());
        var paid = known(order) ? order : consign.shop().attempt(order);
        consign.gateway().pay(paid, Map.of("lose", true));
        await().atMost(LONG).until(() -> books.states(order.orderNo()).contains("COMPLETED/PAID"));
        assertThat(books.credits(order.orderNo())).containsExactly(Shop.UNITS);
        assertThat(books.history(order.orderNo())).doesNotContain("FAIL", "EXPIRE");
    }

    /// The time to pay is over and the gateway is silent: no stock is given away on silence.
    @Test
    void silence_ends_no_payment_and_frees_no_stock() throws Exception {
        var item = consign.shop().credits(1);
        var order = consign.shop().order(item, 1);
        consign.gateway().faults(Map.of("errorRate", 1.0));
        consign.gateway().pay(order, Map.of("lose", true));
        books.expire(order.orderNo(), Duration.ofSeconds(1));
        await().atMost(LONG)
                .until(() ->
                        books.number(
                                        "SELECT SUM(attempts) FROM gateway_task WHERE payment_no = ?",
                                        order.paymentNo())
                                > 4);
        assertThat(books.state(order.orderNo())).isEqualTo("PROCESSING/PENDING");
        assertThat(books.shelf(item)).isEqualTo("0 1 0");

        consign.gateway().faults(Map.of());
        books.becomes(order.orderNo(), "COMPLETED/PAID");
        books.creditedOnce(order.orderNo(), Shop.UNITS);
    }

    private boolean known(Placed order) throws Exception {
        return consign.gateway().knows(order.paymentNo(), consign.launcher().sandboxApiKey());
    }
}
