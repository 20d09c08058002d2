package dev.consign.processor.inbound.callback;

import dev.consign.gateway.CallbackReader;
import dev.consign.gateway.CallbackReading;
import dev.consign.gateway.CallbackReply;
import dev.consign.gateway.CallbackRequest;
import dev.consign.platform.http.BodyBudget;
import dev.consign.platform.log.SummedLog;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.inbound.inbox.CallbackInbox;
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
import org.slf4j.event.Level;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// Receives what one gateway posts. A callback is answered "received" only when every fact in it is
/// durably in the queue, or its bytes are in the inbox when we have no word for it; what is forged
/// or unreadable leaves a counter and a line a second, nothing else.
final class CallbackEndpoint {
    private static final Logger log = LoggerFactory.getLogger(CallbackEndpoint.class);
    static final int MOST_BYTES = 64 * 1024;
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

    private final CallbackReader gateway;
    private final FactSender sender;
    private final CallbackInbox inbox;
    private final BodyBudget bodies;
    private final InstantSource clock;
    private final SummedLog refusals;
    private final MeterRegistry meters;
    private final Timer sending;

    /// @param bodies of all gateways together
    CallbackEndpoint(
            CallbackReader gateway,
            FactSender sender,
            CallbackInbox inbox,
            BodyBudget bodies,
            InstantSource clock,
            MeterRegistry meters) {
        this.gateway = gateway;
        this.sender = sender;
        this.inbox = inbox;
        this.bodies = bodies;
        this.clock = clock;
        this.refusals = new SummedLog(log, Level.WARN, "callbacks of " + gateway.code());
        this.meters = meters;
        this.sending = meters.timer("consign_callback_send");
    }

    /// What costs nothing is looked at first: no byte of a body is read that is too long, or that
    /// cannot be genuine.
    void receive(HttpServletRequest request, HttpServletResponse response) throws IOException {
        for (var header : gateway.signatureHeaders()) {
            if (request.getHeader(header) == null) {
                throw forged("missing_header");
            }
        }
        var announced = request.getContentLengthLong();
        if (announced > MOST_BYTES) {
            throw tooLarge();
        }
        var turn = bodies.admit(announced);
        if (turn.isEmpty()) {
            count("crowded");
            answer(response, gateway.sendAgain(AGAIN_AFTER));
            return;
        }
        byte[] body;
        try (var _ = turn.get()) {
            body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        }
        if (body.length > MOST_BYTES) {
            throw tooLarge();
        }
        receive(asked(request, body), response);
    }

    private void receive(CallbackRequest request, HttpServletResponse response) throws IOException {
        switch (gateway.read(request, clock.instant())) {
            case CallbackReading.Facts(var facts) -> {
                var start = System.nanoTime();
                var kept = sender.send(facts);
                sending.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                count(kept ? "accepted" : "send_again");
                answer(response, kept ? gateway.received() : gateway.sendAgain(AGAIN_AFTER));
            }
            case CallbackReading.Forged(var reason) -> throw forged(reason);
            case CallbackReading.Unrecognised kept -> {
                var isKept = keep(kept, request.body());
                count(isKept ? "unrecognised" : "send_again");
                answer(response, isKept ? gateway.received() : gateway.sendAgain(AGAIN_AFTER));
            }
            case CallbackReading.Unreadable(var reason, var detail) -> {
                count("unreadable");
                refusals.add("unreadable, " + reason);
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

    private ApiFailure forged(String reason) {
        count("forged");
        refusals.add("not genuine, " + reason);
        return new ApiFailure(
                HttpStatus.UNAUTHORIZED,
                "callback_not_genuine",
                "The signature, its time or its headers are not the gateway's.");
    }

    private ApiFailure tooLarge() {
        count("too_large");
        refusals.add("too large");
        return new ApiFailure(
                HttpStatus.CONTENT_TOO_LARGE, "too_large", "A callback has at most 64 KiB.");
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
