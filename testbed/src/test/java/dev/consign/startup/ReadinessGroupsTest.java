package dev.consign.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.consign.testkit.broker.BrokerOptions;
import dev.consign.testkit.broker.BrokerProcess;
import dev.consign.testkit.database.MariaDbOptions;
import dev.consign.testkit.database.MariaDbServer;
import dev.consign.testkit.process.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a load balancer that follows the readiness groups would cut off: never what still works
/// (issue 12, number 11).
class ReadinessGroupsTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PORT = Ports.free();

    @TempDir Path directory;

    @Test
    void callbacks_need_the_broker_alone_and_the_api_needs_the_database_alone() throws Exception {
        try (var database = database();
                var broker = broker()) {
            database.start();
            broker.start();
            var settings = GoodSettings.of("processor", database.database(), broker.url(), PORT);
            var log = directory.resolve("processor.log");
            try (var processor = Program.start("processor", settings, log, PORT)) {
                await().atMost(LONG).until(processor::isReady);
                await().atMost(LONG).until(() -> groups("UP", "UP"));

                database.child().kill9();
                await().atMost(LONG).until(() -> groups("UP", "DOWN"));
                assertThat(processor.isReady()).isFalse();
                assertThat(callback()).isEqualTo(200);

                broker.child().kill9();
                await().atMost(LONG).until(() -> groups("DOWN", "DOWN"));

                database.start();
                await().atMost(LONG).until(() -> groups("DOWN", "UP"));
                assertThat(callback()).isEqualTo(503);
                assertThat(get("/api/items/I0000000000000009", GoodSettings.SHOP_KEY))
                        .contains("not_found");

                broker.start();
                await().atMost(LONG).until(() -> groups("UP", "UP"));
                await().atMost(LONG).until(processor::isReady);
            }
        }
    }

    private static boolean groups(String callbacks, String api) throws Exception {
        return is("callbacks", callbacks) && is("api", api);
    }

    private static boolean is(String group, String status) throws Exception {
        return get("/actuator/health/" + group, "").contains("\"status\":\"" + status + "\"");
    }

    private static String get(String path, String key) throws Exception {
        var request = request(path);
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString()).body();
    }

    /// @return how a callback about a payment nobody knows is answered
    private static int callback() throws Exception {
        var now = Instant.now();
        var body =
                """
                {"type":"payment.paid","timestamp":"%1$s","data":{"paymentNo":"P-unheard-of","transactionId":"t-1",\
                "amount":{"currency":"CNY","minor":500},"occurredAt":"%1$s"}}\
                """
                        .formatted(now);
        var signed =
                new Webhook(GoodSettings.WEBHOOK_SECRET).sign("evt_1", now.getEpochSecond(), body);
        var request =
                request("/gateways/sandbox/callbacks")
                        .header("webhook-id", "evt_1")
                        .header("webhook-timestamp", String.valueOf(now.getEpochSecond()))
                        .header("webhook-signature", signed)
                        .POST(BodyPublishers.ofString(body));
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path));
    }

    private MariaDbServer database() throws Exception {
        return MariaDbServer.prepare(
                new MariaDbOptions(
                        directory,
                        directory.resolve("database.log"),
                        Ports.free(),
                        "consign",
                        new MariaDbOptions.Login(
                                "consign", GoodSettings.DATABASE_PASSWORD, "word-of-root"),
                        "64M"));
    }

    private BrokerProcess broker() {
        return BrokerProcess.prepare(
                new BrokerOptions(
                        directory.resolve("broker"),
                        directory.resolve("broker.log"),
                        Ports.free(),
                        Map.of(
                                "processor",
                                GoodSettings.BROKER_PASSWORD,
                                "reconciler",
                                GoodSettings.BROKER_PASSWORD)));
    }
}
