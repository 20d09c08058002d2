package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.processor.shop.ShopServer.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.bind.annotation.RequestHeader;

/// Incident Q7: a header that is sent twice is one value, or none.
class RepeatedHeadersTest {
    /// May come in several headers (RFC 9110).
    private static final Set<String> LISTS = Set.of("Accept", "If-None-Match");

    private static final ShopServer SHOP = new ShopServer();
    private static final String KEY = "Idempotency-Key";
    private static final String FORM =
            """
            --x\r
            Content-Disposition: form-data; name="gateway"\r
            \r
            sandbox\r
            --x\r
            Content-Disposition: form-data; name="businessDate"\r
            \r
            2026-02-03\r
            --x\r
            Content-Disposition: form-data; name="statement"; filename="s.csv"\r
            \r
            a,b\r
            --x--\r
            """;

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    /// Each is sent with its key once and then in every way of sending it twice: all get the answer
    /// of the first.
    @TestFactory
    Stream<DynamicTest> equal_copies_of_a_key_are_one_key_on_every_route() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        var stock = "/api/items/" + item + "/stock";
        SHOP.send("shop", "POST", stock, "{\"units\":50}");
        var order =
                "{\"buyerId\":\"b7\",\"itemId\":\"%s\",\"quantity\":1,\"gateway\":\"sandbox\"}"
                        .formatted(item);
        var paid = SHOP.paid();
        var kind = "multipart/form-data; boundary=x";
        return Stream.of(
                        new Request("shop", "/api/orders", order, "201"),
                        new Request("shop", stock, "{\"units\":3}", "200"),
                        new Request(
                                "finance",
                                paid.path() + "/refunds",
                                "{\"amount\":{\"currency\":\"CNY\",\"minor\":7},\"reason\":\"r\"}",
                                "201"),
                        new Request(
                                "finance",
                                "/api/payouts",
                                "{\"businessDate\":\"2026-02-01\"}",
                                "201"),
                        new Request(
                                "finance",
                                "/api/reconciliations",
                                "{\"gateway\":\"sandbox\",\"businessDate\":\"2026-02-02\"}",
                                "202"),
                        new Request(
                                "finance",
                                "/api/reconciliations",
                                FORM,
                                "202",
                                "Content-Type",
                                kind))
                .map(request -> DynamicTest.dynamicTest(request.toString(), request::check));
    }

    @TestFactory
    Stream<DynamicTest> different_values_are_refused_on_every_route_that_reads_the_header() {
        return SHOP.routes().entrySet().stream()
                .flatMap(route ->
                        Arrays.stream(route.getValue().getMethodParameters())
                                .map(one -> one.getParameterAnnotation(RequestHeader.class))
                                .filter(Objects::nonNull)
                                .map(RequestHeader::name)
                                .filter(name -> !LISTS.contains(name))
                                .map(name ->
                                        DynamicTest.dynamicTest(
                                                route.getKey() + " " + name,
                                                () -> {
                                                    var path =
                                                            route.getKey()
                                                                    .getPatternValues()
                                                                    .iterator()
                                                                    .next()
                                                                    .replaceAll("\\{\\w+}", "X1");
                                                    var method =
                                                            route.getKey()
                                                                    .getMethodsCondition()
                                                                    .getMethods()
                                                                    .iterator()
                                                                    .next()
                                                                    .name();
                                                    var answer =
                                                            SHOP.send(
                                                                    "shop", method, path, "{}",
                                                                    name, "a", name, "b");
                                                    assertThat(answer.verdict())
                                                            .isEqualTo("400 repeated_header");
                                                    assertThat(answer.text("detail"))
                                                            .contains(name);
                                                })));
    }

    @Test
    void who_asks_is_one() throws Exception {
        var shop = "Bearer " + ShopServer.KEYS.get("shop");
        var ops = "Bearer " + ShopServer.KEYS.get("ops");
        var path = "/api/items/I0000000000000001";
        assertThat(SHOP.send("", "GET", path, "", "Authorization", shop).verdict())
                .isEqualTo("404 not_found");
        assertThat(
                        SHOP.send("", "GET", path, "", "Authorization", shop, "Authorization", shop)
                                .verdict())
                .isEqualTo("400 repeated_header");
        assertThat(SHOP.send("", "GET", path, "", "Authorization", shop + ", " + shop).verdict())
                .isEqualTo("400 repeated_header");
        assertThat(
                        SHOP.send("", "GET", path, "", "Authorization", shop, "authorization", ops)
                                .verdict())
                .isEqualTo("400 repeated_header");
        assertThat(
                        SHOP.send(
                                        "",
                                        "GET",
                                        path,
                                        "",
                                        "Authorization",
                                        "Bearer x",
                                        "Authorization",
                                        ops)
                                .verdict())
                .isEqualTo("400 repeated_header");
    }

    @Test
    void what_a_body_is_and_where_it_ends_is_said_once() throws Exception {
        var good = "{\"name\":\"n\",\"commissionBps\":1}";
        assertThat(post(good, "Content-Type: application/json", "Content-Length: " + good.length()))
                .startsWith("HTTP/1.1 201");
        assertThat(
                        post(
                                good,
                                "Content-Type: application/json",
                                "Content-Type: application/json",
                                "Content-Length: " + good.length()))
                .startsWith("HTTP/1.1 201");
        assertThat(
                        post(
                                good,
                                "Content-Type: text/plain",
                                "Content-Type: application/json",
                                "Content-Length: " + good.length()))
                .startsWith("HTTP/1.1 400")
                .contains("repeated_header");
        assertThat(
                        post(
                                good,
                                "Content-Type: application/json",
                                "Content-Length: " + good.length(),
                                "Content-Length: " + (good.length() - 1)))
                .startsWith("HTTP/1.1 400");
        assertThat(
                        post(
                                good,
                                "Content-Type: application/json",
                                "Transfer-Encoding: chunked",
                                "Transfer-Encoding: identity"))
                .matches("(?s)HTTP/1.1 (400|501).*");
        assertThat(
                        post(
                                "0\r\n\r\n",
                                "Content-Type: application/json",
                                "Transfer-Encoding: chunked",
                                "Content-Length: " + good.length()))
                .startsWith("HTTP/1.1 400");
        assertThat(post(good, "Host: other", "Content-Length: " + good.length()))
                .startsWith("HTTP/1.1 400");
    }

    private static String post(String body, String... headers) throws IOException {
        var request = new ArrayList<>(List.of("POST /api/consignors HTTP/1.1", "Host: localhost"));
        request.add("Authorization: Bearer " + ShopServer.KEYS.get("shop"));
        request.addAll(List.of(headers));
        request.add("Connection: close");
        return SHOP.raw(String.join("\r\n", request) + "\r\n\r\n" + body);
    }

    /// One that takes a key.
    private record Request(String role, String path, String body, String verdict, String... more) {
        void check() throws Exception {
            var key = "twice-" + path.hashCode() + "-" + body.hashCode();
            var first = send(KEY, key);
            assertThat(first.verdict()).isEqualTo(verdict);
            for (var headers :
                    List.of(
                            List.of(KEY, key, KEY, key),
                            List.of(KEY, key, "idempotency-key", "\"" + key + "\""),
                            List.of(KEY, "\"" + key + "\"", KEY, "\"" + key + "\""),
                            List.of(KEY, key + ", " + key),
                            List.of(KEY, key + ", " + key, KEY, key),
                            List.of(KEY, key, KEY, key, KEY, key))) {
                var again = send(headers.toArray(String[]::new));
                assertThat(again.response().body())
                        .as(headers.toString())
                        .isEqualTo(first.response().body());
                assertThat(again.response().headers().firstValue("Idempotency-Replayed"))
                        .as(headers.toString())
                        .contains("true");
            }
            assertThat(send(KEY, key, KEY, key + "x").verdict()).isEqualTo("400 repeated_header");
            assertThat(send(KEY, key + "," + key + "x").verdict()).isEqualTo("400 repeated_header");
        }

        private Answer send(String... headers) throws Exception {
            return SHOP.send(
                    role,
                    "POST",
                    path,
                    body,
                    Stream.concat(Arrays.stream(more), Arrays.stream(headers))
                            .toArray(String[]::new));
        }

        @Override
        public String toString() {
            return path + (more.length > 0 ? " (form)" : "");
        }
    }
}
