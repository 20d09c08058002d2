package dev.consign.processor.security;

import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/// Says no as a problem, which Spring Security by itself does not (spring-security#13598). A caller
/// we know is told a wrong path or method as such; a stranger learns only that a key is needed.
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
    private final ProblemWriter problems;

    Refusals(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void commence(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException failure)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        problems.write(
                request,
                response,
                new Problem(
                        HttpStatus.UNAUTHORIZED,
                        "unauthenticated",
                        "Send a valid API key: Authorization: Bearer <api key>."));
    }

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException {
        var methods = Routes.methodsOf(request);
        if (methods.isEmpty()) {
            problems.write(
                    request,
                    response,
                    new Problem(
                            HttpStatus.NOT_FOUND,
                            "not_found",
                            "There is nothing here; see /v3/api-docs."));
        } else if (methods.contains(HttpMethod.valueOf(request.getMethod()))) {
            problems.write(
                    request,
                    response,
                    new Problem(
                            HttpStatus.FORBIDDEN,
                            "forbidden",
                            "The role of this API key may not do this; use another key."));
        } else {
            var allowed = methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
            response.setHeader(HttpHeaders.ALLOW, allowed);
            problems.write(
                    request,
                    response,
                    new Problem(
                            HttpStatus.METHOD_NOT_ALLOWED,
                            "method_not_allowed",
                            "This path takes only %s.".formatted(allowed)));
        }
    }
}
