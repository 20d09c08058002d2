package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.incidents.Shop.Placed;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Incident P1 (jeepay): a success callback on a closed order told the merchant "paid", left the
/// row closed and told the gateway "success". Here late money is delivered for when the goods can
/// be had again, and goes back by itself when they cannot.
class P1LateMoneyTest {
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
    void money_after_the_order_expired_gets_the_goods_if_they_are_still_there() throws Exception {
        var item = consign.shop().cardKeys(2);
        var order = expired(item);
        assertThat(books.shelf(item)).isEqualTo("2 0 0");

        consign.gateway().pay(order, Map.of("callbacks", 3));
        books.becomes(order.orderNo(), "COMPLETED/PAID");
        assertThat(books.journals(order.orderNo())).containsExactly("COLLECT", "SETTLE");
        assertThat(consign.shop().keys(order)).hasSize(1);
        assertThat(books.history(order.orderNo()))
                .containsExactly("PLACE", "SUBMIT", "EXPIRE", "DELIVER_LATE");
        assertThat(books.shelf(item)).isEqualTo("1 0 1");
    }

    @Test
    void money_after_the_goods_are_gone_goes_back_by_itself() throws Exception {
        var item = consign.shop().cardKeys(1);
        var late = expired(item);
        var other = consign.shop().order(item, 1);
        consign.gateway().pay(other, Map.of());
        books.becomes(other.orderNo(), "COMPLETED/PAID");

        consign.gateway().pay(late, Map.of("callbacks", 3, "outOfOrder", true));
        books.becomes(late.orderNo(), "REFUNDED/REFUNDED");
        assertThat(books.refunds(late.orderNo())).containsExactly("CNY 27000 HELD SUCCEEDED");
        assertThat(books.journals(late.orderNo())).containsExactly("COLLECT", "REFUND");
        assertThat(books.balances(late.orderNo())).isEmpty();
        assertThat(consign.shop().keys(late)).isEmpty();
        assertThat(books.cases(late.orderNo())).isEmpty();
        assertThat(consign.refundedAtGateway(late)).isEqualTo(27_000);
    }

    /// No callback at all: asking finds it, before the order can be closed.
    @Test
    void money_that_came_in_time_is_found_before_the_order_is_closed() throws Exception {
        var order = consign.shop().order(consign.shop().credits(1), 1);
        consign.gateway().pay(order, Map.of("lose", true));
        books.expire(order.orderNo(), Duration.ofSeconds(1));
        books.becomes(order.orderNo(), "COMPLETED/PAID");
        books.creditedOnce(order.orderNo(), Shop.UNITS);
    }

    private Placed expired(String item) throws Exception {
        var order = consign.shop().order(item, 1);
        books.expire(order.orderNo(), Duration.ofSeconds(1));
        books.becomes(order.orderNo(), "EXPIRED/CLOSED");
        return order;
    }
}
