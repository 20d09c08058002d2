package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.PaymentNo;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.processor.shop.ShopServer.Answer;
import dev.consign.processor.shop.ShopServer.Placed;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefundsTest {
    private static final ShopServer SHOP = new ShopServer();
    private static List<String> before = List.of();

    @BeforeAll
    static void remember() throws Exception {
        before = ShopServer.DATABASE.violations();
    }

    @BeforeEach
    void healthyGateway() {
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
    }

    @AfterEach
    void the_books_are_right() throws Exception {
        assertThat(ShopServer.DATABASE.violations()).isSubsetOf(before);
    }

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void a_part_is_asked_back_and_shown_until_it_is_back() throws Exception {
        var order = SHOP.paid();
        var asked = refund("shop", "r-" + order.orderNo(), order, 7_000);
        assertThat(asked.status()).isEqualTo(201);
        assertThat(asked.text("status")).isEqualTo("REQUESTED");
        assertThat(asked.text("orderNo")).isEqualTo(order.orderNo().value());
        assertThat(asked.text("paymentNo")).isEqualTo(order.paymentNo().value());
        assertThat(asked.json().at("/amount/minor").asLong()).isEqualTo(7_000);
        assertThat(tasks(asked)).isOne();
        var waiting = SHOP.send("support", "GET", order.path(), "").json();
        assertThat(waiting.at("/status").asString()).isEqualTo("COMPLETED");
        assertThat(waiting.at("/payments/0/collected/minor").asLong()).isEqualTo(27_000);
        assertThat(waiting.at("/payments/0/refunded/minor").asLong()).isZero();
        assertThat(waiting.at("/refunds/0/refundNo").asString()).isEqualTo(asked.text("refundNo"));
        assertThat(waiting.at("/refunds/0/status").asString()).isEqualTo("REQUESTED");
        assertThat(waiting.at("/refunds/0/reason").asString()).isEqualTo("did not like it");
        assertThat(waiting.at("/refunds/0/actor").asString()).startsWith("shop:");
        assertThat(waiting.at("/refunds/0/endedAt").isNull()).isTrue();

        // To move money is not for support, by whatever route.
        assertThat(refund("support", "s-" + order.orderNo(), order, 1).verdict())
                .isEqualTo("403 forbidden");
        assertThat(asked(order)).isEqualTo(7_000);

        assertThat(comesBack(asked, 7_000)).isEqualTo(Outcome.APPLIED);
        var done = SHOP.send("finance", "GET", order.path(), "").json();
        assertThat(done.at("/status").asString()).isEqualTo("COMPLETED");
        assertThat(done.at("/payments/0/refunded/minor").asLong()).isEqualTo(7_000);
        assertThat(done.at("/refunds/0/status").asString()).isEqualTo("SUCCEEDED");
        assertThat(done.at("/refunds/0/endedAt").asString()).isNotEmpty();
        var one = SHOP.send("ops", "GET", order.path() + "/refunds/" + asked.text("refundNo"), "");
        assertThat(one.text("status")).isEqualTo("SUCCEEDED");
        assertThat(SHOP.send("ops", "GET", order.path() + "/refunds/R1", "").verdict())
                .isEqualTo("404 not_found");

        var rest = refund("finance", "rest-" + order.orderNo(), order, 20_000);
        assertThat(comesBack(rest, 20_000)).isEqualTo(Outcome.APPLIED);
        assertThat(SHOP.send("shop", "GET", order.path(), "").text("status")).isEqualTo("REFUNDED");
    }

    @Test
    void what_cannot_go_back_is_refused_with_what_is_left() throws Exception {
        var order = SHOP.paid();
        assertThat(refund("shop", "a-" + order.orderNo(), order, 27_000).status()).isEqualTo(201);
        var more = refund("shop", "b-" + order.orderNo(), order, 1);
        assertThat(more.verdict()).isEqualTo("409 refund_too_large");
        assertThat(more.text("detail")).contains("CNY 0 is left");
        var path = order.path() + "/refunds";
        assertThat(post("shop", path, "c", body("USD", 1, "")).verdict())
                .isEqualTo("422 wrong_currency");
        assertThat(post("shop", path, "d", "{\"reason\":\"all of it\"}").verdict())
                .isEqualTo("400 invalid_request");
        assertThat(post("shop", path, "d", body("CNY", 0, "")).verdict())
                .isEqualTo("400 amount_out_of_range");
        assertThat(
                        post(
                                        "shop",
                                        path,
                                        "e",
                                        body("CNY", 1, ",\"paymentNo\":\"P0000000000000009\""))
                                .verdict())
                .isEqualTo("404 not_found");
        assertThat(
                        post(
                                        "shop",
                                        "/api/orders/O0000000000000009/refunds",
                                        "f",
                                        body("CNY", 1, ""))
                                .verdict())
                .isEqualTo("404 not_found");
        var item = SHOP.item("ASSET_CREDIT");
        SHOP.send("shop", "POST", "/api/items/" + item + "/stock", "{\"units\":1}");
        assertThat(refund("shop", "g-" + item, SHOP.placed(item), 1).verdict())
                .isEqualTo("409 nothing_to_refund");
    }

    /// 20 callers ask for 4,000 each of 27,000: six get it, whoever is first.
    @Test
    void twenty_callers_who_race_get_no_more_back_than_was_paid() throws Exception {
        var order = SHOP.paid();
        var verdicts =
                Together.run(
                        20,
                        i ->
                                () ->
                                        refund("finance", order.orderNo() + "-" + i, order, 4_000)
                                                .verdict());
        assertThat(verdicts).filteredOn("201"::equals).hasSize(6);
        assertThat(verdicts).filteredOn("409 refund_too_large"::equals).hasSize(14);
        assertThat(asked(order)).isEqualTo(24_000);
    }

    @Test
    void twenty_requests_with_one_key_ask_once_and_get_one_answer() throws Exception {
        var order = SHOP.paid();
        var answers =
                Together.run(
                        20, _ -> () -> refund("shop", "same-" + order.orderNo(), order, 1_000));
        assertThat(answers).extracting(Answer::verdict).containsOnly("201");
        assertThat(answers)
                .extracting(one -> one.response().body())
                .containsOnly(answers.getFirst().response().body());
        assertThat(answers).filteredOn(one -> !replayed(one)).hasSize(1);
        assertThat(asked(order)).isEqualTo(1_000);
    }

    @Test
    void a_key_is_needed_and_belongs_to_one_request() throws Exception {
        var order = SHOP.paid();
        var other = SHOP.paid();
        var key = "one-" + order.orderNo();
        var path = order.path() + "/refunds";
        assertThat(SHOP.send("shop", "POST", path, body("CNY", 1, "")).verdict())
                .isEqualTo("400 idempotency_key_missing");
        assertThat(post("shop", path, "x".repeat(129), body("CNY", 1, "")).verdict())
                .isEqualTo("400 idempotency_key_malformed");
        assertThat(refund("shop", key, order, 1).status()).isEqualTo(201);
        assertThat(refund("shop", key, order, 2).verdict()).isEqualTo("422 idempotency_key_reused");
        assertThat(refund("shop", key, other, 1).verdict()).isEqualTo("422 idempotency_key_reused");
        assertThat(replayed(refund("shop", "\"" + key + "\"", order, 1))).isTrue();
        // Keys of different clients never meet.
        assertThat(refund("finance", key, order, 2).status()).isEqualTo(201);
        assertThat(asked(order)).isEqualTo(3);
        assertThat(asked(other)).isZero();
    }

    /// A refusal changed nothing, so the same request may succeed under the same key later.
    @Test
    void a_refusal_leaves_its_key_free() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        SHOP.send("shop", "POST", "/api/items/" + item + "/stock", "{\"units\":1}");
        var order = SHOP.placed(item);
        var key = "early-" + order.orderNo();
        assertThat(refund("shop", key, order, 5).verdict()).isEqualTo("409 nothing_to_refund");
        ShopServer.says(order.paymentNo(), FactKind.PAID, "t-" + order.paymentNo(), 27_000);
        var later = refund("shop", key, order, 5);
        assertThat(later.status()).isEqualTo(201);
        assertThat(replayed(later)).isFalse();
    }

    private static boolean replayed(Answer answer) {
        return answer.response().headers().firstValue("Idempotency-Replayed").isPresent();
    }

    private static Outcome comesBack(Answer asked, long minor) {
        var refundNo = asked.text("refundNo");
        return ShopServer.says(
                new PaymentNo(asked.text("paymentNo")),
                FactKind.REFUNDED,
                "back-" + refundNo,
                refundNo,
                minor);
    }

    private static long asked(Placed order) {
        return ShopServer.DATABASE.count(
                "SELECT COALESCE(SUM(amount_minor), 0) FROM refund WHERE order_no = '%s'"
                        .formatted(order.orderNo()));
    }

    private static long tasks(Answer asked) {
        return ShopServer.DATABASE.count(
                "SELECT COUNT(*) FROM gateway_task WHERE kind = 'REFUND' AND reference = '%s'"
                        .formatted(asked.text("refundNo")));
    }

    private static Answer refund(String role, String key, Placed order, long minor)
            throws Exception {
        return post(role, order.path() + "/refunds", key, body("CNY", minor, ""));
    }

    private static Answer post(String role, String path, String key, String body) throws Exception {
        return SHOP.send(role, "POST", path, body, "Idempotency-Key", key);
    }

    private static String body(String currency, long minor, String more) {
        return "{\"amount\":{\"currency\":\"%s\",\"minor\":%d},\"reason\":\"did not like it\"%s}"
                .formatted(currency, minor, more);
    }
}
