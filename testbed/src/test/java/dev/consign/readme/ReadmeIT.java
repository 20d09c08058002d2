package dev.consign.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.testbed.demo.ShopClient;
import dev.consign.testbed.launcher.LaunchPorts;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Walks README.md and the pages behind it as a reader would: in a fresh checkout, in the order of
/// the pages, everything with the one data directory that is there unless another is named. Beside
/// what they make there are other orders, cases and dead letters, so that a command which takes
/// anybody's is found out.
class ReadmeIT {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");
    private static final String DEMO = "./consign demo\n";
    private static final String UP = "./consign up\n";
    private static final int OTHERS = 2;

    /// Each goes on where the one before ended.
    private static final List<String> PAGES =
            List.of(
                    "README.md",
                    "docs/shop.md",
                    "docs/finance.md",
                    "docs/support.md",
                    "docs/configuration.md");

    @TempDir Path scratch;
    private final LaunchPorts ports = LaunchPorts.free();
    private Path checkout;
    private Path data;

    /// The checkout with what is built there and with nothing that was ever run.
    @BeforeEach
    void checkOut() throws IOException {
        checkout = Files.createDirectories(scratch.resolve("checkout"));
        data = checkout.resolve("var");
        try (var files = Files.list(HOME)) {
            for (var file : files.toList()) {
                var name = file.getFileName();
                if (Files.isRegularFile(file)) {
                    Files.copy(file, checkout.resolve(name));
                } else if (Files.exists(file.resolve("pom.xml")) || name.endsWith("docs")) {
                    Files.createSymbolicLink(checkout.resolve(name), file);
                }
            }
        }
        assertThat(checkout.resolve("consign").toFile().setExecutable(true)).isTrue();
    }

