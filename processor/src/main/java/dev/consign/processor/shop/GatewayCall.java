package dev.consign.processor.shop;

import dev.consign.gateway.CreateAnswer;
import dev.consign.gateway.CreateRequest;
import dev.consign.gateway.GatewayClient;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;

/// Permission for one call, used once or given back: what the circuit breaker counts is what was
/// really asked.
final class GatewayCall implements AutoCloseable {
    private final GatewayClient gateway;
    private final CircuitBreaker breaker;
    private boolean used;

    GatewayCall(GatewayClient gateway, CircuitBreaker breaker) {
        this.gateway = gateway;
        this.breaker = breaker;
    }

    GatewayClient gateway() {
        return gateway;
    }

    /// Asks the gateway to collect. A refusal is an answer like any other; no answer is a failure
    /// of the gateway, and so is an adapter that throws.
    CreateAnswer create(CreateRequest request) {
        used = true;
        var start = breaker.getCurrentTimestamp();
        var answer = ask(request);
        var took = breaker.getCurrentTimestamp() - start;
        switch (answer) {
            case CreateAnswer.Created _, CreateAnswer.Refused _ ->
                    breaker.onSuccess(took, breaker.getTimestampUnit());
            case CreateAnswer.Unclear unclear ->
                    breaker.onError(
                            took,
                            breaker.getTimestampUnit(),
                            new IllegalStateException(unclear.why()));
        }
        return answer;
    }

    @Override
    public void close() {
        if (!used) {
            breaker.releasePermission();
        }
    }

    private CreateAnswer ask(CreateRequest request) {
        try {
            return gateway.create(request);
        } catch (RuntimeException e) {
            // The request may have left before it threw, so this is no failure (incident I4).
            return new CreateAnswer.Unclear(
                    "the adapter failed with " + e.getClass().getSimpleName());
        }
    }
}
