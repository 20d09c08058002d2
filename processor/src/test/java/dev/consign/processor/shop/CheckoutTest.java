package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.gateway.CreateAnswer;
import dev.consign.id.PaymentNo;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckoutTest {
    private static final ShopServer SHOP = new ShopServer();

    @BeforeEach
    void healthyGateway() {
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
        ShopServer.GATEWAY.asked.clear();
    }

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void an_order_is_placed_and_a_repeat_gets_the_same_answer() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        stock(item, "{\"units\":5}");
        var first = SHOP.order("repeat-1", "buyer", item, 2);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("status")).isEqualTo("PROCESSING");
        assertThat(first.json().at("/amount/minor").asLong()).isEqualTo(54_000);
        assertThat(first.json().at("/payment/status").asString()).isEqualTo("PENDING");
        assertThat(first.json().at("/payment/payUrl").asString())
                .startsWith("http://127.0.0.1/pay/P");

        var again = SHOP.order("repeat-1", "buyer", item, 2);
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(again.response().headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(SHOP.order("repeat-1", "buyer", item, 1).verdict())
                .isEqualTo("422 idempotency_key_reused");
        assertThat(ShopServer.GATEWAY.asked).hasSize(1);
        var view = SHOP.send("support", "GET", "/api/orders/" + first.text("orderNo"), "").json();
        assertThat(view.path("history").size()).isEqualTo(2);
        assertThat(view.path("deliveries").size()).isZero();
        shelf(item, 3, 2);
    }

    @Test
    void sixty_four_buyers_for_ten_keys_get_ten_orders_and_no_key_twice() throws Exception {
        var item = SHOP.item("CARD_KEY");
        var keys =
                IntStream.range(0, 10).mapToObj(i -> "\"KEY-%s-%d\"".formatted(item, i)).toList();
        stock(item, "{\"keys\":" + keys + "}");
        var verdicts =
                Together.run(
                        64,
                        i -> () -> SHOP.order("last-" + item + i, "buyer-" + i, item, 1).verdict());
        assertThat(verdicts).filteredOn("201"::equals).hasSize(10);
        assertThat(verdicts).filteredOn("409 sold_out"::equals).hasSize(54);
        var owners =
                ShopServer.DATABASE
                        .sql()
                        .sql(
                                "SELECT order_no FROM card_key WHERE item_id = ? AND status = 'RESERVED'")
                        .param(item)
                        .query(String.class)
                        .list();
        assertThat(owners).hasSize(10).doesNotHaveDuplicates();
        shelf(item, 0, 10);
    }

    @Test
    void twenty_requests_with_one_key_place_one_order() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        stock(item, "{\"units\":50}");
        var answers = Together.run(20, _ -> () -> SHOP.order("same-" + item, "buyer", item, 1));
        var orders = new HashSet<String>();
        for (var answer : answers) {
            if (answer.status() == 201) {
                orders.add(answer.text("orderNo"));
            } else {
                assertThat(answer.verdict()).isEqualTo("409 idempotency_in_flight");
            }
        }
        assertThat(orders).hasSize(1);
        shelf(item, 49, 1);
    }

    @Test
    void a_refusal_ends_the_order_and_frees_its_stock() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        stock(item, "{\"units\":1}");
        ShopServer.GATEWAY.answer = _ -> new CreateAnswer.Refused("no");
        var answer = SHOP.order("refused", "buyer", item, 1);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("status")).isEqualTo("FAILED");
        shelf(item, 1, 0);
    }

    @Test
    void silence_makes_the_payment_unknown_and_then_keeps_others_away() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        stock(item, "{\"units\":90}");
        ShopServer.GATEWAY.answer = _ -> new CreateAnswer.Unclear("time-out");
        var first = SHOP.order("silent-0", "buyer", item, 1);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("status")).isEqualTo("PROCESSING");
        assertThat(first.json().at("/payment/status").asString()).isEqualTo("UNKNOWN");
        assertThat(first.json().at("/payment/payUrl").isNull()).isTrue();
        var last = first;
        for (var i = 1; i < 20 && last.status() == 201; i++) {
            last = SHOP.order("silent-" + i, "buyer", item, 1);
        }
        assertThat(last.verdict()).isEqualTo("503 gateway_unavailable");
        assertThat(last.response().headers().firstValue("Retry-After")).isPresent();
        var tasks =
                ShopServer.DATABASE
                        .sql()
                        .sql(
                                "SELECT COUNT(*) FROM gateway_task t JOIN payment p ON p.payment_no = t.payment_no JOIN orders o ON o.order_no = p.order_no WHERE o.item_id = ? AND t.kind = 'QUERY' AND t.status = 'WAITING'")
                        .param(item)
                        .query(Long.class)
                        .single();
        assertThat(tasks).isEqualTo(ShopServer.GATEWAY.asked.size());
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
        Awaitility.await().until(() -> SHOP.order("silent-over", "buyer", item, 1).status() == 201);
    }

    @Test
    void a_request_that_died_is_taken_over_and_places_no_second_order() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        stock(item, "{\"units\":5}");
        // As after a kill -9 between the commit and the gateway's answer, with the lease run out.
        var placed = SHOP.order("died", "buyer", item, 1);
        var orderNo = placed.text("orderNo");
        var sql = ShopServer.DATABASE.sql();
        sql.sql("UPDATE payment SET status = 'CREATED', pay_url = NULL WHERE order_no = ?")
                .param(orderNo)
                .update();
        sql.sql("DELETE FROM processed_message WHERE message_id LIKE ?")
                .param("%" + placed.json().at("/payment/paymentNo").asString() + "%")
                .update();
        sql.sql(
                        "UPDATE idempotency_key SET status = 'RUNNING', response = NULL, http_status = NULL,"
                                + " lease_until = '2020-01-01' WHERE order_no = ?")
                .param(orderNo)
                .update();
        var again = SHOP.order("died", "buyer", item, 1);
        assertThat(again.text("orderNo")).isEqualTo(orderNo);
        assertThat(again.json().at("/payment/status").asString()).isEqualTo("PENDING");
        assertThat(ShopServer.GATEWAY.asked).hasSize(2);
        assertThat(new HashSet<PaymentNo>(ShopServer.GATEWAY.asked)).hasSize(1);
        shelf(item, 4, 1);
    }

    @Test
    void an_order_is_cancelled_at_once_only_without_a_payment_in_flight() throws Exception {
        var item = SHOP.item("CARD_KEY");
        stock(item, "{\"keys\":[\"cancel-1\",\"cancel-2\"]}");
        var placed = SHOP.order("cancel-1", "buyer", item, 2);
        var orderNo = placed.text("orderNo");
        var path = "/api/orders/" + orderNo + "/cancel";
        var requested = SHOP.send("shop", "POST", path, "", "Idempotency-Key", "c-0");
        assertThat(requested.status()).isEqualTo(202);
        assertThat(requested.json().path("cancelRequested").asBoolean()).isTrue();
        shelf(item, 0, 2);
        assertThat(
                        ShopServer.DATABASE.count(
                                "SELECT COUNT(*) FROM gateway_task t JOIN payment p USING (payment_no) WHERE t.kind = 'CLOSE' AND t.due_at <= UTC_TIMESTAMP(3) AND p.order_no = '"
                                        + orderNo
                                        + "'"))
                .isOne();
        assertThat(
                        SHOP.send("shop", "GET", "/api/orders/" + orderNo, "")
                                .json()
                                .path("cancelRequested")
                                .asBoolean())
                .isTrue();
        // As it stands between the commit and the gateway's answer.
        var sql = ShopServer.DATABASE.sql();
        sql.sql("UPDATE payment SET status = 'CREATED' WHERE order_no = ?").param(orderNo).update();
        sql.sql("UPDATE orders SET status = 'AWAITING_PAYMENT' WHERE order_no = ?")
                .param(orderNo)
                .update();
        var cancelled = SHOP.send("shop", "POST", path, "", "Idempotency-Key", "c-1");
        assertThat(cancelled.status()).isEqualTo(200);
        var again = SHOP.send("shop", "POST", path, "", "Idempotency-Key", "c-1");
        assertThat(again.response().body()).isEqualTo(cancelled.response().body());
        assertThat(SHOP.send("shop", "POST", path, "", "Idempotency-Key", "c-2").verdict())
                .isEqualTo("409 not_cancellable");
        shelf(item, 2, 0);
    }

    private static void stock(String item, String body) throws Exception {
        assertThat(SHOP.send("shop", "POST", "/api/items/" + item + "/stock", body).status())
                .isEqualTo(200);
    }

    private static void shelf(String item, int available, int reserved) throws Exception {
        var view = SHOP.send("ops", "GET", "/api/items/" + item, "").json();
        assertThat(view.path("available").asInt()).isEqualTo(available);
        assertThat(view.path("reserved").asInt()).isEqualTo(reserved);
    }
}
