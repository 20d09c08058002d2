package dev.consign.processor.callback;

import dev.consign.broker.QueueSender;
import dev.consign.id.IdSource;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Puts the circuit breaker before the broker, and as little as possible before the callbacks.
@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {
    @Bean
    CallbackSender callbackSender(QueueSender sender, IdSource ids) {
        return new CallbackSender(sender, breaker(), ids);
    }

    /// Servlets are registered before most beans exist, and a start that is refused must be refused
    /// by those: so they are asked for with the first callback.
    @Bean
    ServletRegistrationBean<CallbackServlet> callbackServlet(
            ObjectProvider<CallbackController> controller,
            @Qualifier("handlerExceptionResolver")
                    ObjectProvider<HandlerExceptionResolver> failures) {
        return new ServletRegistrationBean<>(
                new CallbackServlet(
                        SingletonSupplier.of(controller::getObject),
                        SingletonSupplier.of(failures::getObject)),
                CallbackServlet.PATHS);
    }

    /// Callbacks are counted and their sends timed by their receiver; an observation of each
    /// request would do the same again, so only the others pass the filter.
    @Bean
    FilterRegistrationBean<ServerHttpObservationFilter> observedRequests(
            ObservationRegistry observations) {
        var registration =
                new FilterRegistrationBean<>(new ServerHttpObservationFilter(observations));
        registration.addUrlPatterns("/api/*", "/actuator/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    static CircuitBreaker breaker() {
        // Opens after a handful of failures and tries again soon: each failed send may take as long
        // as the send time-out, and the gateway repeats what we turn away. Half-open it waits
        // longer than any send takes, and not for ever.
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
