package dev.consign.testbed.attack;

import dev.consign.testbed.demo.ShopClient;
import dev.consign.testbed.launcher.Launcher;
import dev.consign.testbed.sandbox.callback.Signature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The system under attack, and what an attacker may have of it: its addresses, keys of every role,
/// and the secrets of its neighbours where the attack is that one of those has turned.
final class Target {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final String CALLBACKS = "/gateways/sandbox/callbacks";
    static final List<String> ROLES = List.of("shop", "support", "finance", "ops");

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private final Launcher launcher;
    private final URI processor;
    private final List<Operation> operations;

    Target(Launcher launcher) throws InterruptedException {
        this.launcher = launcher;
        this.processor = Objects.requireNonNull(launcher.urls().get("processor"));
        this.operations = Operation.all(send("GET", "/v3/api-docs", null, "").body());
        if (operations.isEmpty()) {
            throw new IllegalStateException("the processor describes no route");
        }
    }

    Launcher launcher() {
        return launcher;
    }

    List<Operation> operations() {
        return operations;
    }

    RawHttp raw() {
        return new RawHttp(processor.getPort());
    }

    /// The shop's front end, which means well.
    ShopClient shop() {
        return client("shop");
    }

    ShopClient client(String role) {
        return new ShopClient(
                processor,
                Objects.requireNonNull(launcher.urls().get("sandbox")),
                launcher.apiKey(role));
    }

    Signature signature() {
        return new Signature(launcher.sandboxWebhookSecret());
    }

    /// As a role.
    Answer as(String role, String method, String path, String body, String... headers)
            throws InterruptedException {
        return send(method, path, launcher.apiKey(role), body, headers);
    }

    /// @param key an API key, null for none
    Answer send(String method, String path, @Nullable String key, String body, String... headers)
            throws InterruptedException {
        return send(method, path, key, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /// The same with a body that need not be text.
    Answer send(String method, String path, @Nullable String key, byte[] body, String... headers)
            throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(processor + path)).timeout(ANSWER);
        request.method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (body.length > 0 && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (!method.equals("GET")) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException _) {
            return Answer.NONE;
        }
    }

    /// Posts a callback with headers of the attacker's choice.
    Answer callback(String id, String timestamp, String signature, String body)
            throws InterruptedException {
        return send(
                "POST",
                CALLBACKS,
                null,
                body,
                "webhook-id",
                id,
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                signature);
    }

    /// Posts a callback that a gateway might post just now.
    Answer genuine(String body) throws InterruptedException {
        var id = "msg_" + UUID.randomUUID();
        var now = Instant.now().getEpochSecond();
        return callback(id, Long.toString(now), signature().sign(id, now, body), body);
    }

    /// What a gateway says of a payment.
    static String event(String type, String paymentNo, String transactionId) {
        return """
        {"type":"%s","timestamp":"%4$s","data":{"paymentNo":"%2$s","transactionId":"%3$s",\
        "amount":{"currency":"CNY","minor":27000},"occurredAt":"%4$s"}}\
        """
                .formatted(type, paymentNo, transactionId, Instant.now());
    }

    /// One number out of the database.
    long count(String query) throws SQLException {
        try (var connection = launcher.database().connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// In bytes, those put aside included.
    long logSize() throws IOException {
        var log = launcher.log("processor");
        var size = 0L;
        try (var files = Files.list(log.resolveSibling(""))) {
            for (var file : files.toList()) {
                if (file.getFileName().toString().startsWith("processor.log")) {
                    size += Files.size(file);
                }
            }
        }
        return size;
    }
}
