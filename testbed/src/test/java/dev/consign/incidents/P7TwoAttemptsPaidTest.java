package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Incident P7 (ruoyi-vue-pro #1152): two attempts of one order were both paid, and the callbacks
/// looped for ever. Here the second money goes back by itself, and every callback is answered.
class P7TwoAttemptsPaidTest {
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
    void the_second_of_two_paid_attempts_goes_back() throws Exception {
        var first = consign.shop().order(consign.shop().credits(1), 1);
        var second = consign.shop().attempt(first);

        consign.gateway().pay(second, Map.of("callbacks", 3));
        consign.gateway().pay(first, Map.of("callbacks", 3, "outOfOrder", true));
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(books.states(first.orderNo()))
                                .containsExactlyInAnyOrder("COMPLETED/PAID", "COMPLETED/REFUNDED"));
        assertThat(books.credits(first.orderNo())).containsExactly(Shop.UNITS);
        assertThat(books.journals(first.orderNo()))
                .containsExactly("COLLECT", "COLLECT", "REFUND", "SETTLE");
        assertThat(books.refunds(first.orderNo())).containsExactly("CNY 27000 HELD SUCCEEDED");
        assertThat(consign.refundedAtGateway(first) + consign.refundedAtGateway(second))
                .isEqualTo(27_000);
        await().atMost(LONG).until(() -> consign.gateway().isSilent());
        assertThat(books.cases(first.orderNo())).isEmpty();
    }

    /// What nobody wants to be paid any more is closed at the gateway, so it cannot be.
    @Test
    void an_attempt_left_over_is_closed_once_the_order_is_paid() throws Exception {
        var first = consign.shop().order(consign.shop().credits(1), 1);
        var second = consign.shop().attempt(first);
        consign.gateway().pay(second, Map.of());
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(books.states(first.orderNo()))
                                .containsExactlyInAnyOrder("COMPLETED/PAID", "COMPLETED/CLOSED"));
    }
}
