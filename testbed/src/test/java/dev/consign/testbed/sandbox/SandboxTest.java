package dev.consign.testbed.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildSpec;
import dev.consign.testkit.process.JavaCommand;
import dev.consign.testkit.process.Ports;
import dev.consign.testkit.process.Readiness;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SandboxTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private static final String KEY = "sandbox-key";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir Path directory;

    @Test
    void copies_of_a_callback_are_one_event_and_the_library_accepts_their_signature()
            throws Exception {
        try (var shop = new Shop(0, () -> 204);
                var sandbox = start()) {
            create(sandbox.port(), "P1", shop);
            post(sandbox.port(), "/control/payments/P1/pay", "{\"callbacks\":3}");
            await().atMost(Duration.ofSeconds(5)).until(() -> shop.callbacks().size() == 3);

            assertThat(shop.callbacks())
                    .extracting(Shop.Callback::id)
                    .containsOnly(shop.callbacks().getFirst().id());
            for (var callback : shop.callbacks()) {
                new Webhook(SECRET)
                        .verify(
                                callback.body(),
                                HttpHeaders.of(callback.headers(), (_, _) -> true));
            }
            var event = JSON.readTree(shop.callbacks().getFirst().body());
            assertThat(event.path("type").asString()).isEqualTo("payment.paid");
            assertThat(event.path("data").path("amount").path("minor").asLong()).isEqualTo(27_000);
            assertThat(event.path("data").path("transactionId").asString())
                    .startsWith("sbx_")
                    .hasSizeLessThanOrEqualTo(40);
        }
    }

    @Test
    void a_callback_is_repeated_until_the_shop_accepts_it() throws Exception {
        var answers = new AtomicInteger();
        try (var shop = new Shop(0, () -> answers.incrementAndGet() < 3 ? 503 : 200);
                var sandbox = start()) {
            create(sandbox.port(), "P1", shop);
            post(sandbox.port(), "/control/payments/P1/pay", "");
            await().atMost(Duration.ofSeconds(5)).until(() -> shop.callbacks().size() == 3);

            await().atMost(Duration.ofSeconds(2))
                    .until(() -> stats(sandbox.port()).path("pending").asInt() == 0);
            assertThat(stats(sandbox.port()).path("accepted").asInt()).isEqualTo(1);
            assertThat(stats(sandbox.port()).path("refused").asInt()).isEqualTo(2);
        }
    }

    @Test
    void what_was_not_delivered_is_delivered_after_a_kill() throws Exception {
        int shopPort = Ports.free();
        int port = Ports.free();
        var url = URI.create("http://127.0.0.1:" + port + "/control/stats");
        var child =
                new Child(
                        new ChildSpec(
                                "sandbox",
                                JavaCommand.main(64, List.of(), SandboxMain.class),
                                Map.of(
                                        "CONSIGN_SANDBOX_PORT",
                                        Integer.toString(port),
                                        "CONSIGN_SANDBOX_DATA",
                                        directory.toString(),
                                        "CONSIGN_SANDBOX_API_KEY",
                                        KEY,
                                        "CONSIGN_SANDBOX_WEBHOOK_SECRET",
                                        SECRET),
                                directory.resolve("sandbox.log"),
                                Readiness.http(url)));
        child.start();
        child.awaitReady(Duration.ofSeconds(20));
        try {
            var notifyUrl = URI.create("http://127.0.0.1:" + shopPort + "/callbacks");
            createFor(port, "P1", notifyUrl);
            post(port, "/control/payments/P1/pay", "{\"callbacks\":2}");
            child.kill9();
            child.start();
            child.awaitReady(Duration.ofSeconds(20));
            try (var shop = new Shop(shopPort, () -> 200)) {
                await().atMost(Duration.ofSeconds(10)).until(() -> shop.callbacks().size() == 2);
            }
            assertThat(get(port, "/payments/P1").body()).contains("\"status\":\"PAID\"");
        } finally {
            child.stop(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_lost_callback_is_never_posted_but_asking_tells() throws Exception {
        try (var shop = new Shop(0, () -> 200);
                var sandbox = start()) {
            create(sandbox.port(), "P1", shop);
            post(sandbox.port(), "/control/payments/P1/pay", "{\"lose\":true}");
            assertThat(get(sandbox.port(), "/payments/P1").body()).contains("PAID");
            assertThat(stats(sandbox.port()).path("pending").asInt()).isZero();
            assertThat(shop.callbacks()).isEmpty();
        }
    }

    @Test
    void many_payments_are_made_at_once_and_every_question_is_counted() throws Exception {
        try (var sandbox = start()) {
            int port = sandbox.port();
            post(
                    port,
                    "/control/payments",
                    """
                    {"notifyUrl":"http://127.0.0.1:1/","payments":[
                      {"paymentNo":"P1","amount":{"currency":"CNY","minor":1},"paid":true},
                      {"paymentNo":"P2","amount":{"currency":"CNY","minor":2},"paid":false}]}
                    """);
            assertThat(get(port, "/payments/P1").body()).contains("\"PAID\"");
            assertThat(get(port, "/payments/P2").body()).contains("\"PENDING\"");
            post(port, "/control/faults", "{\"errorRate\":1}");
            assertThat(get(port, "/payments/P2").statusCode()).isGreaterThanOrEqualTo(500);

            var counted = JSON.readTree(get(port, "/control/questions").body());
            assertThat(counted.path("asked").asInt()).isEqualTo(3);
            assertThat(counted.path("payments").asInt()).isEqualTo(2);
            assertThat(counted.path("most").asInt()).isEqualTo(2);
            CLIENT.send(
                    request(port, "/control/questions").DELETE().build(),
                    BodyHandlers.discarding());
            assertThat(get(port, "/control/questions").body()).contains("\"asked\":0");
        }
    }

    @Test
    void a_buyer_can_pay_before_the_shop_has_its_answer() throws Exception {
        try (var shop = new Shop(0, () -> 200);
                var sandbox = start()) {
            post(sandbox.port(), "/control/faults", "{\"payOnCreate\":true}");
            create(sandbox.port(), "P1", shop);
            assertThat(shop.callbacks()).hasSize(1);
        }
    }

    /// Late money is money all the same; a buyer at the payment page finds no button any more.
    @Test
    void what_is_closed_is_paid_only_by_who_does_not_mind() throws Exception {
        try (var shop = new Shop(0, () -> 200);
                var sandbox = start()) {
            int port = sandbox.port();
            create(port, "P1", shop);
            post(port, "/payments/P1/close", "");

            var refused = post(port, "/control/payments/P1/pay", "{\"unlessEnded\":true}");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("already_closed");
            assertThat(get(port, "/payments/P1").body()).contains("\"status\":\"CLOSED\"");

            assertThat(post(port, "/control/payments/P1/pay", "").statusCode()).isEqualTo(200);
            assertThat(
                            post(port, "/control/payments/P1/pay", "{\"unlessEnded\":true}")
                                    .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void the_same_request_twice_has_one_effect_and_a_wrong_one_is_refused() throws Exception {
        try (var shop = new Shop(0, () -> 200);
                var sandbox = start()) {
            int port = sandbox.port();
            assertThat(create(port, "P1", shop).body()).isEqualTo(create(port, "P1", shop).body());
            var other =
                    "{\"paymentNo\":\"P1\",\"amount\":{\"currency\":\"CNY\",\"minor\":1},"
                            + "\"notifyUrl\":\""
                            + shop.url()
                            + "\"}";
            assertThat(post(port, "/payments", other).statusCode()).isEqualTo(409);
            assertThat(post(port, "/payments", "{").statusCode()).isEqualTo(400);
            assertThat(post(port, "/payments", "x".repeat(70_000)).statusCode()).isEqualTo(413);
            assertThat(get(port, "/payments/nobody").statusCode()).isEqualTo(404);

            post(port, "/control/payments/P1/pay", "");
            assertThat(post(port, "/payments/P1/close", "").statusCode()).isEqualTo(409);
            var refund = "{\"refundNo\":\"R1\",\"amount\":{\"currency\":\"CNY\",\"minor\":20000}}";
            assertThat(post(port, "/payments/P1/refunds", refund).body())
                    .isEqualTo(post(port, "/payments/P1/refunds", refund).body());
            var more = refund.replace("R1", "R2");
            assertThat(post(port, "/payments/P1/refunds", more).statusCode()).isEqualTo(422);

            var today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
            var lines = get(port, "/statements/" + today + ".csv").body().lines().toList();
            assertThat(lines).hasSize(4).first().isEqualTo(Statement.HEADER);
            assertThat(lines.getLast()).isEqualTo("TRAILER,2,,,,7000,162,");
        }
    }

    private Sandbox start() throws Exception {
        return Sandbox.start(0, directory, KEY, SECRET, InstantSource.system());
    }

    private static HttpResponse<String> create(int port, String paymentNo, Shop shop)
            throws Exception {
        return createFor(port, paymentNo, shop.url());
    }

    private static HttpResponse<String> createFor(int port, String paymentNo, URI notifyUrl)
            throws Exception {
        var body =
                """
                {"paymentNo":"%s","amount":{"currency":"CNY","minor":27000},
                 "notifyUrl":"%s","subject":"one package"}
                """
                        .formatted(paymentNo, notifyUrl);
        var response = post(port, "/payments", body);
        assertThat(response.statusCode()).isEqualTo(201);
        return response;
    }

    private static JsonNode stats(int port) throws Exception {
        return JSON.readTree(get(port, "/control/stats").body()).path("callbacks");
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return CLIENT.send(request(port, path).GET().build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(int port, String path, String body) throws Exception {
        return CLIENT.send(
                request(port, path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + KEY);
    }
}
