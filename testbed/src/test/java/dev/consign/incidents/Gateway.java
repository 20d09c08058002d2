package dev.consign.incidents;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.consign.incidents.Shop.Placed;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// The payment gateway, in two hands: the sandbox process, told what to do by its control
/// interface, and callbacks that the test signs itself where the sandbox would not say such a
/// thing.
final class Gateway {
    private static final Map<String, String> NO_HEADERS = Map.of();

    private final String callbacks;
    private final String sandbox;
    private final Webhook signer;

    Gateway(String processor, String sandbox, String secret) {
        this.callbacks = processor + "/gateways/sandbox/callbacks";
        this.sandbox = sandbox;
        try {
            this.signer = new Webhook(secret);
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The buyer pays, and the sandbox tells of it as `how` says.
    ///
    /// @return the transaction's id
    String pay(Placed order, Map<String, ?> how) throws IOException, InterruptedException {
        var answer = control("payments/" + order.paymentNo() + "/pay", how);
        return Web.read(answer).path("transactionId").asString();
    }

    /// The gateway refuses the payment, and says so.
    void fail(Placed order) throws IOException, InterruptedException {
        control("payments/" + order.paymentNo() + "/fail", Map.of());
    }

    /// Money goes back by the gateway's own dashboard, and that is told.
    ///
    /// @param first whether it is told before the success it takes back
    void refund(Placed order, long minor, boolean first) throws IOException, InterruptedException {
        control(
                "payments/" + order.paymentNo() + "/refunds",
                Map.of("amount", Map.of("currency", "CNY", "minor", minor), "outOfOrder", first));
    }

    /// The bank sends a refund back.
    void failRefund(Placed order, String refundNo) throws IOException, InterruptedException {
        control("payments/" + order.paymentNo() + "/refunds/" + refundNo + "/fail", Map.of());
    }

    /// The bank contests the payment, or says how that ended.
    ///
    /// @param end `/won` or `/lost`; empty when it begins
    void dispute(Placed order, String end) throws IOException, InterruptedException {
        control("payments/" + order.paymentNo() + "/dispute" + end, Map.of());
    }

    /// What is left out is switched off.
    void faults(Map<String, ?> faults) throws IOException, InterruptedException {
        control("faults", faults);
    }

    /// Whether a request to collect has reached it.
    boolean knows(String paymentNo, String apiKey) throws IOException, InterruptedException {
        return Web.statusOf(
                        sandbox + "/payments/" + paymentNo,
                        Map.of("Authorization", "Bearer " + apiKey))
                == 200;
    }

    /// The payment as the gateway has it.
    JsonNode payment(String paymentNo, String apiKey) throws IOException, InterruptedException {
        return Web.read(
                Web.get(
                        sandbox + "/payments/" + paymentNo,
                        Map.of("Authorization", "Bearer " + apiKey)));
    }

    JsonNode stats() throws IOException, InterruptedException {
        return Web.read(Web.get(sandbox + "/control/stats", NO_HEADERS));
    }

    /// How many payments the sandbox has, whatever became of them.
    int payments() throws IOException, InterruptedException {
        return stats().path("payments").valueStream().mapToInt(JsonNode::asInt).sum();
    }

    /// Nothing is left to be posted.
    boolean isSilent() throws IOException, InterruptedException {
        return stats().path("callbacks").path("pending").asInt() == 0;
    }

    private String control(String path, Map<String, ?> body)
            throws IOException, InterruptedException {
        var answer = Web.post(sandbox + "/control/" + path, NO_HEADERS, Web.write(body));
        Web.accepted(answer);
        return answer.body();
    }

    /// A genuine callback of the test's own making, kept so that it can be repeated.
    Callback callback(String type, Placed order, long minor, String transactionId) {
        var data = new HashMap<String, Object>();
        data.put("paymentNo", order.paymentNo());
        data.put("transactionId", transactionId);
        data.put("amount", Map.of("currency", "CNY", "minor", minor));
        data.put("occurredAt", "2026-11-20T10:00:00Z");
        var body =
                Web.write(Map.of("type", type, "timestamp", "2026-11-20T10:00:00Z", "data", data));
        return new Callback("msg_" + UUID.randomUUID(), body);
    }

    /// @param id of the webhook, the same for every repeat
    record Callback(String id, String body) {}

    /// Posts it once, signed at this moment as gateways do with repeats.
    HttpResponse<String> post(Callback callback) throws IOException, InterruptedException {
        var time = Instant.now().getEpochSecond();
        try {
            var headers =
                    Map.of(
                            "webhook-id",
                            callback.id(),
                            "webhook-timestamp",
                            Long.toString(time),
                            "webhook-signature",
                            signer.sign(callback.id(), time, callback.body()));
            return Web.post(callbacks, headers, callback.body());
        } catch (WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
    }
}
