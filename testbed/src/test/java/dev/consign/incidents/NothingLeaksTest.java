package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.canary.Columns;
import dev.consign.canary.Hostile;
import dev.consign.canary.RawRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Issue 11, numbers 7 and 15: a whole API key stood in a log that everybody could read, and card
/// numbers in whatever people had written. The running system is given both, in an ordinary day and
/// by strangers, and then searched: logs, answers, every column, and what other users of the
/// machine see.
class NothingLeaksTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String CARD = "4111111111111111";
    private static final String GROUPED = "5555 5555 5555 4444";
    private static final List<String> CARDS =
            List.of(CARD, "4111 1111 1111 1111", GROUPED, "378282246310005");

    private RunningConsign consign;
    private Path data;
    private final String cardKey =
            "CANARY-" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT);

    @BeforeEach
    void start() throws Exception {
        consign = RunningConsign.get();
        data = Objects.requireNonNull(consign.launcher().description().getParent());
    }

    @AfterEach
    void the_books_are_right() {
        consign.books().holdEveryInvariant();
    }

    @Test
    void no_secret_no_card_key_and_no_card_number_gets_out() throws Exception {
        var secrets = secrets();
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(13);
        var answers = new ArrayList<String>();
        anOrdinaryDay(answers);
        for (var port : List.of(port("processor"), port("reconciler"), port("sandbox"))) {
            for (var secret : List.of(apiKey("shop"), CARD, consign.launcher().sandboxApiKey())) {
                for (var request : Hostile.requests(secret)) {
                    RawRequest.send(port, request);
                }
            }
        }
        // It answers as before.
        assertThat(Web.get(url("processor") + "/actuator/health/readiness", Map.of()))
                .contains("UP");

        var hidden = new ArrayList<>(secrets);
        hidden.add(cardKey);
        assertThat(texts(answers, hidden)).as("answers").isEmpty();
        assertThat(texts(answers, CARDS)).as("answers").isEmpty();
        hidden.addAll(CARDS);
        assertThat(texts(commandLines(), hidden)).as("process list").isEmpty();
        assertThat(texts(logs(), hidden)).as("logs").isEmpty();
        assertThat(Columns.holding(sql(), hidden)).as("columns").isEmpty();
    }

    @Test
    void what_is_kept_is_the_owners_alone() throws Exception {
        assertThat(permissions(data)).isEqualTo("rwx------");
        assertThat(permissions(data.resolve("log"))).isEqualTo("rwx------");
        for (var name : List.of("secrets.json", "consign.json", "processes.json")) {
            assertThat(permissions(data.resolve(name))).as(name).isEqualTo("rw-------");
        }
        try (var files = Files.list(data.resolve("log"))) {
            for (var file : files.toList()) {
                assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
            }
        }
    }

    /// @param answers is given what everybody but the buyer's shop is told
    private void anOrdinaryDay(List<String> answers) throws Exception {
        var consignor =
                id(post("shop", "/api/consignors", Map.of("name", text("c"), "commissionBps", 1)));
        var item =
                id(
                        post(
                                "shop",
                                "/api/items",
                                Map.of(
                                        "consignorId",
                                        consignor,
                                        "title",
                                        text("i"),
                                        "kind",
                                        "CARD_KEY",
                                        "price",
                                        Map.of("currency", "CNY", "minor", Shop.PRICE))));
        post("shop", "/api/items/" + item + "/stock", Map.of("keys", List.of(cardKey)));
        var refused =
                Web.post(
                        url("processor") + "/api/items/" + item + "/stock",
                        bearer("shop"),
                        Web.write(Map.of("keys", List.of(cardKey))));
        assertThat(refused.statusCode()).isEqualTo(409);
        answers.add(refused.body());
        var order = consign.shop().order(item, 1);
        consign.gateway().pay(order, Map.of("callbacks", 2));
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(consign.shop().keys(order)).containsExactly(cardKey));
        answers.add(
                post(
                        "finance",
                        "/api/orders/" + order.orderNo() + "/refunds",
                        Map.of(
                                "amount",
                                Map.of("currency", "CNY", "minor", 1),
                                "reason",
                                text("r"))));
        var callback =
                consign.gateway()
                        .callback("payment.unheard_of", order, 5, "t-" + UUID.randomUUID());
        var body =
                callback.body()
                        .replace("\"data\":{", "\"data\":{\"memo\":\"%s\",".formatted(text("k")));
        assertThat(consign.gateway().post(new Gateway.Callback(callback.id(), body)).statusCode())
                .isEqualTo(200);
        answers.add(
                Web.post(url("processor") + "/gateways/sandbox/callbacks", Map.of(), text("f"))
                        .body());
        answers.add(
                Web.post(
                                url("processor") + "/api/orders",
                                Map.of("Authorization", "Bearer " + text("b").replace(' ', '-')),
                                "{\"" + cardKey + "\":")
                        .body());
        for (var role : List.of("support", "finance", "ops")) {
            for (var path :
                    List.of(
                            "/api/orders/" + order.orderNo(),
                            "/api/cases",
                            "/api/callbacks?orderNo=" + order.orderNo(),
                            "/api/callbacks/inbox",
                            "/api/dead-letters",
                            "/api/payouts",
                            "/api/card-keys/secrets")) {
                answers.add(answer(role, path));
            }
        }
        answers.add(answer("ops", "/api/items/" + item));
        answers.add(
                answer(
                        "finance",
                        "/api/consignors/%s/statement?date=%s"
                                .formatted(consignor, LocalDate.now(ZoneOffset.UTC))));
        answers.add(Web.get(url("processor") + "/actuator/prometheus", Map.of()));
        answers.add(Web.get(url("processor") + "/actuator/health", Map.of()));
        closeCases(order, answers);
    }

    /// The callback is a case; it is resolved with a reason of the same kind.
    private void closeCases(Shop.Placed order, List<String> answers) throws Exception {
        var cases = "SELECT case_id FROM case_file WHERE status = 'OPEN' AND order_no = ?";
        await().atMost(LONG)
                .until(() -> !consign.books().strings(cases, order.orderNo()).isEmpty());
        for (var open : consign.books().strings(cases, order.orderNo())) {
            var resolved =
                    Web.post(
                            url("processor") + "/api/cases/" + open + "/resolve",
                            with(
                                    bearer("finance"),
                                    "Idempotency-Key",
                                    UUID.randomUUID().toString()),
                            Web.write(Map.of("action", "NONE", "reason", text("w"))));
            answers.add(resolved.body());
            answers.add(answer("support", "/api/cases/" + open));
        }
    }

    private static String text(String end) {
        return "of card 4111111111111111, 5555 5555 5555 4444 and %s".formatted(end);
    }

    private String post(String role, String path, Map<String, ?> body) throws Exception {
        return Web.accepted(
                Web.post(
                        url("processor") + path,
                        with(bearer(role), "Idempotency-Key", UUID.randomUUID().toString()),
                        Web.write(body)));
    }

    private static String id(String answer) {
        return Web.read(answer).iterator().next().asString();
    }

    private String answer(String role, String path) throws Exception {
        var url = url("processor") + path;
        return Web.statusOf(url, bearer(role)) == 200 ? Web.get(url, bearer(role)) : "";
    }

    private Map<String, String> bearer(String role) {
        return Map.of("Authorization", "Bearer " + apiKey(role));
    }

    private static Map<String, String> with(Map<String, String> some, String name, String value) {
        var more = new LinkedHashMap<>(some);
        more.put(name, value);
        return more;
    }

    private String apiKey(String role) {
        return consign.launcher().apiKey(role);
    }

    private String url(String program) {
        return String.valueOf(consign.launcher().urls().get(program));
    }

    private int port(String program) {
        return URI.create(url(program)).getPort();
    }

    private JdbcClient sql() {
        var database = consign.launcher().database();
        return JdbcClient.create(
                new DriverManagerDataSource(
                        database.jdbcUrl(), database.user(), database.password()));
    }

    /// All that `up` has made for itself.
    private List<String> secrets() throws IOException {
        var secrets = new ArrayList<String>();
        collect(JsonMapper.builder().build().readTree(data.resolve("secrets.json")), secrets);
        return secrets;
    }

    private static void collect(JsonNode node, List<String> secrets) {
        if (node.isString() && !node.asString().isBlank()) {
            secrets.add(node.asString());
        }
        node.forEach(child -> collect(child, secrets));
    }

    /// Which of the texts stands in which of the places; the texts themselves are not repeated.
    private static List<String> texts(List<String> places, List<String> texts) {
        var found = new ArrayList<String>();
        for (var place : places) {
            for (var i = 0; i < texts.size(); i++) {
                var at = place.indexOf(texts.get(i));
                if (at >= 0) {
                    found.add(
                            "text %d behind: %s"
                                    .formatted(i, place.substring(Math.max(0, at - 160), at)));
                }
            }
        }
        return found;
    }

    private List<String> logs() throws IOException {
        var logs = new ArrayList<String>();
        try (var files = Files.list(data.resolve("log"))) {
            for (var file : files.toList()) {
                logs.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(logs).hasSizeGreaterThanOrEqualTo(5);
        return logs;
    }

    /// What everybody on the machine sees of everybody's processes.
    private static List<String> commandLines() throws IOException {
        var lines = new ArrayList<String>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                try {
                    lines.add(
                            new String(
                                    Files.readAllBytes(process.resolve("cmdline")),
                                    StandardCharsets.ISO_8859_1));
                } catch (IOException _) {
                    // It has ended meanwhile.
                }
            }
        }
        assertThat(lines).isNotEmpty();
        return lines;
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
