package dev.consign.processor.security;

import dev.consign.processor.api.problem.ProblemWriter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/// Every request is let in by its own API key: no session, no cookie, no log-in form. There is no
/// CSRF token because there is nothing a browser would send by itself.
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    /// Nothing is asked about callbacks here, and passing filters that do not ask was about a sixth
    /// of the processor's time under a load of callbacks. Spring Security's firewall still looks at
    /// every request.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain callbacks() {
        return new DefaultSecurityFilterChain(Routes.matcher(Routes.CALLBACKS));
    }

    /// Otherwise every filter would be timed, on every request.
    @Bean
    SecurityObservationSettings noObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    SecurityFilterChain api(
            HttpSecurity http,
            KeyRing ring,
            RateLimits limits,
            ProblemWriter problems,
            MeterRegistry meters) {
        var refusals = new Refusals(problems);
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(
                        new ApiKeyFilter(ring, limits, problems, meters),
                        AnonymousAuthenticationFilter.class)
                .exceptionHandling(refused ->
                        refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .authorizeHttpRequests(requests -> {
                    // An answer on its way out was let in when it came.
                    requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                            .permitAll();
                    Routes.OPEN.forEach(pattern ->
                            requests.requestMatchers(Routes.matcher(pattern)).permitAll());
                    Routes.ALL.forEach(route ->
                            requests.requestMatchers(route.matcher())
                                    .hasAnyAuthority(route.authorities()));
                    requests.anyRequest().denyAll();
                })
                .build();
    }

    /// Nobody logs in with a password; without this bean Spring Boot would invent a user.
    @Bean
    AuthenticationManager noPasswords() {
        return authentication -> {
            throw new ProviderNotFoundException("there are no passwords here");
        };
    }
}
