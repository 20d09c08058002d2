package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Who gets in where, and what wrong input is answered with.
class RoutesTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final String ORDER = "/api/orders/O0000000000000001";
    private static final String WEBHOOKS = "/api/consignors/C0000000000000001/webhooks";
    private static final String GOOD =
            "{\"buyerId\":\"b\",\"itemId\":\"I0000000000000001\",\"quantity\":1,\"gateway\":\"sandbox\"}";

    /// Route and the roles let in; every other role must be refused.
    private static final Map<String, List<String>> MATRIX =
            Map.ofEntries(
                    Map.entry("POST /api/consignors", List.of("shop", "ops")),
                    Map.entry(
                            "GET /api/consignors/C0000000000000001/statement",
                            List.of("finance", "shop")),
                    Map.entry("POST " + WEBHOOKS, List.of("shop", "support")),
                    Map.entry("GET " + WEBHOOKS, List.of("shop", "support")),
                    Map.entry("POST " + WEBHOOKS + "/W1/enable", List.of("shop", "support")),
                    Map.entry("DELETE " + WEBHOOKS + "/W1", List.of("shop", "support")),
                    Map.entry("PUT /api/buyers/b/contact", List.of("shop")),
                    Map.entry("DELETE /api/buyers/b/contact", List.of("shop")),
                    Map.entry("GET /api/notifications", List.of("support", "ops")),
                    Map.entry("POST /api/notifications/N1/send-again", List.of("support")),
                    Map.entry("POST /api/payouts", List.of("finance")),
                    Map.entry("GET /api/payouts", List.of("finance")),
                    Map.entry("GET /api/payouts/held", List.of("finance")),
                    Map.entry("POST /api/items", List.of("shop", "ops")),
                    Map.entry("GET /api/items/I0000000000000001", List.of("shop", "ops")),
                    Map.entry("POST /api/items/I0000000000000001/stock", List.of("shop", "ops")),
                    Map.entry("GET /api/card-keys/secrets", List.of("ops")),
                    Map.entry("POST /api/card-keys/rotate", List.of("ops")),
                    Map.entry("POST /api/orders", List.of("shop")),
                    Map.entry("GET " + ORDER, List.of("shop", "support", "finance", "ops")),
                    Map.entry("POST " + ORDER + "/cancel", List.of("shop")),
                    Map.entry("POST " + ORDER + "/payments", List.of("shop", "support")),
                    Map.entry("POST " + ORDER + "/refunds", List.of("shop", "finance")),
                    Map.entry(
                            "GET " + ORDER + "/refunds/R0000000000000001",
                            List.of("shop", "support", "finance", "ops")),
                    Map.entry("GET /api/buyers/b/assets", List.of("shop", "support")),
                    Map.entry("GET /api/callbacks", List.of("support", "ops", "finance")),
                    Map.entry("GET /api/callbacks/inbox", List.of("support", "ops", "finance")),
                    Map.entry(
                            "GET /api/callbacks/inbox/M0000000000000001",
                            List.of("support", "ops", "finance")),
                    Map.entry("GET /api/cases", List.of("support", "finance", "ops")),
                    Map.entry(
                            "GET /api/cases/K0000000000000001",
                            List.of("support", "finance", "ops")),
                    Map.entry(
                            "POST /api/cases/K0000000000000001/resolve",
                            List.of("finance", "support")),
                    Map.entry("GET /api/dead-letters", List.of("support", "finance", "ops")),
                    Map.entry(
                            "POST /api/dead-letters/L1/requeue",
                            List.of("support", "finance", "ops")),
                    Map.entry(
                            "POST /api/dead-letters/L1/undiscard",
                            List.of("support", "finance", "ops")),
                    Map.entry("POST /api/reconciliations", List.of("finance")),
                    Map.entry("GET /api/reconciliations", List.of("finance", "support")),
                    Map.entry("GET /api/reconciliations/N1", List.of("finance", "support")),
                    Map.entry("GET /api/reconciliations/N1/breaks", List.of("finance", "support")),
                    Map.entry("GET /api/diagnostics", List.of("ops")),
                    Map.entry("POST /api/leases/x/release", List.of("ops")));

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @TestFactory
    Stream<DynamicTest> every_role_gets_exactly_where_it_may() {
        return MATRIX.entrySet().stream()
                .flatMap(route ->
                        Stream.concat(Stream.of(""), ShopServer.KEYS.keySet().stream())
                                .map(role -> getsIn(route.getKey(), role, route.getValue())));
    }

    private static DynamicTest getsIn(String route, String role, List<String> allowed) {
        return DynamicTest.dynamicTest(
                route + " as " + (role.isEmpty() ? "nobody" : role),
                () -> {
                    var words = route.split(" ", 2);
                    var body = List.of("POST", "PUT").contains(words[0]) ? "{}" : "";
                    var answer = SHOP.send(role, words[0], words[1], body);
                    if (role.isEmpty()) {
                        assertThat(answer.verdict()).isEqualTo("401 unauthenticated");
                        assertThat(answer.response().headers().firstValue("WWW-Authenticate"))
                                .contains("Bearer");
                    } else if (allowed.contains(role)) {
                        assertThat(answer.status()).isNotIn(401, 403, 405, 500);
                    } else {
                        assertThat(answer.verdict()).isEqualTo("403 forbidden");
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> wrong_input_is_named() {
        return Stream.of(
                bad("{\"buyerId\":\"b\",\"extra\":1}", "400 unknown_field", "extra"),
                bad("{", "400 invalid_request", "JSON"),
                bad("", "400 invalid_request", "JSON"),
                bad("[]", "400 invalid_request", "JSON"),
                bad("null", "400 invalid_request", "JSON"),
                bad(GOOD + "{}", "400 invalid_request", "JSON"),
                bad(GOOD.replace("{", "{\"buyerId\":\"c\","), "400 invalid_request", "JSON"),
                bad(GOOD.replace(":1,", ":\"1\","), "400 invalid_request", "quantity"),
                bad(GOOD.replace(":1,", ":1.5,"), "400 invalid_request", "quantity"),
                bad(GOOD.replace(":1,", ":0,"), "400 invalid_request", "1 to 100"),
                bad(GOOD.replace(":1,", ":101,"), "400 invalid_request", "1 to 100"),
                bad(GOOD.replace(":1,", ":99999999999,"), "400 invalid_request", "quantity"),
                bad(GOOD.replace(":1,", ":null,"), "400 invalid_request", "quantity"),
                bad(GOOD.replace("\"b\"", "7"), "400 invalid_request", "buyerId"),
                bad(GOOD.replace("\"b\"", "\"b b\""), "400 invalid_request", "buyerId"),
                bad(GOOD.replace("I000", "X000"), "400 invalid_request", "itemId"),
                bad(GOOD.replace("sandbox", "nowhere"), "404 not_found", "item"),
                bad(GOOD, "404 not_found", "item"),
                bad(" ".repeat(1 << 20) + GOOD, "413 too_large", "1 MiB"));
    }

    private static DynamicTest bad(String body, String verdict, String says) {
        var name = body.length() > 120 ? "a large body" : "body: " + body;
        return DynamicTest.dynamicTest(
                name,
                () -> {
                    var answer =
                            SHOP.send("shop", "POST", "/api/orders", body, "Idempotency-Key", "k");
                    assertThat(answer.verdict()).isEqualTo(verdict);
                    assertThat(answer.text("detail")).contains(says);
                    assertThat(answer.text("type")).isEqualTo("/problems/" + answer.text("code"));
                    assertThat(answer.text("instance")).isEqualTo("/api/orders");
                });
    }

    @Test
    void prices_out_of_range_say_so() throws Exception {
        for (var minor : new String[] {"-1", "0", "1000000000001", "99999999999999999999"}) {
            var answer =
                    SHOP.send(
                            "shop",
                            "POST",
                            "/api/items",
                            """
                            {"consignorId":"C0000000000000001","title":"t","kind":"CARD_KEY","price":{"currency":"CNY","minor":%s}}
                            """
                                    .formatted(minor));
            assertThat(answer.verdict()).as(minor).isEqualTo("400 amount_out_of_range");
        }
    }

    @Test
    void http_itself_is_spoken_correctly() throws Exception {
        assertThat(SHOP.send("shop", "DELETE", ORDER, "").verdict())
                .isEqualTo("405 method_not_allowed");
        assertThat(SHOP.send("shop", "GET", "/api/nothing", "").verdict())
                .isEqualTo("404 not_found");
        assertThat(SHOP.send("shop", "GET", ORDER, "").verdict()).isEqualTo("404 not_found");
        assertThat(
                        SHOP.send("support", "GET", "/api/callbacks", "", "Accept", "text/html")
                                .verdict())
                .isEqualTo("406 not_acceptable");
        assertThat(SHOP.send("a-wrong-key", "GET", ORDER, "").verdict())
                .isEqualTo("401 unauthenticated");
        assertThat(SHOP.send("shop", "POST", "/api/orders", GOOD).verdict())
                .isEqualTo("400 idempotency_key_missing");
        assertThat(
                        SHOP.send("shop", "POST", "/api/orders", GOOD, "Content-Type", "text/plain")
                                .status())
                .isIn(400, 415);
        assertThat(SHOP.send("", "GET", "/actuator/health/readiness", "").status()).isEqualTo(200);
    }

    @Test
    void the_description_names_keys_problems_and_the_scheme() throws Exception {
        var api = SHOP.send("", "GET", "/v3/api-docs", "").json();
        assertThat(api.at("/paths/~1api~1orders/post/parameters/0/name").asString())
                .isEqualTo("Idempotency-Key");
        assertThat(api.at("/paths/~1api~1orders/post/parameters/0/required").asBoolean()).isTrue();
        assertThat(api.at("/paths/~1api~1orders/post/parameters").size()).isEqualTo(1);
        for (var route :
                List.of(
                        "orders~1{orderNo}~1payments",
                        "orders~1{orderNo}~1refunds",
                        "orders~1{orderNo}~1cancel",
                        "cases~1{id}~1resolve")) {
            var key = api.at("/paths/~1api~1" + route + "/post/parameters/0");
            assertThat(key.path("name").asString()).as(route).isEqualTo("Idempotency-Key");
            assertThat(key.path("required").asBoolean())
                    .as(route)
                    .isEqualTo(!route.endsWith("resolve"));
        }
        assertThat(api.at("/components/schemas/Resolved/properties/caseId").isMissingNode())
                .isFalse();
        assertThat(api.at("/components/schemas/RefundAnswer/properties/refundNo").isMissingNode())
                .isFalse();
        assertThat(api.at("/components/securitySchemes/apiKey/scheme").asString())
                .isEqualTo("bearer");
        assertThat(api.at("/components/schemas/Problem/properties/code").isMissingNode()).isFalse();
        assertThat(api.at("/paths/~1api~1items~1{itemId}~1stock/post").isMissingNode()).isFalse();
    }
}
