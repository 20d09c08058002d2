package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.incidents.Shop.Placed;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Incident Q2 (scrollcraft #263, gumroad #4372, spree #14622): the reversal came first, or was
/// parked, and the order was delivered, refunded again or paid out all the same.
class Q2ReversalFirstTest {
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

    /// Issue 10, row 6.
    @Test
    void money_that_had_gone_back_before_it_came_delivers_nothing() throws Exception {
        var order = consign.shop().order(consign.shop().credits(1), 1);
        // Whoever asks the gateway between the two hears of the money before it has gone back.
        consign.gateway().faults(Map.of("errorRate", 1.0));
        try {
            consign.gateway().pay(order, Map.of("lose", true));
            consign.gateway().refund(order, Shop.PRICE, true);
            await().atMost(LONG)
                    .until(() -> !books.outcomes(order.paymentNo(), "REFUNDED").isEmpty());
        } finally {
            consign.gateway().faults(Map.of());
        }
        books.becomes(order.orderNo(), "REFUNDED/REFUNDED");
        assertThat(books.journals(order.orderNo())).containsExactly("COLLECT", "REFUND");
        assertThat(books.refunds(order.orderNo())).containsExactly("CNY 27000 HELD SUCCEEDED");
    }

    /// Issue 10, row 1.
    @Test
    void money_that_the_gateway_returned_by_itself_is_not_refunded_again() throws Exception {
        var order = consign.shop().order(consign.shop().credits(1), 1);
        consign.gateway().pay(order, Map.of());
        books.becomes(order.orderNo(), "COMPLETED/PAID");
        consign.gateway().refund(order, 200, false);
        await().atMost(LONG)
                .until(() -> books.cases(order.orderNo()).contains("UNEXPECTED_REFUND OPEN"));
        var answer = consign.shop().refund(order, 200, UUID.randomUUID().toString());
        assertThat(answer.statusCode()).isEqualTo(409);
        var problem = Web.read(answer.body());
        assertThat(problem.path("code").asString()).isEqualTo("money_in_doubt");
        assertThat(problem.path("caseId").asString()).startsWith("K");
        var shown = consign.shop().show(order);
        assertThat(shown.at("/openCases/0/kind").asString()).isEqualTo("UNEXPECTED_REFUND");
        assertThat(shown.at("/openCases/0/caseId").asString())
                .isEqualTo(problem.path("caseId").asString());
        assertThat(consign.refundedAtGateway(order)).isEqualTo(200);
    }

    /// Issue 10, row 12: closed at the gateway first.
    @Test
    void an_order_whose_payment_is_in_flight_is_cancelled_once_that_is_closed() throws Exception {
        Placed order = consign.shop().order(consign.shop().credits(1), 1);
        var answer = consign.shop().cancel(order.orderNo());
        assertThat(answer.statusCode()).isEqualTo(202);
        books.becomes(order.orderNo(), "CANCELLED/CLOSED");
    }
}
