package dev.consign.chaos;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.consign.testbed.launcher.LaunchOptions;
import dev.consign.testbed.launcher.LaunchPorts;
import dev.consign.testbed.launcher.Launcher;
import dev.consign.testkit.audit.Invariants;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole of Consign as processes of its own, spoken to from outside only: HTTP, SQL, signals.
final class Stack implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);

    private final Launcher launcher;
    private final Webhook webhook;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(3))
                    .build();

    private Stack(Launcher launcher) throws EmptyWebhookSecretException {
        this.launcher = launcher;
        this.webhook = new Webhook(launcher.sandboxWebhookSecret());
    }

    /// @param settings variables of the environment for every process
    static Stack start(Path data, Map<String, String> settings) throws Exception {
        var options =
                LaunchOptions.of(System.getenv())
                        .withData(data)
                        .withPorts(LaunchPorts.free())
                        .startingFresh();
        for (var setting : settings.entrySet()) {
            options = options.with(setting.getKey(), setting.getValue());
        }
        return new Stack(Launcher.start(options));
    }

    Launcher launcher() {
        return launcher;
    }

    /// Stops a process in the middle of whatever it does, without ending it.
    void freeze(String child) throws IOException, InterruptedException {
        signal("-STOP", child);
    }

    void thaw(String child) throws IOException, InterruptedException {
        signal("-CONT", child);
    }

    private void signal(String signal, String child) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", signal, Long.toString(launcher.pid(child))).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IllegalStateException("kill " + signal + " did not reach the " + child);
        }
    }

    HttpResponse<String> post(String role, String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(at("processor", path))
                        .timeout(LONGEST_ANSWER)
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + launcher.apiKey(role));
        headers.forEach(request::header);
        return http.send(
                request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String role, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(at("processor", path))
                        .timeout(LONGEST_ANSWER)
                        .header("Authorization", "Bearer " + launcher.apiKey(role))
                        .build(),
                BodyHandlers.ofString());
    }

    /// What a test may ask of the sandbox gateway.
    HttpResponse<String> sandbox(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(at("sandbox", path))
                        .timeout(LONGEST_ANSWER)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /// Posts what the sandbox gateway would post, signed by the reference library.
    HttpResponse<String> callback(String webhookId, String body)
            throws IOException, InterruptedException {
        var at = Instant.now().getEpochSecond();
        try {
            return http.send(
                    HttpRequest.newBuilder(at("processor", "/gateways/sandbox/callbacks"))
                            .timeout(LONGEST_ANSWER)
                            .header("Content-Type", "application/json")
                            .header("webhook-id", webhookId)
                            .header("webhook-timestamp", Long.toString(at))
                            .header("webhook-signature", webhook.sign(webhookId, at, body))
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI at(String application, String path) {
        var url = launcher.urls().get(application);
        if (url == null) {
            throw new IllegalArgumentException(application);
        }
        return url.resolve(path);
    }

    long count(String query) {
        return Long.parseLong(texts(query).getFirst());
    }

    /// The first column of the result.
    List<String> texts(String query) {
        try (var connection = launcher.database().connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    int update(String statement) throws SQLException {
        try (var connection = launcher.database().connect();
                var update = connection.createStatement()) {
            return update.executeUpdate(statement);
        }
    }

    /// All that is wrong in the database by the invariants.
    List<String> violations() throws SQLException {
        try (var connection = launcher.database().connect()) {
            return Invariants.violations(connection);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
        launcher.close();
    }
}
