package dev.consign.processor.shop;

import dev.consign.gateway.GatewayClient;
import dev.consign.gateway.registry.GatewayRegistry;
import dev.consign.id.GatewayCode;
import dev.consign.platform.breaker.PatientBreaker;
import dev.consign.platform.refusal.Refused;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/// Lets calls to a gateway through only while it answers, one circuit breaker a gateway: a gateway
/// that is down costs no order and no waiting (incident I5).
@Component
final class GatewayCalls {
    private static final int WINDOW = 10;
    private static final int TRIALS = 3;

    /// How long an order waits for the outcome of such a trial: many times what a gateway needs.
    private static final Duration VERDICT = Duration.ofSeconds(2);

    private final Map<GatewayCode, Line> lines = new TreeMap<>();
    private final Duration pause;

    GatewayCalls(GatewayRegistry gateways, ShopSettings settings) {
        var config =
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(WINDOW)
                        .minimumNumberOfCalls(settings.gatewayUnavailableAfter())
                        .failureRateThreshold(100f * settings.gatewayUnavailableAfter() / WINDOW)
                        .slowCallDurationThreshold(settings.slowCall())
                        .slowCallRateThreshold(100f * settings.gatewayUnavailableAfter() / WINDOW)
                        .waitDurationInOpenState(settings.gatewayPause())
                        .permittedNumberOfCallsInHalfOpenState(TRIALS)
                        .build();
        this.pause = settings.gatewayPause();
        gateways.clients()
                .forEach(gateway ->
                        lines.put(
                                gateway.code(),
                                new Line(
                                        gateway,
                                        new PatientBreaker(
                                                CircuitBreaker.of(
                                                        "gateway-" + gateway.code(), config),
                                                VERDICT))));
    }

    /// @throws Refused when there is no such gateway
    GatewayClient gateway(GatewayCode code) {
        return line(code).gateway();
    }

    /// Asks for one call, before anything is stored for it.
    ///
    /// @throws Refused while the gateway is left alone
    GatewayCall admit(GatewayCode code) {
        var line = line(code);
        if (!line.breaker().admits(VERDICT)) {
            throw new Refused(new ShopRefusal.GatewayUnavailable(code, pause));
        }
        return new GatewayCall(line.gateway(), line.breaker().breaker());
    }

    private Line line(GatewayCode code) {
        var line = lines.get(code);
        if (line == null) {
            throw new Refused(new ShopRefusal.UnknownGateway(List.copyOf(lines.keySet())));
        }
        return line;
    }

    private record Line(GatewayClient gateway, PatientBreaker breaker) {}
}
