package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Incident P5 (hyperswitch PR #2380): a payment was marked failed after 26 minutes of silence.
/// Here a used-up schedule is a case, the payment stays open, and its money is still delivered for.
class P5SilenceIsNoFailureTest {
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
    void a_payment_nobody_answers_for_is_a_case_and_can_still_be_paid() throws Exception {
        var order = consign.shop().order(consign.shop().credits(1), 1);
        consign.gateway().faults(Map.of("errorRate", 1.0));
        books.change(
                "UPDATE gateway_task SET attempts = 1000, due_at = UTC_TIMESTAMP(3) WHERE kind = 'QUERY' AND payment_no = ?",
                order.paymentNo());
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(books.cases(order.orderNo()))
                                .containsExactly("REQUERY_EXHAUSTED OPEN"));
        assertThat(books.state(order.orderNo())).isEqualTo("PROCESSING/PENDING");

        consign.gateway().faults(Map.of());
        consign.gateway().pay(order, Map.of());
        books.becomes(order.orderNo(), "COMPLETED/PAID");
        books.creditedOnce(order.orderNo(), Shop.UNITS);
        assertThat(books.cases(order.orderNo())).containsExactly("REQUERY_EXHAUSTED RESOLVED");
    }
}
