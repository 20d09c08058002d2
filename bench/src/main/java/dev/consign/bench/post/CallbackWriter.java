package dev.consign.bench.post;

import dev.consign.bench.load.Waiting;
import dev.consign.testbed.sandbox.callback.Signature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Writes whole HTTP requests before a clock runs, so that a load generator on the same cores costs
/// little more than the system calls.
public final class CallbackWriter {
    private final String host;
    private final Signature signature;

    /// @param processor where the callbacks will go
    /// @param secret `whsec_…`, which the processor believes
    public CallbackWriter(URI processor, String secret) {
        this.host = processor.getAuthority();
        this.signature = new Signature(secret);
    }

    /// Each must be sent within five minutes: its signature names the time.
    ///
    /// @return one request an order, in the same sequence, that says it was paid
    public List<byte[]> paid(List<Waiting> orders) {
        var now = Instant.now();
        return orders.stream().map(order -> paid(order, now)).toList();
    }

    private byte[] paid(Waiting order, Instant now) {
        var id = "evt_" + order.transactionId().value();
        var body =
                "{\"type\":\"payment.paid\",\"timestamp\":\"%1$s\",\"data\":{\"paymentNo\":\"%2$s\",\"transactionId\":\"%3$s\",\"amount\":{\"currency\":\"%4$s\",\"minor\":%5$d},\"occurredAt\":\"%1$s\",\"memo\":\"a thing\"}}"
                        .formatted(
                                now,
                                order.paymentNo().value(),
                                order.transactionId().value(),
                                order.amount().currency().getCurrencyCode(),
                                order.amount().minor());
        var seconds = now.getEpochSecond();
        // All of it is ASCII, so its length is the number of its bytes.
        var request =
                """
                POST /gateways/sandbox/callbacks HTTP/1.1\r
                Host: %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                webhook-id: %s\r
                webhook-timestamp: %d\r
                webhook-signature: %s\r
                \r
                %s\
                """
                        .formatted(
                                host,
                                body.length(),
                                id,
                                seconds,
                                signature.sign(id, seconds, body),
                                body);
        return request.getBytes(StandardCharsets.US_ASCII);
    }
}