    @Test
    void every_command_works_as_it_stands_in_the_order_of_the_page() throws Exception {
        var blocks = blocks();
        assertThat(blocks).startsWith(DEMO, UP);
        demo();

        var log = scratch.resolve("up.txt");
        var up = command("exec ./consign up", log).start();
        try {
            var description = data.resolve("consign.json");
            await().atMost(Duration.ofMinutes(6))
                    .until(() -> Files.exists(description) || !up.isAlive());
            assertThat(up.isAlive()).as(Files.readString(log)).isTrue();
            var run = JsonMapper.shared().readTree(description);
            var shop = client(run, "shop");
            var finance = client(run, "finance");
            var bobs = orderOfSomebodyElse(shop);
            for (var other = 1; other <= OTHERS; other++) {
                paymentOfSomebodyElse(shop, run, "P-of-somebody-else-" + other);
                deadLetter(run);
            }
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> cases(finance, "OPEN").size() == OTHERS);

            var rest = blocks.subList(2, blocks.size());
            var output = scratch.resolve("commands.txt");
            var commands = command("set -eu\n" + String.join("\n", rest), output).start();
            assertThat(commands.waitFor(15, TimeUnit.MINUTES))
                    .as(Files.readString(output))
                    .isTrue();
            assertThat(output)
                    .content()
                    .contains(
                            "\"status\":\"COMPLETED\"",
                            "\"balance\":100",
                            "\"minor\":25650",
                            "{\"received\":true}",
                            "\"kind\":\"UNKNOWN_ORDER\"",
                            "\"status\":\"RESOLVED\"",
                            "FORGED_SENDER",
                            "\"status\":\"UP\"",
                            "consign_callbacks_total");
            assertThat(commands.exitValue()).as(Files.readString(output)).isZero();

            assertThat(cases(finance, "OPEN"))
                    .hasSize(OTHERS)
                    .allMatch(payment -> payment.startsWith("P-of-somebody-else-"));
            assertThat(cases(finance, "RESOLVED"))
                    .hasSize(1)
                    .allMatch(payment -> payment.startsWith("P-unheard-of"));
            // One was put aside for good; one more until somebody took that back.
            assertThat(letters(run, "DISCARDED")).hasSize(1);
            assertThat(letters(run, "OPEN")).hasSize(OTHERS + 1);
            assertThat(shop.get("/api/orders/" + bobs).path("status").asString())
                    .isEqualTo("PROCESSING");
        } finally {
            up.destroy();
            assertThat(up.waitFor(2, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(up.exitValue()).isZero();
        assertThat(data.resolve("demo")).isDirectory();
    }

    private void demo() throws Exception {
        var output = scratch.resolve("demo.txt");
        var demo = command(DEMO, output).start();
        try {
            assertThat(demo.waitFor(15, TimeUnit.MINUTES)).as(Files.readString(output)).isTrue();
        } finally {
            demo.destroy();
        }
        assertThat(output).content().contains("credited exactly once", "The books balance");
        assertThat(demo.exitValue()).isZero();
    }

    private ProcessBuilder command(String script, Path output) {
        var builder =
                new ProcessBuilder("bash", "-c", script)
                        .directory(checkout.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CONSIGN_"));
        builder.environment()
                .putAll(
                        Map.of(
                                "CONSIGN_BUILT", "1",
                                "CONSIGN_HTTP_PORT", "" + ports.http(),
                                "CONSIGN_RECONCILER_PORT", "" + ports.reconciler(),
                                "CONSIGN_SANDBOX_PORT", "" + ports.sandbox(),
                                "CONSIGN_DB_PORT", "" + ports.database(),
                                "CONSIGN_BROKER_PORT", "" + ports.broker()));
        return builder;
    }

    private static ShopClient client(JsonNode run, String role) {
        var urls = run.path("urls");
        return new ShopClient(
                URI.create(urls.path("processor").asString()),
                URI.create(urls.path("sandbox").asString()),
                run.path("apiKeys").path(role).asString());
    }

    /// Of another item; nobody pays it.
    ///
    /// @return its number
    private static String orderOfSomebodyElse(ShopClient shop) throws Exception {
        var consignor =
                shop.post(
                                "/api/consignors",
                                Map.of("name", "Somebody else", "commissionBps", 100),
                                "readme-consignor")
                        .path("consignorId")
                        .asString();
        var item =
                shop.post(
                                "/api/items",
                                Map.of(
                                        "consignorId",
                                        consignor,
                                        "title",
                                        "Something else",
                                        "kind",
                                        "ASSET_CREDIT",
                                        "price",
                                        Map.of("currency", "CNY", "minor", 99),
                                        "assetUnits",
                                        1),
                                "readme-item")
                        .path("itemId")
                        .asString();
        shop.post("/api/items/" + item + "/stock", Map.of("units", 5), "readme-stock");
        var order = Map.of("buyerId", "bob", "itemId", item, "quantity", 1, "gateway", "sandbox");
        return shop.place("/api/orders", order, "readme-order").path("orderNo").asString();
    }

    private static void paymentOfSomebodyElse(ShopClient shop, JsonNode run, String paymentNo)
            throws Exception {
        var processor = run.path("urls").path("processor").asString();
        shop.control(
                "/control/events",
                Map.of(
                        "type",
                        "payment.paid",
                        "notifyUrl",
                        processor + "/gateways/sandbox/callbacks",
                        "data",
                        Map.of(
                                "paymentNo",
                                paymentNo,
                                "transactionId",
                                "t-" + paymentNo,
                                "amount",
                                Map.of("currency", "CNY", "minor", 700),
                                "occurredAt",
                                "2026-11-20T10:00:00Z")));
    }

    private static void deadLetter(JsonNode run) throws Exception {
        var broker = run.path("broker");
        try (var factory = new ActiveMQConnectionFactory(broker.path("url").asString());
                var context =
                        factory.createContext(
                                broker.path("user").asString(),
                                broker.path("password").asString())) {
            context.createProducer()
                    .send(context.createQueue("consign.payment.callback"), "no JSON at all");
        }
    }

    /// The payments that unknown money is said to be of.
    private static List<String> cases(ShopClient finance, String status) throws Exception {
        return all(finance.get("/api/cases?kind=UNKNOWN_ORDER&status=" + status), "paymentNo");
    }

    private static List<String> letters(JsonNode run, String status) throws Exception {
        return all(client(run, "support").get("/api/dead-letters?status=" + status), "letterId");
    }

    private static List<String> all(JsonNode list, String field) {
        var items = list.isArray() ? list : list.path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path(field).asString())
                .toList();
    }

    private static List<String> blocks() throws IOException {
        var blocks = new ArrayList<String>();
        for (var page : PAGES) {
            var text = Files.readString(HOME.resolve(page), StandardCharsets.UTF_8);
            BLOCK.matcher(text).results().map(match -> match.group(1)).forEach(blocks::add);
        }
        return blocks;
    }
}
