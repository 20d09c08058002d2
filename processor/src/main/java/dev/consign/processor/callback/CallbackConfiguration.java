package dev.consign.processor.callback;

import dev.consign.broker.QueueSender;
import dev.consign.id.IdSource;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.observation.ObservationPredicate;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/// Puts the circuit breaker before the broker.
@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {
    @Bean
    CallbackSender callbackSender(QueueSender sender, IdSource ids) {
        return new CallbackSender(sender, breaker(), ids);
    }

    /// Callbacks are counted and their sends timed by the controller; an observation of each
    /// request would do the same again.
    @Bean
    ObservationPredicate noCallbacks() {
        return (_, context) -> {
            var request =
                    context instanceof ServerRequestObservationContext observed
                            ? observed.getCarrier()
                            : null;
            return request == null || !request.getRequestURI().startsWith("/gateways/");
        };
    }

    static CircuitBreaker breaker() {
        // Opens after a handful of failures and tries again soon: each failed send may take as long
        // as the send time-out, and the gateway repeats what we turn away. Half-open it waits
        // longer
        // than any send takes, and not for ever.
        return CircuitBreaker.of(
                "broker",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(5)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(Duration.ofSeconds(1))
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .maxWaitDurationInHalfOpenState(Duration.ofSeconds(30))
                        .build());
    }
}
