package dev.consign.incidents;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// HTTP with JSON, for those outside the product: the shop and the gateway.
final class Web {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Web() {}

    static HttpResponse<String> post(String url, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        return send("POST", url, headers, body);
    }

    static HttpResponse<String> put(String url, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        return send("PUT", url, headers, body);
    }

    private static HttpResponse<String> send(
            String method, String url, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json");
        headers.forEach(request::header);
        return CLIENT.send(
                request.method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    static String get(String url, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER);
        headers.forEach(request::header);
        var response = CLIENT.send(request.GET().build(), BodyHandlers.ofString());
        return accepted(response);
    }

    static int statusOf(String url, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER);
        headers.forEach(request::header);
        return CLIENT.send(request.GET().build(), BodyHandlers.discarding()).statusCode();
    }

    /// The body of an answer that is a success.
    static String accepted(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(response + ": " + response.body());
        }
        return response.body();
    }

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    static JsonNode read(String text) {
        return JSON.readTree(text);
    }
}
