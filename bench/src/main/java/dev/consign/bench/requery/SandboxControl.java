package dev.consign.bench.requery;

import dev.consign.bench.load.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// The control interface of the sandbox gateway.
final class SandboxControl implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /// A request may have 64 KiB.
    private static final int PAYMENTS_AT_ONCE = 500;

    private final URI gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    SandboxControl(URI gateway) {
        this.gateway = gateway;
    }

    /// What the sandbox counted.
    ///
    /// @param asked questions in all
    /// @param payments that were asked about
    /// @param most questions about one of them
    /// @param busiestSecond most questions within any one second
    /// @param spanMillis from the first question to the last
    record Questions(int asked, int payments, int most, int busiestSecond, long spanMillis) {
        /// @return questions a second between the first and the last
        double rate() {
            return (asked - 1) * 1_000.0 / Math.max(1, spanMillis);
        }
    }

    /// The sandbox knows these payments from now on; every other one has been paid, and nobody was
    /// told.
    void know(List<Waiting> payments) throws IOException, InterruptedException {
        for (var from = 0; from < payments.size(); from += PAYMENTS_AT_ONCE) {
            var to = Math.min(from + PAYMENTS_AT_ONCE, payments.size());
            var list =
                    IntStream.range(from, to)
                            .mapToObj(i -> planned(payments.get(i), i % 2 == 0))
                            .collect(Collectors.joining(","));
            send(
                    "POST",
                    "/control/payments",
                    "{\"notifyUrl\":\"http://127.0.0.1:1/\",\"payments\":[" + list + "]}");
        }
    }

    private static String planned(Waiting payment, boolean paid) {
        return "{\"paymentNo\":\"%s\",\"amount\":{\"currency\":\"%s\",\"minor\":%d},\"paid\":%s}"
                .formatted(
                        payment.paymentNo(),
                        payment.amount().currency().getCurrencyCode(),
                        payment.amount().minor(),
                        paid);
    }

    /// Every answer takes so long from now on.
    void latency(Duration latency) throws IOException, InterruptedException {
        send("POST", "/control/faults", "{\"latencyMs\":" + latency.toMillis() + "}");
    }

    Questions questions() throws IOException, InterruptedException {
        return JSON.readValue(send("GET", "/control/questions", ""), Questions.class);
    }

    void forgetQuestions() throws IOException, InterruptedException {
        send("DELETE", "/control/questions", "");
    }

    private String send(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(gateway.resolve(path))
                        .timeout(ANSWER)
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    "the sandbox answers %d: %s".formatted(response.statusCode(), response.body()));
        }
        return response.body();
    }

    @Override
    public void close() {
        client.close();
    }
}
