package dev.consign.testbed.demo;

import dev.consign.payment.PaymentStatus;
import dev.consign.platform.http.RetryAfter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A shop's front end as it should be written: it repeats what got no answer, under the same
/// `Idempotency-Key`, until there is one.
public final class ShopClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /// An answer that says no.
    static final class Refusal extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        private final String code;

        private Refusal(HttpRequest request, HttpResponse<String> answer) {
            super(
                    "%s %s: %d %s"
                            .formatted(
                                    request.method(),
                                    request.uri().getPath(),
                                    answer.statusCode(),
                                    answer.body()));
            this.code = code(answer.body());
        }

        private static String code(String body) {
            try {
                return JSON.readTree(body).path("code").asString("");
            } catch (JacksonException _) {
                return "";
            }
        }

        /// Ours or the gateway's word for why; empty when there is none.
        String code() {
            return code;
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(3))
                    .build();
    private final URI processor;
    private final URI sandbox;
    private final String key;

    /// @param key the shop's API key
    public ShopClient(URI processor, URI sandbox, String key) {
        this.processor = processor;
        this.sandbox = sandbox;
        this.key = key;
    }

    /// Posts to the processor's API and repeats while the answer is missing or says "later".
    public JsonNode post(String path, Map<String, ?> body, String idempotencyKey)
            throws InterruptedException {
        var request =
                HttpRequest.newBuilder(processor.resolve(path))
                        .timeout(ANSWER)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", '"' + idempotencyKey + '"')
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build();
        return persist(request);
    }

    /// Orders, or pays once more, and repeats until the answer says where to pay: one that does
    /// not, although the money may still come, is the answer of a processor that has not heard its
    /// gateway's.
    ///
    /// @return where to pay, or that it is paid or over
    public JsonNode place(String path, Map<String, ?> body, String idempotencyKey)
            throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        var answer = post(path, body, idempotencyKey);
        while (lacksUrl(answer.path("payment"))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "POST %s: nobody says where to pay".formatted(path));
            }
            pause(PAUSE);
            answer = post(path, body, idempotencyKey);
        }
        return answer;
    }

    private static boolean lacksUrl(JsonNode payment) {
        return !payment.hasNonNull("payUrl")
                && PaymentStatus.valueOf(payment.path("status").asString()).open();
    }

    /// Reads from the processor's API.
    public JsonNode get(String path) throws InterruptedException {
        return persist(
                HttpRequest.newBuilder(processor.resolve(path))
                        .timeout(ANSWER)
                        .header("Authorization", "Bearer " + key)
                        .build());
    }

    /// Tells the sandbox gateway what to do.
    public JsonNode control(String path, Map<String, ?> body) throws InterruptedException {
        return persist(
                HttpRequest.newBuilder(sandbox.resolve(path))
                        .timeout(ANSWER)
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build());
    }

    /// Tells the sandbox gateway what to do with a payment that can still be paid.
    ///
    /// @return false when it had failed or was closed before
    boolean controlUnlessEnded(String path, Map<String, ?> body) throws InterruptedException {
        try {
            control(path, body);
            return true;
        } catch (Refusal e) {
            if (e.code().equals("already_closed") || e.code().equals("already_failed")) {
                return false;
            }
            throw e;
        }
    }

    /// Waits until an order stands so.
    void awaitStatus(String orderNo, String status) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!get("/api/orders/" + orderNo).path("status").asString().equals(status)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("%s is not %s".formatted(orderNo, status));
            }
            pause(PAUSE);
        }
    }

    /// What the sandbox gateway has counted.
    public JsonNode stats() throws InterruptedException {
        return persist(
                HttpRequest.newBuilder(sandbox.resolve("/control/stats")).timeout(ANSWER).build());
    }

    /// Posts a callback as a gateway would, once.
    ///
    /// @return the status, once there is an answer
    public int callback(String webhookId, long timestamp, String signature, String body)
            throws InterruptedException {
        var request =
                HttpRequest.newBuilder(processor.resolve("/gateways/sandbox/callbacks"))
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .header("webhook-id", webhookId)
                        .header("webhook-timestamp", Long.toString(timestamp))
                        .header("webhook-signature", signature)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return answer(request).statusCode();
    }

    private JsonNode persist(HttpRequest request) throws InterruptedException {
        var answer = answer(request);
        if (answer.statusCode() >= 400) {
            throw new Refusal(request, answer);
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> answer(HttpRequest request) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var pause = PAUSE;
            try {
                var response = http.send(request, BodyHandlers.ofString());
                if (!saysLater(response) || System.nanoTime() > end) {
                    return response;
                }
                pause = asked(response);
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("no answer from " + request.uri(), e);
                }
            }
            pause(pause);
        }
    }

    /// What the server asks for, within what the day can bear.
    private static Duration asked(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .flatMap(asked -> RetryAfter.of(asked, Instant.now(), LONGEST_PAUSE))
                .filter(asked -> asked.compareTo(PAUSE) > 0)
                .orElse(PAUSE);
    }

    private static void pause(Duration length) throws InterruptedException {
        LockSupport.parkNanos(length.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static boolean saysLater(HttpResponse<String> response) {
        return response.statusCode() == 503
                || (response.statusCode() == 409 && response.body().contains("in_flight"));
    }
}
