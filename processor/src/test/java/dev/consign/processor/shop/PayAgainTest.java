package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.gateway.CreateAnswer;
import dev.consign.id.PaymentNo;
import dev.consign.payment.FactKind;
import dev.consign.processor.shop.ShopServer.Answer;
import dev.consign.processor.shop.ShopServer.Placed;
import java.util.HashSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PayAgainTest {
    private static final ShopServer SHOP = new ShopServer();
    private static List<String> before = List.of();

    @BeforeAll
    static void remember() throws Exception {
        before = ShopServer.DATABASE.violations();
    }

    @BeforeEach
    void healthyGateway() {
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
        ShopServer.GATEWAY.asked.clear();
    }

    @AfterEach
    void the_books_are_right() throws Exception {
        assertThat(ShopServer.DATABASE.violations()).isSubsetOf(before);
    }

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    /// The gateway's answer to the first attempt was lost: nobody knows where the buyer pays.
    @Test
    void an_attempt_without_a_pay_url_is_followed_by_one_that_has_it_at_once() throws Exception {
        ShopServer.GATEWAY.answer = _ -> new CreateAnswer.Unclear("connection refused");
        var order = SHOP.placed(item(5));
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
        var again = pay(order, "again-" + order.orderNo());
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("orderNo")).isEqualTo(order.orderNo().value());
        assertThat(again.text("status")).isEqualTo("PROCESSING");
        var second = again.json().at("/payment/paymentNo").asString();
        assertThat(second).isNotEqualTo(order.paymentNo().value());
        assertThat(again.json().at("/payment/status").asString()).isEqualTo("PENDING");
        assertThat(again.json().at("/payment/payUrl").asString()).endsWith(second);
        var repeat = pay(order, "again-" + order.orderNo());
        assertThat(repeat.response().body()).isEqualTo(again.response().body());
        assertThat(repeat.response().headers().firstValue("Idempotency-Replayed")).contains("true");

        var shown = SHOP.send("shop", "GET", order.path(), "").json();
        assertThat(shown.at("/payments/0/payUrl").isNull()).isTrue();
        assertThat(shown.at("/payments/1/payUrl").asString()).endsWith(second);
        // P7: both are paid in the end; the later money is on its way back by itself.
        ShopServer.says(new PaymentNo(second), FactKind.PAID, "t-" + second, 27_000);
        ShopServer.says(order.paymentNo(), FactKind.PAID, "t-" + order.paymentNo(), 27_000);
        var paid = SHOP.send("shop", "GET", order.path(), "").json();
        assertThat(paid.at("/status").asString()).isEqualTo("COMPLETED");
        assertThat(paid.at("/refunds/0/paymentNo").asString()).isEqualTo(order.paymentNo().value());
        assertThat(paid.at("/refunds").size()).isOne();
    }

    @Test
    void a_failed_order_is_paid_by_another_attempt() throws Exception {
        ShopServer.GATEWAY.answer = _ -> new CreateAnswer.Refused("no");
        var order = SHOP.placed(item(1));
        assertThat(SHOP.send("shop", "GET", order.path(), "").text("status")).isEqualTo("FAILED");
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
        var again = pay(order, "after-failure-" + order.orderNo());
        assertThat(again.text("status")).isEqualTo("PROCESSING");
        var second = again.json().at("/payment/paymentNo").asString();
        ShopServer.says(new PaymentNo(second), FactKind.PAID, "t-" + second, 27_000);
        assertThat(SHOP.send("shop", "GET", order.path(), "").text("status"))
                .isEqualTo("COMPLETED");
        assertThat(pay(order, "paid-" + order.orderNo()).verdict()).isEqualTo("409 not_payable");
    }

    @Test
    void what_cannot_be_paid_again_says_why() throws Exception {
        ShopServer.GATEWAY.answer = _ -> new CreateAnswer.Refused("no");
        var item = item(1);
        var order = SHOP.placed(item);
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
        SHOP.placed(item);
        assertThat(pay(order, "gone-" + item).verdict()).isEqualTo("409 out_of_stock");
        // Nothing was stored: the key is free, and the request may come again.
        SHOP.send("shop", "POST", "/api/items/" + item + "/stock", "{\"units\":1}");
        assertThat(pay(order, "gone-" + item).status()).isEqualTo(201);

        var busy = SHOP.placed(item(1));
        for (var i = 1; i < 5; i++) {
            assertThat(pay(busy, busy.orderNo() + "-" + i).status()).isEqualTo(201);
        }
        assertThat(pay(busy, busy.orderNo() + "-5").verdict()).isEqualTo("409 too_many_attempts");
        var path = busy.path() + "/payments";
        assertThat(SHOP.send("shop", "POST", path, "{\"gateway\":\"sandbox\"}").verdict())
                .isEqualTo("400 idempotency_key_missing");
        assertThat(post(path, "k-1", "{\"gateway\":\"elsewhere\"}").verdict())
                .isEqualTo("400 unknown_gateway");
        assertThat(post(path, "k-1", "{}").verdict()).isEqualTo("400 invalid_request");
        assertThat(
                        post(
                                        "/api/orders/O0000000000000009/payments",
                                        "k-1",
                                        "{\"gateway\":\"sandbox\"}")
                                .verdict())
                .isEqualTo("404 not_found");
    }

    /// Incident I6 in its other direction: the key over open orders, not a window of time.
    @Test
    void a_failed_order_stays_ended_while_its_buyer_has_another_open_one() throws Exception {
        var item = item(5);
        ShopServer.DATABASE
                .sql()
                .sql("UPDATE item SET one_open_order = 1 WHERE item_id = ?")
                .param(item)
                .update();
        ShopServer.GATEWAY.answer = _ -> new CreateAnswer.Refused("no");
        var order = SHOP.placed(item);
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
        var other = SHOP.order("other-" + item, order.buyer(), item, 1).text("orderNo");
        assertThat(pay(order, "blocked-" + item).verdict()).isEqualTo("409 open_order_exists");
        ShopServer.says(
                new PaymentNo(
                        SHOP.send("shop", "GET", "/api/orders/" + other, "")
                                .json()
                                .at("/payments/0/paymentNo")
                                .asString()),
                FactKind.PAID,
                "t-" + other,
                27_000);
        assertThat(pay(order, "blocked-" + item).status()).isEqualTo(201);
    }

    @Test
    void a_buyer_who_holds_enough_gets_no_failed_order_back_on_top() throws Exception {
        var item = item(500);
        ShopServer.GATEWAY.answer = _ -> new CreateAnswer.Refused("no");
        var order = SHOP.placed(item);
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
        var i = 0;
        Answer held;
        do {
            held = SHOP.order("hold-" + item + i++, order.buyer(), item, 1);
        } while (held.status() == 201);
        assertThat(held.verdict()).isEqualTo("409 too_much_reserved");
        assertThat(pay(order, "more-" + item).verdict()).isEqualTo("409 too_much_reserved");
    }

    @Test
    void twenty_requests_with_one_key_make_one_attempt() throws Exception {
        var order = SHOP.placed(item(1));
        ShopServer.GATEWAY.asked.clear();
        var answers = Together.run(20, _ -> () -> pay(order, "same-" + order.orderNo()));
        assertThat(answers)
                .extracting(Answer::verdict)
                .containsAnyOf("201")
                .isSubsetOf("201", "409 idempotency_in_flight");
        assertThat(new HashSet<>(ShopServer.GATEWAY.asked)).hasSize(1);
        assertThat(payments(order)).isEqualTo(2);
    }

    @Test
    void a_request_that_died_is_resumed_with_its_own_attempt() throws Exception {
        var order = SHOP.placed(item(1));
        // As after a kill -9 between the commit and the gateway's answer, with the lease run out.
        ShopServer.GATEWAY.answer = _ -> new CreateAnswer.Unclear("died");
        var key = "died-" + order.orderNo();
        var first = pay(order, key);
        assertThat(first.json().at("/payment/payUrl").isNull()).isTrue();
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
        var again = pay(order, key);
        assertThat(again.json().at("/payment/paymentNo"))
                .isEqualTo(first.json().at("/payment/paymentNo"));
        assertThat(again.json().at("/payment/payUrl").asString()).isNotEmpty();
        assertThat(payments(order)).isEqualTo(2);
    }

    @Test
    void a_gateway_that_does_not_answer_is_left_alone_and_nothing_is_stored() throws Exception {
        ShopServer.GATEWAY.answer = _ -> new CreateAnswer.Unclear("time-out");
        var item = item(50);
        for (var i = 0; i < 20; i++) {
            if (SHOP.order("down-" + item + i, "b-" + i, item, 1).status() == 503) {
                break;
            }
        }
        var order = orderOf(item);
        var attempts = payments(order);
        var refused = pay(order, "down-" + order.orderNo());
        assertThat(refused.verdict()).isEqualTo("503 gateway_unavailable");
        assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(payments(order)).isEqualTo(attempts);
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
        Awaitility.await().until(() -> pay(order, "down-" + order.orderNo()).status() == 201);
    }

    private static Placed orderOf(String item) {
        var sql = ShopServer.DATABASE.sql();
        return sql.sql(
                        "SELECT order_no, payment_no, buyer_id FROM payment JOIN orders USING (order_no) WHERE item_id = ? LIMIT 1")
                .param(item)
                .query((row, _) ->
                        new Placed(
                                new dev.consign.id.OrderNo(row.getString(1)),
                                new PaymentNo(row.getString(2)),
                                row.getString(3)))
                .single();
    }

    private static long payments(Placed order) {
        return ShopServer.DATABASE.count(
                "SELECT COUNT(*) FROM payment WHERE order_no = '%s'".formatted(order.orderNo()));
    }

    private static String item(int units) throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        SHOP.send(
                "shop", "POST", "/api/items/" + item + "/stock", "{\"units\":%d}".formatted(units));
        return item;
    }

    private static Answer pay(Placed order, String key) throws Exception {
        return post(order.path() + "/payments", key, "{\"gateway\":\"sandbox\"}");
    }

    private static Answer post(String path, String key, String body) throws Exception {
        return SHOP.send("shop", "POST", path, body, "Idempotency-Key", key);
    }
}
