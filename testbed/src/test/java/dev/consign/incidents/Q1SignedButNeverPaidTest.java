package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Incident Q1 (dujiao-next #340): a correctly signed success, sent with a leaked key, credited
/// money that never came. What is out of the ordinary is confirmed by asking the gateway before
/// goods leave.
class Q1SignedButNeverPaidTest {
    private static final Duration LONG = Duration.ofMinutes(3);

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

    /// Issue 10, row 14.
    @Test
    void a_late_success_against_the_gateways_own_word_delivers_nothing() throws Exception {
        var order = expired();
        var gateway = consign.gateway();
        var late = gateway.callback("payment.paid", order, Shop.PRICE, "leaked-" + order.orderNo());
        Web.accepted(gateway.post(late));
        await().atMost(LONG).until(() -> books.cases(order.orderNo()).contains("UNCONFIRMED OPEN"));
        assertThat(books.state(order.orderNo())).isEqualTo("EXPIRED/CLOSED");
        assertThat(books.journals(order.orderNo())).isEmpty();
    }

    @Test
    void a_late_success_that_the_gateway_confirms_is_delivered_for() throws Exception {
        var order = expired();
        consign.gateway().pay(order, Map.of("callbacks", 2));
        books.becomes(order.orderNo(), "COMPLETED/PAID");
        assertThat(books.outcomes(order.paymentNo(), "PAID")).contains("APPLIED");
        books.creditedOnce(order.orderNo(), Shop.UNITS);
    }

    private Shop.Placed expired() throws Exception {
        var order = consign.shop().order(consign.shop().credits(1), 1);
        books.expire(order.orderNo(), Duration.ofSeconds(1));
        books.becomes(order.orderNo(), "EXPIRED/CLOSED");
        return order;
    }
}
