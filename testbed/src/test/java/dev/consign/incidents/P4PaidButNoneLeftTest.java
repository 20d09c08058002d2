package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.incidents.Shop.Placed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Incident P4 (acg-faka #940): paid, no card left: the order was "delivered", the consignor
/// credited. Here a split is written only with a delivery, and money without goods goes back.
class P4PaidButNoneLeftTest {
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
    void a_consignor_gets_nothing_for_goods_that_were_not_there() throws Exception {
        var item = consign.shop().cardKeys(1);
        var late = consign.shop().order(item, 1);
        books.expire(late.orderNo(), Duration.ofSeconds(1));
        books.becomes(late.orderNo(), "EXPIRED/CLOSED");
        var first = consign.shop().order(item, 1);

        consign.gateway().pay(first, Map.of());
        consign.gateway().pay(late, Map.of());
        books.becomes(first.orderNo(), "COMPLETED/PAID");
        books.becomes(late.orderNo(), "REFUNDED/REFUNDED");
        assertThat(books.journals(late.orderNo())).doesNotContain("SETTLE");
        assertThat(accountsOf(late)).noneMatch(account -> account.startsWith("consignor:"));
        assertThat(consign.shop().keys(late)).isEmpty();
        assertThat(consign.shop().keys(first)).hasSize(1);
    }

    /// Somebody took the reserved key out of the table by hand: the rules say it is there. Nothing
    /// is booked, the message waits as a dead letter, and is right again when the key is back.
    @Test
    void a_key_that_vanished_books_nothing_and_buries_nothing() throws Exception {
        var item = consign.shop().cardKeys(1);
        var order = consign.shop().order(item, 1);
        books.change("UPDATE card_key SET status = 'SOLD' WHERE order_no = ?", order.orderNo());

        consign.gateway().pay(order, Map.of("callbacks", 1));
        await().atMost(LONG)
                .until(() ->
                        books.number(
                                        "SELECT COUNT(*) FROM dead_letter WHERE order_no = ? OR payment_no = ?",
                                        order.orderNo(),
                                        order.paymentNo())
                                > 0);
        assertThat(books.state(order.orderNo())).isEqualTo("PROCESSING/PENDING");
        assertThat(books.journals(order.orderNo())).isEmpty();

        books.change("UPDATE card_key SET status = 'RESERVED' WHERE order_no = ?", order.orderNo());
        // Asking finds the money as well; nobody has to wait for support.
        books.becomes(order.orderNo(), "COMPLETED/PAID");
        assertThat(books.journals(order.orderNo())).containsExactly("COLLECT", "SETTLE");
        assertThat(consign.shop().keys(order)).hasSize(1);
    }

    private List<String> accountsOf(Placed order) {
        return books.strings(
                "SELECT DISTINCT e.account FROM ledger_entry e JOIN journal j USING (journal_key) WHERE j.order_no = ?",
                order.orderNo());
    }
}
