package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Incident Q3 (pay-connector #6706, gumroad #5779): genuine events of an unknown type, and refunds
/// the bank returned, were refused and lost. After a good signature nothing is refused for its
/// content, and what the outside can revoke has a fact of its own (issue 10, row 8).
class Q3GenuineEventsTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir private Path scratch;

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
    void an_event_of_an_unknown_type_is_received_and_kept() throws Exception {
        var order = consign.shop().order(consign.shop().credits(1), 1);
        var gateway = consign.gateway();
        var before = books.number("SELECT COUNT(*) FROM callback_inbox");
        Web.accepted(
                gateway.post(gateway.callback("payment.settled", order, Shop.PRICE, "t-settled")));
        assertThat(books.number("SELECT COUNT(*) FROM callback_inbox")).isEqualTo(before + 1);
    }

    @Test
    void a_dispute_holds_the_money_until_it_is_lost() throws Exception {
        var order = paid();
        consign.gateway().dispute(order, "");
        await().atMost(LONG).until(() -> books.cases(order.orderNo()).contains("DISPUTE OPEN"));
        var answer = consign.shop().refund(order, 200, UUID.randomUUID().toString());
        assertThat(answer.statusCode()).isEqualTo(409);
        consign.gateway().dispute(order, "/lost");
        books.becomes(order.orderNo(), "REFUNDED/REFUNDED");
        assertThat(books.cases(order.orderNo())).containsExactly("DISPUTE RESOLVED");
    }

    @Test
    void a_refund_that_the_bank_returns_is_held_for_a_person() throws Exception {
        var order = paid();
        var answer = consign.shop().refund(order, Shop.PRICE, UUID.randomUUID().toString());
        var refundNo = Web.read(Web.accepted(answer)).path("refundNo").asString();
        books.becomes(order.orderNo(), "REFUNDED/REFUNDED");
        consign.gateway().failRefund(order, refundNo);
        books.becomes(order.orderNo(), "REFUNDED/PAID");
        assertThat(books.cases(order.orderNo())).containsExactly("REFUND_RETURNED OPEN");
        assertThat(books.refunds(order.orderNo())).containsExactly("CNY 27000 PROCEEDS RETURNED");
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(told(order)).contains(order.orderNo() + ":RETURN:" + refundNo));
    }

    /// Its callback was lost: the gateway's own file tells it as well.
    @Test
    void a_returned_refund_that_only_the_statement_tells_is_held_all_the_same() throws Exception {
        var day = new StatementDay(consign);
        var order = paid();
        var answer = consign.shop().refund(order, Shop.PRICE, UUID.randomUUID().toString());
        var refundNo = Web.read(Web.accepted(answer)).path("refundNo").asString();
        books.becomes(order.orderNo(), "REFUNDED/REFUNDED");
        day.plant(
                Map.of(
                        "add",
                        List.of(
                                Map.of(
                                        "kind",
                                        "REFUND_RETURNED",
                                        "paymentNo",
                                        order.paymentNo(),
                                        "refundNo",
                                        refundNo,
                                        "transactionId",
                                        "sbx_back_" + order.paymentNo(),
                                        "currency",
                                        "CNY",
                                        "minor",
                                        Shop.PRICE))));
        var first = run(day);
        assertThat(day.differences(first.run(), order.paymentNo()))
                .containsExactly("RETURNED_THERE_NOT_HERE SUBMITTED");
        books.becomes(order.orderNo(), "REFUNDED/PAID");
        assertThat(books.cases(order.orderNo())).containsExactly("REFUND_RETURNED OPEN");
        assertThat(day.differences(run(day).run(), order.paymentNo())).isEmpty();
        day.plant(Map.of());
    }

    private Command run(StatementDay day) throws Exception {
        return Command.asFinance(consign, scratch, "recon", "run", "sandbox", day.date.toString());
    }

    private List<String> told(Shop.Placed order) {
        return books.strings(
                "SELECT notification_id FROM notification WHERE order_no = ?", order.orderNo());
    }

    private Shop.Placed paid() throws Exception {
        var order = consign.shop().order(consign.shop().credits(1), 1);
        consign.gateway().pay(order, Map.of());
        books.becomes(order.orderNo(), "COMPLETED/PAID");
        return order;
    }
}
