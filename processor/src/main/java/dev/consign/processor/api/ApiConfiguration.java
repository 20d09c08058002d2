package dev.consign.processor.api;

import dev.consign.platform.access.AccessGuard;
import dev.consign.platform.access.AccessSettings;
import dev.consign.platform.http.BoundedServer;
import dev.consign.platform.http.HttpBounds;
import dev.consign.processor.api.describe.ApiDescription;
import dev.consign.processor.api.problem.BodyLimit;
import dev.consign.processor.api.problem.ProblemWriter;
import dev.consign.processor.api.request.ApiSettings;
import dev.consign.processor.api.request.DeclaredParameters;
import dev.consign.processor.api.request.RequestPatience;
import dev.consign.processor.api.request.SingleHeaders;
import io.swagger.v3.oas.models.OpenAPI;
import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Puts the readers of requests in their places: strict, within bounds, and before or after who is
/// let in.
@Configuration(proxyBeanMethods = false)
class ApiConfiguration implements WebMvcConfigurer {
    private static final String API = "/api/*";

    /// Before Spring Security, whose order is -100: it reads one of these headers.
    private static final int BEFORE_SECURITY = -200;

    /// Who is not let in is not read either.
    private static final int AFTER_SECURITY = 0;

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new DeclaredParameters())
                .addPathPatterns("/api/**", "/v3/**", "/docs/**");
    }

    @Bean
    FilterRegistrationBean<SingleHeaders> singleHeaders(ProblemWriter problems) {
        return registered(new SingleHeaders(problems), BEFORE_SECURITY, API);
    }

    @Bean
    FilterRegistrationBean<RequestPatience> requestPatience(ApiSettings settings) {
        return registered(
                new RequestPatience(settings), BEFORE_SECURITY, API, "/actuator/health/*");
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(ProblemWriter problems) {
        return registered(new BodyLimit(problems), AFTER_SECURITY, API);
    }

    @Bean
    BoundedServer boundedServer(HttpBounds bounds) {
        return new BoundedServer(bounds);
    }

    @Bean
    AccessGuard accessGuard(AccessSettings settings, Environment environment) {
        return new AccessGuard(settings, environment, false);
    }

    @Bean
    OpenAPI description() {
        return ApiDescription.frame();
    }

    private static <T extends Filter> FilterRegistrationBean<T> registered(
            T filter, int order, String... patterns) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns(patterns);
        registration.setOrder(order);
        return registration;
    }
}
