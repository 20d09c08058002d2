package dev.consign.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.engine.MoneyPath;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Sender;
import dev.consign.notify.notification.TakenIn;
import dev.consign.payment.RefundUse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// A part of the money that goes back is no second sale: it was told as one, with the state of its
/// order (issue 12, number 8).
class RefundsToldTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr";
    private static final String REFUND = "R01JD4X9A0C5YVWN7";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final MoneyPath PATH = new MoneyPath();

    private final Sender sender = new Sender(PATH);
    private final Webhooks webhooks = new Webhooks(sender);
    private Listener shop;
    private Listener consignor;

    @BeforeEach
    void open() throws IOException {
        sender.jdbc().update("DELETE FROM notification_delivery");
        shop = new Listener();
        consignor = new Listener();
    }

    /// A refund without its journal would be a violation to whoever looks next.
    @AfterEach
    void close() {
        sender.jdbc().update("DELETE FROM refund WHERE refund_no = ?", REFUND);
        shop.close();
        consignor.close();
        webhooks.close();
    }

    @AfterAll
    static void closeAll() {
        PATH.close();
    }

    @Test
    void the_shop_and_the_consignor_are_told_of_a_refund_of_what_was_sold() {
        var order = refunded(RefundUse.PROCEEDS);
        sent(webhooks.shop(shop.url(), SECRET), order);
        sent(webhooks.consignor(), order);
        isRefund(shop, order);
        isRefund(consignor, order);
        assertThat(shop.received().getFirst().body()).contains(TakenIn.BUYER);
        assertThat(consignor.received().getFirst().body()).doesNotContain(TakenIn.BUYER);
    }

    @Test
    void a_second_payment_that_goes_back_is_no_business_of_the_consignors() {
        var order = refunded(RefundUse.HELD);
        sent(webhooks.shop(shop.url(), SECRET), order);
        isRefund(shop, order);
        assertThat(states(order, "CONSIGNOR")).isEmpty();
    }

    /// The buyer's bank did not take it: the shop must find another way (rule 19).
    @Test
    void the_shop_is_told_that_a_refund_came_back() {
        var order = refunded(RefundUse.PROCEEDS);
        var sinks = List.of(webhooks.shop(shop.url(), SECRET), webhooks.consignor());
        new TakenIn(PATH, sender, sinks).takeReturn(order, REFUND);
        sent(webhooks.shop(shop.url(), SECRET), order, 2);
        sent(webhooks.consignor(), order, 1);
        assertThat(shop.received())
                .map(one -> JSON.readTree(one.body()))
                .filteredOn(one -> one.path("type").asString().equals("refund.returned"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.at("/data/refund/refundNo").asString()).isEqualTo(REFUND);
                    assertThat(one.at("/data/refund/total/minor").asLong()).isZero();
                });
        isRefund(consignor, order);
    }

    private String refunded(RefundUse use) {
        var order = TakenIn.completed(PATH);
        webhooks.register(order, consignor.url());
        sender.jdbc()
                .update(
                        """
                        INSERT INTO refund (refund_no, order_no, payment_no, gateway, transaction_id, use_of_money, currency,
                                            amount_minor, status, actor, reason, requested_at)
                        SELECT ?, order_no, payment_no, gateway, transaction_id, ?, currency,
                               7000, 'REQUESTED', 'shop:test', '', created_at
                          FROM payment WHERE order_no = ?
                        """,
                        REFUND,
                        use.name(),
                        order);
        var sinks = List.of(webhooks.shop(shop.url(), SECRET), webhooks.consignor());
        new TakenIn(PATH, sender, sinks).takePart(order, REFUND);
        return order;
    }

    private static void isRefund(Listener listener, String order) {
        assertThat(listener.received()).hasSize(1);
        var event = JSON.readTree(listener.received().getFirst().body());
        assertThat(event.path("type").asString()).isEqualTo("refund.succeeded");
        assertThat(event.at("/data/orderNo").asString()).isEqualTo(order);
        assertThat(event.at("/data/status").asString()).isEqualTo("COMPLETED");
        assertThat(event.at("/data/refund/refundNo").asString()).isEqualTo(REFUND);
        assertThat(event.at("/data/refund/amount/minor").asLong()).isEqualTo(7_000);
        assertThat(event.at("/data/refund/total/minor").asLong()).isEqualTo(7_000);
    }

    private void sent(Channel sink, String order) {
        sent(sink, order, 1);
    }

    private void sent(Channel sink, String order, int times) {
        var loop = sender.loop(sink, Sender.quick(20));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> {
                    loop.round();
                    return states(order, sink.kind().name())
                            .equals(Collections.nCopies(times, "SENT"));
                });
    }

    private List<String> states(String order, String sink) {
        return sender.strings(
                "SELECT status FROM notification_delivery WHERE order_no = ? AND sink = ?",
                order,
                sink);
    }
}
