package dev.consign.testbed.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A sandbox that can be stopped and started again, and the shop it tells of what happens.
final class Gateway implements AutoCloseable {
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private static final String KEY = "sandbox-key";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path directory;
    private final Shop shop;
    private Sandbox sandbox;

    Gateway(Path directory) throws IOException {
        this.directory = directory;
        this.shop = new Shop(0, () -> 200);
        this.sandbox = Sandbox.start(0, directory, KEY, SECRET, InstantSource.system());
    }

    void restart() throws IOException {
        sandbox.close();
        sandbox = Sandbox.start(0, directory, KEY, SECRET, InstantSource.system());
    }

    int port() {
        return sandbox.port();
    }

    /// A payment of 9.00 that waits for its buyer.
    void create(String paymentNo) throws IOException, InterruptedException {
        var body =
                """
                {"paymentNo":"%s","amount":{"currency":"CNY","minor":900},
                 "notifyUrl":"%s","subject":"one package"}
                """
                        .formatted(paymentNo, shop.url());
        assertThat(post("/payments", body).statusCode()).isEqualTo(201);
    }

    /// @param path behind `/control/payments/`
    JsonNode happens(String path, String body) throws IOException, InterruptedException {
        var answer = post("/control/payments/" + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    JsonNode payment(String paymentNo) throws IOException, InterruptedException {
        return JSON.readTree(get("/payments/" + paymentNo));
    }

    /// The lines of today's file between header and trailer.
    List<String> statement() throws IOException, InterruptedException {
        var today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
        var lines = get("/statements/" + today + ".csv").lines().toList();
        return lines.subList(1, lines.size() - 1);
    }

    /// What the shop heard, in the order it came.
    List<JsonNode> told() {
        return shop.callbacks().stream().map(callback -> JSON.readTree(callback.body())).toList();
    }

    List<String> toldTypes() {
        return told().stream().map(event -> event.path("type").asString()).toList();
    }

    Shop shop() {
        return shop;
    }

    String get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), BodyHandlers.ofString()).body();
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return CLIENT.send(
                request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Authorization", "Bearer " + KEY);
    }

    @Override
    public void close() throws IOException {
        sandbox.close();
        shop.close();
    }
}
