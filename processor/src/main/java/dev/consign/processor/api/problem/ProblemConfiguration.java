package dev.consign.processor.api.problem;

import dev.consign.platform.access.AccessGuard;
import dev.consign.platform.access.AccessSettings;
import dev.consign.platform.http.BoundedServer;
import dev.consign.platform.http.HttpBounds;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Wires strict reading within bounds, and uniform problems.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HttpBounds.class, AccessSettings.class})
class ProblemConfiguration {
    @Bean
    BoundedServer boundedServer(HttpBounds bounds) {
        return new BoundedServer(bounds);
    }

    @Bean
    AccessGuard accessGuard(AccessSettings settings, Environment environment) {
        return new AccessGuard(settings, environment, false);
    }

    /// After Spring Security, whose order is negative: who is not let in is not read either.
    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(ProblemWriter problems) {
        var registration = new FilterRegistrationBean<>(new BodyLimit(problems));
        registration.addUrlPatterns("/api/*");
        registration.setOrder(0);
        return registration;
    }
}
