package dev.consign.processor.inbound.callback;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.QueueSender;
import dev.consign.id.IdSource;
import dev.consign.platform.breaker.PatientBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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
@EnableConfigurationProperties(CallbackSettings.class)
class CallbackConfiguration {
    private static final Logger log = LoggerFactory.getLogger(CallbackConfiguration.class);

    @Bean
    FactSender callbackSender(
            QueueSender sender, BrokerConnections broker, CallbackSettings settings, IdSource ids) {
        settings.requireRoomFor(broker.settings());
        return new FactSender(sender, breaker(settings), settings.send(), ids);
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

    /// Opens after a handful of failed or slow sends and tries again soon: the gateway repeats what
    /// we turn away. Half-open it waits longer than any send takes, and not for ever.
    static PatientBreaker breaker(CallbackSettings settings) {
        var breaker =
                CircuitBreaker.of(
                        "broker",
                        CircuitBreakerConfig.custom()
                                .slidingWindowSize(20)
                                .minimumNumberOfCalls(5)
                                .failureRateThreshold(50)
                                .slowCallDurationThreshold(settings.slowSend())
                                .slowCallRateThreshold(50)
                                .waitDurationInOpenState(Duration.ofSeconds(1))
                                .permittedNumberOfCallsInHalfOpenState(3)
                                .maxWaitDurationInHalfOpenState(settings.send().multipliedBy(3))
                                .build());
        breaker.getEventPublisher().onStateTransition(event -> tell(event.getStateTransition()));
        // A trial that takes longer than that counts against the broker anyway.
        return new PatientBreaker(breaker, settings.slowSend());
    }

    /// When it begins and when it ends, not each time it is tried.
    private static void tell(StateTransition transition) {
        if (transition == StateTransition.CLOSED_TO_OPEN) {
            log.warn(
                    "the broker takes too few callbacks in time: gateways are asked to repeat them");
        } else if (transition == StateTransition.HALF_OPEN_TO_CLOSED) {
            log.info("the broker takes callbacks again");
        }
    }
}
