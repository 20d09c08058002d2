package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.processor.api.list.PageQuery;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Who gets in where, and what wrong input is answered with.
class RoutesTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final String ORDER = "/api/orders/O0000000000000001";
    private static final String GOOD =
            "{\"buyerId\":\"b\",\"itemId\":\"I0000000000000001\",\"quantity\":1,\"gateway\":\"sandbox\"}";

    /// Every route there is, and who may: written here by hand, so that neither a new route nor a
    /// changed line in the program's own list goes by unnoticed.
    private static final Map<String, Set<String>> RULES =
            Map.ofEntries(
                    rule("POST /api/consignors", "shop", "ops"),
                    rule("GET /api/consignors", "shop", "support", "finance", "ops"),
                    rule("GET /api/items", "shop", "support", "ops"),
                    rule("GET /api/orders", "shop", "support", "finance", "ops"),
                    rule("GET /api/consignors/{id}/statement", "finance", "shop"),
                    rule("POST /api/consignors/{id}/webhooks", "shop", "support"),
                    rule("GET /api/consignors/{id}/webhooks", "shop", "support"),
                    rule(
                            "POST /api/consignors/{id}/webhooks/{webhookId}/enable",
                            "shop",
                            "support"),
                    rule("DELETE /api/consignors/{id}/webhooks/{webhookId}", "shop", "support"),
                    rule("POST /api/consignors/{id}/webhooks/{webhookId}/test", "shop", "support"),
                    rule("PUT /api/buyers/{buyerId}/contact", "shop"),
                    rule("DELETE /api/buyers/{buyerId}/contact", "shop"),
                    rule("GET /api/buyers/{buyerId}/assets", "shop", "support"),
                    rule("GET /api/notifications", "support", "ops"),
                    rule("POST /api/notifications/test", "shop", "support", "ops"),
                    rule("POST /api/notifications/{id}/send-again", "support"),
                    rule("POST /api/payouts", "finance"),
                    rule("GET /api/payouts", "finance"),
                    rule("GET /api/payouts/held", "finance"),
                    rule("POST /api/items", "shop", "ops"),
                    rule("GET /api/items/{itemId}", "shop", "ops"),
                    rule("PATCH /api/items/{itemId}", "shop", "ops"),
                    rule("POST /api/items/{itemId}/stock", "shop", "ops"),
                    rule("POST /api/items/{itemId}/withdraw", "shop", "ops"),
                    rule("POST /api/items/{itemId}/restore", "shop", "ops"),
                    rule("GET /api/card-keys/secrets", "ops"),
                    rule("POST /api/card-keys/rotate", "ops"),
                    rule("POST /api/orders", "shop"),
                    rule("GET /api/orders/{orderNo}", "shop", "support", "finance", "ops"),
                    rule("POST /api/orders/{orderNo}/cancel", "shop"),
                    rule("POST /api/orders/{orderNo}/payments", "shop", "support"),
                    rule("POST /api/orders/{orderNo}/refunds", "shop", "finance"),
                    rule(
                            "GET /api/orders/{orderNo}/refunds/{refundNo}",
                            "shop",
                            "support",
                            "finance",
                            "ops"),
                    rule("GET /api/callbacks", "support", "ops", "finance"),
                    rule("GET /api/callbacks/inbox", "support", "ops", "finance"),
                    rule("GET /api/callbacks/inbox/{id}", "support", "ops", "finance"),
                    rule("GET /api/cases", "support", "finance", "ops"),
                    rule("GET /api/cases/{id}", "support", "finance", "ops"),
                    rule("POST /api/cases/{id}/resolve", "finance", "support"),
                    rule("GET /api/dead-letters", "support", "finance", "ops"),
                    rule("GET /api/dead-letters/groups", "support", "finance", "ops"),
                    rule("GET /api/dead-letters/{letterId}", "support", "finance", "ops"),
                    rule("POST /api/dead-letters/{letterId}/requeue", "support", "finance", "ops"),
                    rule("POST /api/dead-letters/{letterId}/discard", "support", "finance", "ops"),
                    rule(
                            "POST /api/dead-letters/{letterId}/undiscard",
                            "support",
                            "finance",
                            "ops"),
                    rule("POST /api/reconciliations", "finance"),
                    rule("GET /api/reconciliations", "finance", "support"),
                    rule("GET /api/reconciliations/{runId}", "finance", "support"),
                    rule("GET /api/reconciliations/{runId}/breaks", "finance", "support"),
                    rule("GET /api/proposals", "finance", "support"),
                    rule("GET /api/proposals/{id}", "finance", "support"),
                    rule("POST /api/proposals/{id}/approve", "finance"),
                    rule("POST /api/proposals/{id}/reject", "finance"),
                    rule("GET /api/audit", "finance", "ops"));

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    private static Map.Entry<String, Set<String>> rule(String route, String... roles) {
        return Map.entry(route, Set.of(roles));
    }

    @Test
    void no_route_is_without_a_rule_and_no_rule_without_a_route() throws Exception {
        assertThat(DescribedRoute.all(SHOP))
                .extracting(DescribedRoute::name)
                .containsExactlyInAnyOrderElementsOf(RULES.keySet());
    }

    @TestFactory
    Stream<DynamicTest> every_role_gets_exactly_where_it_may() throws Exception {
        return DescribedRoute.all(SHOP).stream()
                .flatMap(route ->
                        Stream.concat(Stream.of(""), ShopServer.KEYS.keySet().stream())
                                .map(role -> getsIn(route, role)));
    }

    private static DynamicTest getsIn(DescribedRoute route, String role) {
        return DynamicTest.dynamicTest(
                route + " as " + (role.isEmpty() ? "nobody" : role),
                () -> {
                    var allowed = RULES.getOrDefault(route.name(), Set.of());
                    assertThat(route.roles()).as("x-roles").hasSameElementsAs(allowed);
                    var answer = route.ask(SHOP, role, "X1", "");
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

    /// Otherwise neither of the two tests above would see it.
    @Test
    void the_description_leaves_no_route_and_no_parameter_out() throws Exception {
        var described = new TreeMap<String, Set<String>>();
        for (var route : DescribedRoute.all(SHOP)) {
            described.put(route.name(), new TreeSet<>(route.query()));
        }
        var mapped = new TreeMap<String, Set<String>>();
        SHOP.routes()
                .forEach((mapping, method) -> {
                    var query = new TreeSet<String>();
                    for (var parameter : method.getMethodParameters()) {
                        if (parameter.hasParameterAnnotation(RequestParam.class)) {
                            query.add(parameter.getParameter().getName());
                        } else if (parameter.getParameterType().equals(PageQuery.class)) {
                            query.addAll(PageQuery.NAMES);
                        }
                    }
                    for (var pattern : mapping.getPatternValues()) {
                        for (var one : mapping.getMethodsCondition().getMethods()) {
                            if (pattern.startsWith("/api/")) {
                                // One route may have two methods, for two kinds of bodies.
                                mapped.computeIfAbsent(one + " " + pattern, _ -> new TreeSet<>())
                                        .addAll(query);
                            }
                        }
                    }
                });
        assertThat(described).isEqualTo(mapped);
    }

    /// Otherwise a new package of routes would not be tried here.
    @Test
    void every_package_with_routes_is_here() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        var here = ShopServer.Application.class.getAnnotation(ComponentScan.class).value();
        assertThat(scanner.findCandidateComponents("dev.consign.processor"))
                .isNotEmpty()
                .allSatisfy(controller ->
                        assertThat(here)
                                .contains(
                                        ClassUtils.getPackageName(
                                                String.valueOf(controller.getBeanClassName()))));
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
