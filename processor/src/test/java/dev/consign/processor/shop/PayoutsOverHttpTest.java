package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.Bookings;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.processor.shop.ShopServer.Answer;
import dev.consign.processor.shop.ShopServer.Placed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What finance sees and sends.
class PayoutsOverHttpTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final Bookings BOOKS = new Bookings(ShopServer.DATABASE);
    private final LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void a_consignor_is_paid_and_a_repeat_gets_the_same_answer() throws Exception {
        var consignor = sold(2);
        var first = pay("once-" + consignor, body(today, consignor));
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("businessDate")).isEqualTo(today.toString());
        assertThat(first.json().path("payouts").size()).isEqualTo(1);
        assertThat(first.json().at("/payouts/0/consignorId").asString()).isEqualTo(consignor);
        assertThat(first.json().at("/payouts/0/amount/minor").asLong()).isEqualTo(52_202);
        assertThat(first.json().at("/payouts/0/amount/currency").asString()).isEqualTo("CNY");
        assertThat(first.json().at("/payouts/0/orders").asInt()).isEqualTo(2);
        assertThat(first.json().at("/payouts/0/payoutId").asString()).startsWith("Y");
        assertThat(first.json().at("/totals/0/amount/minor").asLong()).isEqualTo(52_202);
        assertThat(first.json().path("carriedOver").isEmpty()).isTrue();

        var again = pay("once-" + consignor, body(today, consignor));
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(again.response().headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(pay("once-" + consignor, body(today.minusDays(1), consignor)).verdict())
                .isEqualTo("422 idempotency_key_reused");
        var other = pay("other-" + consignor, body(today, consignor));
        assertThat(other.status()).isEqualTo(201);
        assertThat(other.json().path("payouts").isEmpty()).isTrue();

        var listed = get("/api/payouts?consignorId=" + consignor + "&businessDate=" + today);
        assertThat(listed.json().path("items").size()).isEqualTo(1);
        assertThat(listed.json().at("/items/0/actor").asString()).startsWith("finance:");
        assertThat(
                        get("/api/payouts?consignorId=" + consignor + "&businessDate=2026-01-01")
                                .json()
                                .path("items")
                                .isEmpty())
                .isTrue();
    }

    @Test
    void twenty_requests_with_one_key_make_one_run() throws Exception {
        var consignor = sold(1);
        var go = new CountDownLatch(1);
        var answers = new ArrayList<Future<Answer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 20; i++) {
                answers.add(
                        threads.submit(() -> {
                            go.await();
                            return pay("same-" + consignor, body(today, consignor));
                        }));
            }
            go.countDown();
        }
        var created = 0;
        for (var answer : answers) {
            if (answer.get().status() == 201) {
                created++;
                assertThat(answer.get().json().path("payouts").size()).isEqualTo(1);
            } else {
                assertThat(answer.get().verdict()).isEqualTo("409 idempotency_in_flight");
            }
        }
        assertThat(created).isPositive();
        assertThat(get("/api/payouts?consignorId=" + consignor).json().path("items").size())
                .isEqualTo(1);
    }

    @Test
    void a_run_that_died_is_taken_over_and_answers_with_what_both_paid() throws Exception {
        var consignor = sold(1);
        var key = "died-" + consignor;
        var first = pay(key, body(today, consignor));
        died(key, "2999-01-01");
        assertThat(pay(key, body(today, consignor)).verdict())
                .isEqualTo("409 idempotency_in_flight");
        died(key, "2020-01-01");
        var again = pay(key, body(today, consignor));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json().path("payouts")).isEqualTo(first.json().path("payouts"));
        assertThat(pay(key, body(today, consignor)).response().body())
                .isEqualTo(again.response().body());
    }

    @Test
    void what_cannot_be_paid_is_refused_by_name_and_leaves_its_key_free() throws Exception {
        var consignor = sold(1);
        var tomorrow = body(today.plusDays(2), consignor);
        assertThat(pay("k-" + consignor, tomorrow).verdict()).isEqualTo("400 future_business_date");
        assertThat(pay("k-" + consignor, body(today, "C0000000000000009")).verdict())
                .isEqualTo("404 not_found");
        assertThat(SHOP.send("finance", "POST", "/api/payouts", tomorrow).verdict())
                .isEqualTo("400 idempotency_key_missing");
        for (var wrong :
                List.of("{}", "{\"businessDate\":\"2026-02-30\"}", "{\"businessDate\":\"now\"}")) {
            assertThat(pay("k-" + consignor, wrong).verdict()).isEqualTo("400 invalid_request");
        }
        assertThat(pay("k-" + consignor, "{\"businessDate\":\"2026-02-01\",\"x\":1}").verdict())
                .isEqualTo("400 unknown_field");
        assertThat(pay("k-" + consignor, body(today, consignor)).status()).isEqualTo(201);
    }

    @Test
    void
            what_is_in_doubt_is_held_back_in_the_run_the_list_and_the_statement_until_its_case_is_closed()
                    throws Exception {
        var order = SHOP.paid();
        var consignor = consignorOf(order);
        ShopServer.says(order.paymentNo(), FactKind.REFUNDED, "b-" + consignor, "gw-1", 200);
        var caseId = openCase(order);
        var why = "held back: case " + caseId + " (UNEXPECTED_REFUND)";

        var run = pay("held-" + consignor, body(today, consignor));
        assertThat(run.status()).isEqualTo(201);
        assertThat(run.json().path("payouts").isEmpty()).isTrue();
        assertThat(run.json().at("/carriedOver/0/amount/minor").asLong()).isEqualTo(25_650);
        assertThat(run.json().path("heldBackCount").asInt()).isOne();
        assertThat(run.json().at("/heldBack/0/consignorId").asString()).isEqualTo(consignor);
        for (var held :
                List.of(
                        run.json().at("/heldBack/0"),
                        get("/api/payouts/held?consignorId=" + consignor).json().at("/items/0"),
                        get(statement(consignor)).json().at("/heldBack/0"))) {
            assertThat(held.path("orderNo").asString()).isEqualTo(order.orderNo().value());
            assertThat(held.at("/amount/minor").asLong()).isEqualTo(25_650);
            assertThat(held.path("caseId").asString()).isEqualTo(caseId);
            assertThat(held.path("kind").asString()).isEqualTo("UNEXPECTED_REFUND");
            assertThat(held.path("why").asString()).isEqualTo(why);
        }
        var shops = SHOP.send("shop", "GET", statement(consignor), "");
        assertThat(shops.json().at("/heldBack/0/why").asString()).isEqualTo(why);
        assertThat(get(statement(consignor) + "&currency=USD").json().path("heldBack").isEmpty())
                .isTrue();

        assertThat(get(statement(consignor) + "&format=csv").response().body().lines())
                .anyMatch(line ->
                        line.startsWith("HELD,CNY,")
                                && line.contains("," + why + "," + order.orderNo() + ",")
                                && line.endsWith(",25650"));

        var closed =
                SHOP.send(
                        "finance",
                        "POST",
                        "/api/cases/" + caseId + "/resolve",
                        "{\"action\":\"ACCEPT_REFUND\",\"reason\":\"the buyer called\"}",
                        "Idempotency-Key",
                        "close-" + consignor);
        assertThat(closed.status()).isEqualTo(200);
        assertThat(
                        get("/api/payouts/held?consignorId=" + consignor)
                                .json()
                                .at("/items/0/caseStatus")
                                .asString())
                .isEqualTo("RESOLVED");
        var again = pay("held-" + consignor, body(today, consignor));
        assertThat(again.response().body()).isEqualTo(run.response().body());
        var paid = pay("free-" + consignor, body(today, consignor));
        assertThat(paid.json().at("/payouts/0/amount/minor").asLong()).isEqualTo(25_650 - 190);
        assertThat(paid.json().at("/payouts/0/heldBack/minor").asLong()).isZero();
        assertThat(paid.json().path("heldBack").isEmpty()).isTrue();
        assertThat(get("/api/payouts/held?consignorId=" + consignor).json().path("items").isEmpty())
                .isTrue();
        assertThat(get(statement(consignor)).json().path("heldBack").isEmpty()).isTrue();
        assertThat(get("/api/payouts?consignorId=" + consignor).json().path("items").size())
                .isOne();
    }

    @Test
    void lists_refuse_a_place_that_is_none() throws Exception {
        for (var path : List.of("/api/payouts", "/api/payouts/held")) {
            assertThat(get(path + "?before=x").verdict()).isEqualTo("400 bad_cursor");
            assertThat(get(path + "?consignorId=x").verdict()).isEqualTo("400 invalid_request");
        }
    }

    @Test
    void a_statement_names_sale_and_payout_in_json_and_csv() throws Exception {
        var consignor = sold(1);
        pay("s-" + consignor, body(today, consignor));
        var path = "/api/consignors/" + consignor + "/statement?date=" + today;
        var json = get(path).json();
        assertThat(json.at("/consignorId").asString()).isEqualTo(consignor);
        assertThat(json.at("/payable/minor").asLong()).isEqualTo(26_101);
        assertThat(json.at("/fee/minor").asLong()).isEqualTo(899);
        assertThat(json.at("/payouts/0/amount/minor").asLong()).isEqualTo(26_101);
        assertThat(json.at("/orders/0/itemTitle").asString()).isEqualTo("A thing");
        assertThat(json.at("/lines/0/rounding/minor").asLong()).isEqualTo(1);
        assertThat(json.at("/lines/0/closing/minor").asLong()).isZero();

        var csv = SHOP.send("finance", "GET", path, "", "Accept", "text/csv");
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.response().headers().firstValue("Content-Type"))
                .contains("text/csv;charset=UTF-8");
        assertThat(csv.response().headers().firstValue("Content-Disposition"))
                .contains(
                        "attachment; filename=\"statement-%s-%s.csv\"".formatted(consignor, today));
        assertThat(csv.response().body().lines().map(line -> line.substring(0, line.indexOf(','))))
                .containsExactly("\uFEFFentry", "OPENING", "SALE", "PAYOUT", "CLOSING");
        assertThat(get(path + "&format=csv").response().body()).isEqualTo(csv.response().body());
        assertThat(get(path + "&format=xml").verdict()).isEqualTo("400 invalid_request");
        assertThat(get(path.replace(today.toString(), "today")).verdict())
                .isEqualTo("400 invalid_request");
        assertThat(
                        SHOP.send(
                                        "finance",
                                        "GET",
                                        path.replace(consignor, "C0000000000000009"),
                                        "",
                                        "Accept",
                                        "text/csv")
                                .verdict())
                .isEqualTo("404 not_found");
    }

    private static String sold(int count) {
        var orders = ShopServer.DATABASE.orders(count, ItemKind.ASSET_CREDIT);
        BOOKS.settle(orders, Instant.now());
        return BOOKS.consignorOf(orders.getFirst()).value();
    }

    private String statement(String consignor) {
        return "/api/consignors/" + consignor + "/statement?date=" + today;
    }

    private static String consignorOf(Placed order) {
        return ShopServer.DATABASE
                .sql()
                .sql("SELECT consignor_id FROM orders WHERE order_no = ?")
                .param(order.orderNo().value())
                .query(String.class)
                .single();
    }

    private static String openCase(Placed order) {
        return ShopServer.DATABASE
                .sql()
                .sql("SELECT case_id FROM case_file WHERE order_no = ? AND status = 'OPEN'")
                .param(order.orderNo().value())
                .query(String.class)
                .single();
    }

    private static Answer pay(String key, String body) throws Exception {
        return SHOP.send("finance", "POST", "/api/payouts", body, "Idempotency-Key", key);
    }

    private static Answer get(String path) throws Exception {
        return SHOP.send("finance", "GET", path, "");
    }

    private static String body(LocalDate date, String consignor) {
        return "{\"businessDate\":\"%s\",\"consignorId\":\"%s\"}".formatted(date, consignor);
    }

    /// As a process leaves its request behind that is killed before it answers.
    private static void died(String key, String lease) {
        var changed =
                ShopServer.DATABASE
                        .sql()
                        .sql(
                                "UPDATE idempotency_key SET status = 'RUNNING', response = NULL, http_status = NULL, lease_until = ? WHERE idem_key = ?")
                        .param(lease)
                        .param(key)
                        .update();
        assertThat(changed).isEqualTo(1);
    }
}
