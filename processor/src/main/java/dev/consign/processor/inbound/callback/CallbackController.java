package dev.consign.processor.inbound.callback;

import dev.consign.gateway.registry.GatewayRegistry;
import dev.consign.platform.http.BodyBudget;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.inbound.inbox.CallbackInbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where gateways post. Described like every route, but called by [CallbackServlet].
@RestController
@Tag(name = "gateways")
class CallbackController {
    /// In bytes, of those larger than a callback usually is.
    private static final long ALL_BODIES = 8 << 20;

    private final Map<String, CallbackEndpoint> receivers;

    CallbackController(
            GatewayRegistry gateways,
            FactSender sender,
            CallbackInbox inbox,
            InstantSource clock,
            MeterRegistry meters) {
        receivers = new HashMap<>();
        var bodies = new BodyBudget(ALL_BODIES, CallbackEndpoint.MOST_BYTES);
        gateways.readers()
                .forEach(gateway ->
                        receivers.put(
                                gateway.code().value(),
                                new CallbackEndpoint(
                                        gateway, sender, inbox, bodies, clock, meters)));
    }

    @Operation(summary = "A gateway's own callback, signed its own way, answered its own way")
    @PostMapping("/gateways/{gateway}/callbacks")
    void receive(
            @PathVariable("gateway") String code,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var receiver = receivers.get(code);
        if (receiver == null) {
            throw new ApiFailure(
                    HttpStatus.NOT_FOUND,
                    "unknown_gateway",
                    "No gateway of this name is configured here.");
        }
        receiver.receive(request, response);
    }
}
