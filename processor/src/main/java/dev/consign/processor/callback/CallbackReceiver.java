package dev.consign.processor.callback;

import dev.consign.gateway.CallbackReading;
import dev.consign.gateway.CallbackReply;
import dev.consign.gateway.CallbackRequest;
import dev.consign.gateway.Gateway;
import dev.consign.processor.inbox.CallbackInbox;
import dev.consign.processor.problem.ApiFailure;
import dev.consign.sql.DatabaseDown;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// Receives what one gateway posts. A callback is answered "received" only when every fact in it is
/// durably in the queue, or its bytes are in the inbox when we have no word for it; what is forged
/// or unreadable leaves a counter and one masked line, nothing else.
final class CallbackReceiver {
    private static final Logger log = LoggerFactory.getLogger(CallbackReceiver.class);
    private static final int MOST_BYTES = 64 * 1024;
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

    private final Gateway gateway;
    private final CallbackSender sender;
    private final CallbackInbox inbox;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Timer sending;

    CallbackReceiver(
            Gateway gateway,
            CallbackSender sender,
            CallbackInbox inbox,
            InstantSource clock,
            MeterRegistry meters) {
        this.gateway = gateway;
        this.sender = sender;
        this.inbox = inbox;
        this.clock = clock;
        this.meters = meters;
        this.sending = meters.timer("consign_callback_send");
    }

    void receive(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            count("too_large");
            throw new ApiFailure(
                    HttpStatus.CONTENT_TOO_LARGE, "too_large", "A callback has at most 64 KiB.");
        }
        switch (gateway.read(asked(request, body), clock.instant())) {
            case CallbackReading.Facts(var facts) -> {
                var start = System.nanoTime();
                var kept = sender.send(facts);
                sending.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                count(kept ? "accepted" : "send_again");
                answer(response, kept ? gateway.received() : gateway.sendAgain(AGAIN_AFTER));
            }
            case CallbackReading.Forged(var reason) -> {
                count("forged");
                log.warn(
                        "refused a callback for {}: {} ({} bytes)",
                        gateway.code(),
                        reason,
                        body.length);
                throw new ApiFailure(
                        HttpStatus.UNAUTHORIZED,
                        "callback_not_genuine",
                        "The signature, its time or its headers are not the gateway's.");
            }
            case CallbackReading.Unrecognised kept -> {
                var isKept = keep(kept, body);
                count(isKept ? "unrecognised" : "send_again");
                answer(response, isKept ? gateway.received() : gateway.sendAgain(AGAIN_AFTER));
            }
            case CallbackReading.Unreadable(var reason, var detail) -> {
                count("unreadable");
                log.warn(
                        "unreadable callback of {}: {} ({} bytes)",
                        gateway.code(),
                        reason,
                        body.length);
                throw new ApiFailure(HttpStatus.BAD_REQUEST, "callback_unreadable", detail);
            }
        }
    }

    /// Whether it is in the inbox, for good.
    private boolean keep(CallbackReading.Unrecognised callback, byte[] body) {
        try {
            var id = inbox.keep(gateway.code(), callback, body);
            log.warn(
                    "did not understand a callback of {}, kept as {}: {} ({} bytes)",
                    gateway.code(),
                    id,
                    callback.reason(),
                    body.length);
            return true;
        } catch (DatabaseDown e) {
            log.warn("could not keep a callback of {}: {}", gateway.code(), e.getMessage());
            return false;
        }
    }

    private static CallbackRequest asked(HttpServletRequest request, byte[] body) {
        return new CallbackRequest(name -> Collections.list(request.getHeaders(name)), body);
    }

    private void count(String result) {
        meters.counter(
                        "consign_callbacks_total",
                        "gateway",
                        gateway.code().value(),
                        "result",
                        result)
                .increment();
    }

    private static void answer(HttpServletResponse response, CallbackReply reply)
            throws IOException {
        var body = reply.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(reply.status());
        response.setContentType(reply.contentType());
        response.setContentLength(body.length);
        if (reply.retryAfter() != null) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER, String.valueOf(reply.retryAfter().toSeconds()));
        }
        response.getOutputStream().write(body);
    }
}
