package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.message.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the API says of itself is whole, and true of the source.
class DescriptionTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final Path HOME = Path.of(System.getProperty("consign.home"));

    private static final String TEXTS = "processor/src/main/resources/openapi/webhooks.yml";

    /// How a code stands in the source: behind its status, or first in what makes a conflict of it,
    /// by a name of its own, or as what a reason is called.
    private static final List<Pattern> CODES =
            List.of(
                    Pattern.compile("HttpStatus\\.\\w+,\\s*\"([a-z_]+)\""),
                    Pattern.compile("new Problem\\(\\s*status,\\s*\"([a-z_]+)\""),
                    Pattern.compile("\\b(?:conflict|duplicate)\\(\\s*\"([a-z_]+)\","),
                    Pattern.compile("new Refusal\\([^\"]*\"([a-z_]+)\"", Pattern.DOTALL),
                    Pattern.compile("\\b[45]\\d\\d,\\s*\"([a-z_]+)\""),
                    Pattern.compile("String [A-Z_]+ = \"([a-z]+(?:_[a-z]+)+)\";"),
                    Pattern.compile("case [A-Z_, \\s]+-> \"([a-z]+(?:_[a-z]+)+)\""));

    /// Where they stand.
    private static final List<String> SOURCES =
            List.of(
                    "processor/src/main/java",
                    "platform/src/main/java/dev/consign/platform/access",
                    "platform/src/main/java/dev/consign/platform/http");

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void every_operation_says_what_it_is() throws Exception {
        var ids = new ArrayList<String>();
        for (var operation : operations().entrySet()) {
            var one = operation.getValue();
            assertThat(one.path("summary").asString("")).as(operation.getKey()).isNotBlank();
            assertThat(one.path("description").asString("")).as(operation.getKey()).isNotBlank();
            assertThat(one.path("operationId").asString(""))
                    .as(operation.getKey())
                    .matches("[a-z]+([A-Z][a-z]+)+");
            assertThat(one.path("tags").size()).as(operation.getKey()).isOne();
            ids.add(one.path("operationId").asString());
            for (var parameter : one.path("parameters")) {
                assertThat(parameter.path("description").asString(""))
                        .as("%s %s", operation.getKey(), parameter.path("name"))
                        .isNotBlank();
                assertThat(parameter.path("schema").has("example"))
                        .as("%s %s", operation.getKey(), parameter.path("name"))
                        .isTrue();
            }
        }
        assertThat(ids).doesNotHaveDuplicates().contains("placeOrder", "listDeadLetters");
    }

    @Test
    void what_is_sent_has_limits_and_examples() throws Exception {
        var schemas = api().at("/components/schemas");
        for (var schema : requests()) {
            assertThat(schemas.path(schema).path("properties").isEmpty()).as(schema).isFalse();
            for (var field : schemas.path(schema).path("properties").properties()) {
                var said = field.getValue();
                assertThat(
                                said.has("$ref")
                                        || said.has("enum")
                                        || said.has("pattern")
                                        || said.has("maxLength")
                                        || said.has("maxItems")
                                        || said.has("maximum")
                                        || said.path("type").toString().contains("boolean")
                                        || said.has("example"))
                        .as("%s.%s", schema, field.getKey())
                        .isTrue();
            }
        }
        assertThat(schemas.at("/OrderRequest/required").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("buyerId", "itemId", "quantity", "gateway");
        assertThat(schemas.at("/OrderRequest/properties/quantity/maximum").asInt()).isEqualTo(100);
        assertThat(schemas.at("/OrderView/properties/status/enum").size()).isEqualTo(8);
        // Present or null, as the source says.
        assertThat(schemas.at("/PaymentView/properties/payUrl/type").toString()).contains("null");
        assertThat(schemas.at("/PaymentView/required").toString())
                .contains("paymentNo")
                .doesNotContain("payUrl");
    }

    @Test
    void the_codes_of_the_description_are_those_of_the_source() throws Exception {
        var described = new TreeSet<String>();
        api().at("/components/schemas/Problem/x-codes")
                .properties()
                .forEach(code -> {
                    assertThat(code.getValue().asString()).as(code.getKey()).isNotBlank();
                    described.add(code.getKey());
                });
        assertThat(described).isEqualTo(codesOfTheSource());
    }

    @Test
    void every_code_is_answered_by_an_operation_or_before_one_is_known() throws Exception {
        var answered = new HashSet<String>();
        for (var operation : operations().values()) {
            for (var response : operation.path("responses").properties()) {
                response.getValue()
                        .path("content")
                        .path("application/problem+json")
                        .path("examples")
                        .properties()
                        .forEach(code -> {
                            answered.add(code.getKey());
                            assertThat(response.getValue().path("description").asString())
                                    .contains("`" + code.getKey() + "`");
                        });
            }
        }
        assertThat(answered)
                .containsAll(
                        Set.of(
                                "sold_out",
                                "bad_cursor",
                                "idempotency_key_reused",
                                "needs_finance"));
        var before = Set.of("method_not_allowed", "http_version", "not_implemented", "too_slow");
        assertThat(codesOfTheSource())
                .allMatch(code -> answered.contains(code) != before.contains(code));
    }

    /// As far as one request can show it.
    @Test
    void what_is_answered_is_described() throws Exception {
        for (var route : DescribedRoute.all(SHOP)) {
            var operation = Objects.requireNonNull(operations().get(route.name()), route.name());
            for (var query : List.of("", "?nonsense=1", "?after=x")) {
                var answer = route.ask(SHOP, query);
                var status = String.valueOf(answer.status());
                assertThat(operation.path("responses").has(status))
                        .as("%s%s: %s", route, query, answer.verdict())
                        .isTrue();
                if (answer.status() >= 400) {
                    assertThat(operation.at("/responses/" + status).toString())
                            .as("%s%s", route, query)
                            .contains("`" + answer.text("code") + "`");
                }
            }
        }
    }

    @Test
    void what_is_posted_is_described_by_its_type() throws Exception {
        var webhooks = api().path("webhooks");
        assertThat(webhooks.propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EventType.values()).map(EventType::word).toList());
        assertThat(Files.readString(HOME.resolve(TEXTS)).lines().filter(one -> one.contains(": ")))
                .filteredOn(line -> !line.startsWith("#"))
                .hasSize(EventType.values().length);
        for (var one : webhooks.properties()) {
            var posted = one.getValue().path("post");
            assertThat(posted.path("summary").asString("")).as(one.getKey()).isNotBlank();
            var media = posted.at("/requestBody/content/application~1json");
            assertThat(media.at("/example/type").asString()).isEqualTo(one.getKey());
            assertThat(media.at("/schema/required").size()).isEqualTo(3);
            assertThat(media.at("/schema/properties/data").toString()).contains("Data");
        }
        assertThat(api().at("/components/schemas/ShopData/required").toString())
                .contains("orderNo", "buyerId")
                .doesNotContain("refund");
        assertThat(api().at("/components/schemas/ConsignorData/properties").has("buyerId"))
                .isFalse();
    }

    @Test
    void people_read_it_from_files_of_ours_alone() throws Exception {
        var page = SHOP.send("", "GET", "/docs", "");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/html");
        var policy = page.response().headers().firstValue("Content-Security-Policy").orElse("");
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self';", "connect-src 'self'")
                .doesNotContain("http", "unsafe-eval", "*");
        // No script in the page itself, and nothing from elsewhere.
        assertThat(page.response().body())
                .doesNotContain("://", "<style", " on", "<script>")
                .contains("<script src=\"/docs/start.js\">");
        for (var file :
                Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                        .matcher(page.response().body())
                        .results()
                        .map(found -> found.group(1))
                        .toList()) {
            assertThat(SHOP.send("", "GET", file, "").status()).as(file).isEqualTo(200);
        }
        assertThat(SHOP.send("", "GET", "/docs/start.js", "").response().body())
                .contains("/v3/api-docs", "validatorUrl: null");
        for (var path :
                List.of("/docs/application.yml", "/docs/..%5capplication.yml", "/docs/x.js")) {
            assertThat(SHOP.send("", "GET", path, "").status()).as(path).isIn(400, 404);
        }
        assertThat(SHOP.send("", "GET", "/docs?url=https://evil.example/", "").verdict())
                .isEqualTo("400 unknown_parameter");
        assertThat(SHOP.send("", "GET", "/webjars/swagger-ui/5.32.14/index.html", "").status())
                .isIn(401, 404);
    }

    private static Set<String> codesOfTheSource() throws IOException {
        var codes = new TreeSet<String>();
        for (var source : SOURCES) {
            try (var files = Files.walk(HOME.resolve(source))) {
                for (var file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    var text = Files.readString(file);
                    if (speaksOfProblems(text)) {
                        CODES.forEach(pattern ->
                                pattern.matcher(text)
                                        .results()
                                        .forEach(found -> codes.add(found.group(1))));
                    }
                }
            }
        }
        return codes;
    }

    private static boolean speaksOfProblems(String text) {
        return text.contains("ApiFailure")
                || text.contains("new Problem(")
                || text.contains("new Refusal(")
                || text.contains("Problems.write(")
                || text.contains("Checkout.conflict(");
    }

    private static Set<String> requests() throws Exception {
        var schemas = new TreeSet<String>();
        for (var operation : operations().values()) {
            var body = operation.at("/requestBody/content/application~1json/schema/$ref");
            if (!body.isMissingNode()) {
                schemas.add(body.asString().replaceAll(".*/", ""));
            }
        }
        return schemas;
    }

    private static Map<String, JsonNode> operations() throws Exception {
        var all = new TreeMap<String, JsonNode>();
        for (var path : api().path("paths").properties()) {
            for (var one : path.getValue().properties()) {
                all.put(
                        one.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        one.getValue());
            }
        }
        return all;
    }

    private static JsonNode api() throws Exception {
        return SHOP.send("", "GET", "/v3/api-docs", "").json();
    }
}
