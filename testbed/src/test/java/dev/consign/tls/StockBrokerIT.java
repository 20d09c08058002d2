package dev.consign.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.BrokerChecks;
import dev.consign.broker.BrokerConnections;
import dev.consign.testbed.demo.ShopClient;
import dev.consign.testbed.launcher.LaunchOptions;
import dev.consign.testbed.launcher.LaunchPorts;
import dev.consign.testbed.launcher.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The README's way to a broker of one's own, on the distribution that anybody can have: the steps
/// that stood there before locked everybody out (issue 12, number 12).
class StockBrokerIT {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir Path directory;

    @Test
    void orders_are_paid_over_a_stock_broker_whoever_learns_of_the_money() throws Exception {
        try (var broker = StockBroker.start(directory, List.of());
                var consign = Launcher.start(over(broker))) {
            var shop =
                    new ShopClient(
                            Objects.requireNonNull(consign.urls().get("processor")),
                            Objects.requireNonNull(consign.urls().get("sandbox")),
                            consign.apiKey("shop"));
            var item = item(shop);

            var told = order(shop, item, "told");
            shop.control(pay(told), Map.of());
            completed(shop, told);
            // No callback: what the reconciler has asked comes in its name over its own queue.
            var asked = order(shop, item, "asked");
            shop.control(pay(asked), Map.of("lose", true));
            completed(shop, asked);
        }
    }

    @Test
    void only_its_owner_may_read_the_passwords_and_no_two_are_alike() throws Exception {
        var answer =
                StockBroker.script(
                        directory, List.of(StockBroker.distribution().toString(), "made"));
        assertThat(answer.code()).as(answer.text()).isZero();
        var users = directory.resolve("made/etc/artemis-users.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(users)))
                .isEqualTo("rw-------");
        var lines = Files.readAllLines(users);
        assertThat(lines)
                .hasSize(2)
                .allMatch(line -> line.matches("(processor|reconciler) = [A-Za-z0-9]{32}"))
                .extracting(line -> line.replaceAll(".* = ", ""))
                .doesNotHaveDuplicates()
                .allSatisfy(password -> assertThat(answer.text()).doesNotContain(password));
        // Once more would lock out whoever has the passwords already.
        assertThat(
                        StockBroker.script(
                                        directory,
                                        List.of(StockBroker.distribution().toString(), "made"))
                                .text())
                .contains("made is there already");
        assertThat(Files.readAllLines(users)).isEqualTo(lines);
    }

    @Test
    void with_tls_who_has_a_certificate_is_let_in_and_in_the_clear_nobody() throws Exception {
        var ours = new Certificates(directory.resolve("ours"), "authority");
        var processor = ours.signed("processor", "CN=processor, O=consign", "eku=clientAuth");
        var server = ours.signed("broker", "CN=broker", "san=ip:127.0.0.1");
        var tls = directory.resolve("tls.properties");
        Files.writeString(tls, BrokerClients.filledIn(server, ours));
        try (var broker =
                StockBroker.start(
                        directory,
                        List.of("--tls", tls.toString()),
                        "--properties",
                        directory.resolve("broker/etc/broker-tls.properties").toString())) {
            try (var known =
                    BrokerClients.withTls(
                            broker.url(), "processor", BrokerClients.key(processor), ours)) {
                assertThat(new BrokerChecks(known).verify()).isEmpty();
            }
            try (var clear =
                    new BrokerConnections(BrokerClients.settings(broker.url(), "processor"))) {
                assertThat(clear.missing()).isPresent();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    | 2 | Usage:
                    ART | 2 | Usage:
                    /nowhere made | 2 | /nowhere is no Artemis distribution
                    ART made --port 70000 | 2 | 70000 is no port.
                    ART made --port 61x | 2 | 61x is no port.
                    ART made --port | 2 | --port needs a value
                    ART made --host a;b | 2 | a;b is no address.
                    ART made more | 2 | more is one argument too many
                    ART made --fresh | 2 | --fresh is no option
                    ART made --host 0.0.0.0 | 1 | Off this machine the broker speaks TLS only
                    ART made --tls nothing | 1 | nothing is not there.
                    ART made --tls EXAMPLE | 1 | lacks values
                    --help | 0 | Usage:
                    """)
    void what_cannot_be_is_refused_in_a_sentence_and_nothing_is_made(
            String arguments, int code, String said) throws Exception {
        var given =
                Objects.requireNonNullElse(arguments, "")
                        .replace("ART", StockBroker.distribution().toString())
                        .replace("EXAMPLE", example().toString());
        var answer =
                StockBroker.script(
                        directory, given.isBlank() ? List.of() : List.of(given.split(" ")));
        assertThat(answer.text()).contains(said);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(directory.resolve("made")).doesNotExist();
    }

    private Path example() throws Exception {
        try (var in =
                BrokerConnections.class
                        .getClassLoader()
                        .getResourceAsStream("broker/broker-tls.properties.example")) {
            var file = directory.resolve("example.properties");
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
            return file;
        }
    }

    private LaunchOptions over(StockBroker broker) throws Exception {
        return LaunchOptions.of(Map.of())
                .withData(directory.resolve("data"))
                .withPorts(LaunchPorts.free())
                .reportingTo(_ -> {})
                .with("CONSIGN_BROKER_URL", broker.url())
                .with("CONSIGN_BROKER_USER", "processor")
                .with("CONSIGN_BROKER_PASSWORD", broker.password("processor"))
                .with("CONSIGN_BROKER_RECONCILER_USER", "reconciler")
                .with("CONSIGN_BROKER_RECONCILER_PASSWORD", broker.password("reconciler"))
                .with("CONSIGN_REQUERY_FIRSTDELAY", "1s")
                .with("CONSIGN_REQUERY_CAP", "2s");
    }

    private static String item(ShopClient shop) throws InterruptedException {
        var consignor =
                shop.post("/api/consignors", Map.of("name", "Mine", "commissionBps", 500), "c");
        var item =
                shop.post(
                                "/api/items",
                                Map.of(
                                        "consignorId",
                                        consignor.path("consignorId").asString(),
                                        "title",
                                        "100 coins",
                                        "kind",
                                        "ASSET_CREDIT",
                                        "assetUnits",
                                        100,
                                        "price",
                                        Map.of("currency", "CNY", "minor", 27_000)),
                                "i")
                        .path("itemId")
                        .asString();
        shop.post("/api/items/" + item + "/stock", Map.of("units", 10), "s");
        return item;
    }

    private static JsonNode order(ShopClient shop, String item, String key)
            throws InterruptedException {
        return shop.place(
                "/api/orders",
                Map.of("buyerId", key, "itemId", item, "quantity", 1, "gateway", "sandbox"),
                key);
    }

    private static String pay(JsonNode order) {
        return "/control/payments/%s/pay"
                .formatted(order.path("payment").path("paymentNo").asString());
    }

    private static void completed(ShopClient shop, JsonNode order) {
        await().atMost(LONG)
                .until(() ->
                        shop.get("/api/orders/" + order.path("orderNo").asString())
                                .path("status")
                                .asString()
                                .equals("COMPLETED"));
    }
}
