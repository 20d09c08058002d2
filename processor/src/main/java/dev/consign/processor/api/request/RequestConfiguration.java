package dev.consign.processor.api.request;

import dev.consign.processor.api.problem.ProblemWriter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Puts the readers of requests in their places.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApiSettings.class)
class RequestConfiguration implements WebMvcConfigurer {
    private static final String API = "/api/*";

    /// Before Spring Security, whose order is -100: it reads one of these headers.
    private static final int BEFORE_SECURITY = -200;

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new DeclaredParameters())
                .addPathPatterns("/api/**", "/v3/**", "/docs/**");
    }

    @Bean
    FilterRegistrationBean<SingleHeaders> singleHeaders(ProblemWriter problems) {
        var registration = new FilterRegistrationBean<>(new SingleHeaders(problems));
        registration.addUrlPatterns(API);
        registration.setOrder(BEFORE_SECURITY);
        return registration;
    }

    @Bean
    FilterRegistrationBean<RequestPatience> requestPatience(ApiSettings settings) {
        var registration = new FilterRegistrationBean<>(new RequestPatience(settings));
        registration.addUrlPatterns(API, "/actuator/health/*");
        registration.setOrder(BEFORE_SECURITY);
        return registration;
    }
}
