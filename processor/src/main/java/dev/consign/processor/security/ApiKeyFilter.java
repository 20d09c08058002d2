package dev.consign.processor.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Takes the caller from `Authorization: Bearer <api key>`. A key that is missing or wrong leaves
/// the request without a caller; what that means, the routes say.
final class ApiKeyFilter extends OncePerRequestFilter {
    private static final String SCHEME = "bearer ";

    private final ApiKeyCheck check;

    ApiKeyFilter(ApiKeyCheck check) {
        this.check = check;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        bearer(request)
                .flatMap(check::callerOf)
                .ifPresent(caller -> {
                    var context = SecurityContextHolder.createEmptyContext();
                    context.setAuthentication(
                            UsernamePasswordAuthenticationToken.authenticated(
                                    caller,
                                    "",
                                    AuthorityUtils.createAuthorityList(caller.role().authority())));
                    SecurityContextHolder.setContext(context);
                });
        chain.doFilter(request, response);
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
