package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.NumberPrefix;
import dev.consign.processor.api.list.PageQuery;
import dev.consign.processor.shop.ShopServer.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/// What stands in an address is understood or refused by name, on every route there is. The routes
/// come from the running program: a new one is here by itself.
class ParametersTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final Set<String> CURSORS = Set.of("before", "after");
    private static final Set<String> TIMES = Set.of("from", "to");

    /// Ids of many shapes.
    private static final Set<String> GIVEN_BY_OTHERS =
            Set.of("paymentNo", "transactionId", "messageId", "buyerId");

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @TestFactory
    Stream<DynamicTest> an_unknown_parameter_is_refused_everywhere() {
        return routes().stream()
                .map(route ->
                        DynamicTest.dynamicTest(
                                route.toString(),
                                () -> {
                                    for (var query :
                                            List.of(
                                                    "nonsense=1",
                                                    "nonsense",
                                                    "Status=OPEN",
                                                    "=1")) {
                                        assertThat(route.send(query).verdict())
                                                .as(query)
                                                .isEqualTo("400 unknown_parameter");
                                    }
                                    assertThat(route.send("x%0a%22y=1").text("detail"))
                                            .contains("parameter x??y");
                                    for (var broken : List.of("a=%4", "a=%zz", "%", "a=%e")) {
                                        assertThat(route.raw(broken))
                                                .as(broken)
                                                .startsWith("HTTP/1.1 400")
                                                .doesNotContain("text/html");
                                    }
                                }));
    }

    @TestFactory
    Stream<DynamicTest> a_repeated_parameter_is_refused_everywhere() {
        return parameters((route, name) -> {
            for (var query :
                    List.of("%1$s=a&%1$s=b", "%1$s=a&%1$s=a", "%1$s&%1$s", "%1$s=&%1$s=b")) {
                var answer = route.send(query.formatted(name));
                assertThat(answer.verdict()).as(query).isEqualTo("400 repeated_parameter");
                assertThat(answer.text("detail")).contains(name);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> what_is_not_ascii_is_refused_everywhere() {
        return parameters((route, name) -> {
            for (var value :
                    List.of("%C3%A9", "a%E5%8D%A1", "%ED%A0%80", "%FF", "%00", "a%0Ab", "%7F")) {
                var answer = route.send(name + "=" + value);
                assertThat(answer.verdict()).as(value).isEqualTo("400 invalid_request");
                assertThat(answer.text("detail")).as(value).contains("position");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> an_id_has_the_shape_of_one_everywhere() {
        return parameters((route, name) -> {
            if (!name.matches("\\w+(No|Id)")) {
                return;
            }
            var ours = !GIVEN_BY_OTHERS.contains(name);
            for (var id : List.of("x".repeat(300), "a%20b", "%20", "'%20OR%201=1", "")) {
                assertThat(route.send(name + "=" + id).verdict())
                        .as(id)
                        .isEqualTo("400 invalid_request");
            }
            for (var id : List.of("1", "X1", "Z0000000000000001", "o0000000000000001", "%25")) {
                assertThat(route.send(name + "=" + id).status())
                        .as(id)
                        .matches(status -> !ours || status == 400);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> a_broken_cursor_is_refused_everywhere() {
        return parameters((route, name) -> {
            if (!CURSORS.contains(name)) {
                return;
            }
            for (var cursor :
                    List.of(
                            "",
                            "x",
                            "1",
                            "Z0000000000000001",
                            "k0000000000000001",
                            "K000000000000000",
                            "K00000000000000001",
                            "K00000000000000U1",
                            "'%20OR%201=1",
                            "%25")) {
                assertThat(route.send(route.required() + name + "=" + cursor).verdict())
                        .as(cursor)
                        .isEqualTo("400 bad_cursor");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> a_broken_time_is_refused_everywhere() {
        return parameters((route, name) -> {
            if (!TIMES.contains(name)) {
                return;
            }
            for (var time :
                    List.of(
                            "",
                            "x",
                            "2026",
                            "2026-02-30",
                            "20261120",
                            "2026-11-20T10:00:00",
                            "2026-11-20T10:00:00+08:00",
                            "2026-11-20T25:00:00Z",
                            "1999-12-31",
                            "2600-01-01",
                            "-1",
                            "99999999999999999999",
                            "'%20OR%201=1")) {
                var answer = route.send(route.required() + name + "=" + time);
                assertThat(answer.verdict()).as(time).isEqualTo("400 invalid_request");
                assertThat(answer.text("detail")).as(time).startsWith(name + " must be a time");
            }
            for (var turned :
                    List.of("from=2026-11-21&to=2026-11-20", "to=2026-11-20&from=2026-11-21")) {
                assertThat(route.send(route.required() + turned).text("detail"))
                        .isEqualTo("from must be before to.");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> an_older_name_is_told_so() {
        return parameters((route, name) -> {
            if (!name.equals("before")) {
                return;
            }
            var old = route.send("before=x").response().headers();
            assertThat(old.firstValue("Deprecation").orElse("")).matches("@\\d{10}");
            assertThat(old.firstValue("Sunset").orElse(""))
                    .matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} 00:00:00 GMT");
            var both = route.send("before=K0000000000000001&after=K0000000000000001");
            assertThat(both.verdict()).isEqualTo("400 invalid_request");
            var plain = route.send("after=x").response().headers();
            assertThat(plain.firstValue("Deprecation")).isEmpty();
        });
    }

    /// Every list is one of `{items, next}`.
    @TestFactory
    Stream<DynamicTest> every_list_takes_a_time_and_a_cursor() {
        return routes().stream()
                .filter(route -> route.parameters.contains("after"))
                .map(route ->
                        DynamicTest.dynamicTest(
                                route.toString(),
                                () ->
                                        assertThat(route.parameters)
                                                .contains("from", "to", "after")));
    }

    @TestFactory
    Stream<DynamicTest> a_name_in_a_path_that_is_not_ascii_is_refused_everywhere() {
        return routes().stream()
                .filter(route -> route.pattern.contains("{"))
                .map(route ->
                        DynamicTest.dynamicTest(
                                route.toString(),
                                () ->
                                        assertThat(route.at("%C3%A9", "").verdict())
                                                .isEqualTo("400 invalid_request")));
    }

    @Test
    void there_are_routes_and_lists() {
        assertThat(routes()).hasSizeGreaterThan(30);
        assertThat(routes().stream().flatMap(route -> route.parameters.stream()))
                .contains("before", "after", "status", "format");
        assertThat(routes()).anyMatch(route -> route.pattern.startsWith("/api/dead-letters"));
    }

    @Test
    void a_cursor_goes_only_into_its_own_list() throws Exception {
        for (var list :
                List.of(
                        "cases",
                        "payouts",
                        "callbacks",
                        "reconciliations",
                        "dead-letters",
                        "orders",
                        "consignors")) {
            var taken = new ArrayList<String>();
            for (var one : NumberPrefix.values()) {
                var prefix = String.valueOf(one.letter());
                var role =
                        list.equals("dead-letters") || list.equals("cases") ? "support" : "finance";
                var path = "/api/" + list + "?after=" + prefix + "0000000000000001";
                if (SHOP.send(role, "GET", path, "").status() == 200) {
                    taken.add(prefix);
                }
            }
            // Of a dead letter the list must also know where it stands.
            assertThat(taken).as(list).hasSize(list.equals("dead-letters") ? 0 : 1);
        }
    }

    @Test
    void no_form_is_taken_for_parameters() throws Exception {
        var forms = routes().stream().filter(Route::isForm).map(Route::pattern).toList();
        for (var route : routes()) {
            if (route.method.equals("POST") && !route.isForm) {
                for (var type :
                        forms.contains(route.pattern)
                                ? List.of("application/x-www-form-urlencoded")
                                : List.of(
                                        "application/x-www-form-urlencoded",
                                        "multipart/form-data; boundary=x")) {
                    assertThat(route.with("a=b", "Content-Type", type).verdict())
                            .as(route + " " + type)
                            .isEqualTo("415 unsupported_media_type");
                }
            }
        }
        assertThat(
                        SHOP.send(
                                        "shop",
                                        "POST",
                                        "/api/consignors",
                                        "{}",
                                        "Content-Type",
                                        "application/json; charset=ISO-8859-1")
                                .verdict())
                .isEqualTo("415 unsupported_media_type");
    }

    private static Stream<DynamicTest> parameters(Check check) {
        return routes().stream()
                .flatMap(route ->
                        route.parameters.stream()
                                .map(name ->
                                        DynamicTest.dynamicTest(
                                                route + " " + name, () -> check.of(route, name))));
    }

    private static List<Route> routes() {
        return SHOP.routes().entrySet().stream()
                .flatMap(route -> Route.of(route.getKey(), route.getValue()))
                .filter(route -> route.pattern.startsWith("/api/"))
                .toList();
    }

    private interface Check {
        void of(Route route, String parameter) throws Exception;
    }

    /// One method of one path.
    ///
    /// @param parameters those of its query, or of its form
    private record Route(String method, String pattern, List<String> parameters, boolean isForm) {
        static Stream<Route> of(RequestMappingInfo mapping, HandlerMethod method) {
            var parameters = new ArrayList<String>();
            var isForm = false;
            for (var parameter : method.getMethodParameters()) {
                if (parameter.hasParameterAnnotation(RequestParam.class)) {
                    parameters.add(parameter.getParameter().getName());
                } else if (parameter.getParameterType().equals(PageQuery.class)) {
                    parameters.addAll(PageQuery.NAMES);
                }
                isForm |= parameter.hasParameterAnnotation(RequestPart.class);
            }
            var form = isForm;
            return mapping.getPatternValues().stream()
                    .flatMap(pattern ->
                            mapping.getMethodsCondition().getMethods().stream()
                                    .map(one -> new Route(one.name(), pattern, parameters, form)));
        }

        Answer send(String query) throws Exception {
            return at("X1", "?" + query);
        }

        /// Without which nothing else is looked at.
        String required() {
            return pattern.equals("/api/notifications") ? "orderNo=O0000000000000001&" : "";
        }

        /// As no HTTP client would write it, by the first who may.
        String raw(String query) throws IOException {
            var target = pattern.replaceAll("\\{\\w+}", "X1") + "?" + query;
            var body = method.equals("GET") ? "" : "{}";
            var answer = "";
            for (var role : List.of("shop", "support", "finance", "ops")) {
                answer =
                        SHOP.raw(
                                "%s %s HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                        .formatted(
                                                method,
                                                target,
                                                ShopServer.KEYS.get(role),
                                                body.length(),
                                                body));
                if (!answer.startsWith("HTTP/1.1 403")) {
                    return answer;
                }
            }
            return answer;
        }

        Answer with(String body, String... headers) throws Exception {
            return asSomebody(pattern.replaceAll("\\{\\w+}", "X1"), body, headers);
        }

        Answer at(String name, String query) throws Exception {
            var path = pattern.replaceAll("\\{\\w+}", name) + query;
            return isForm
                    ? asSomebody(
                            path, "--x--\r\n", "Content-Type", "multipart/form-data; boundary=x")
                    : asSomebody(path, method.equals("GET") ? "" : "{}");
        }

        /// As the first who may.
        private Answer asSomebody(String path, String body, String... headers) throws Exception {
            for (var role : List.of("shop", "support", "finance")) {
                var answer = SHOP.send(role, method, path, body, headers);
                if (answer.status() != 403) {
                    return answer;
                }
            }
            return SHOP.send("ops", method, path, body, headers);
        }

        @Override
        public String toString() {
            return method + " " + pattern + (isForm ? " (form)" : "");
        }
    }
}
