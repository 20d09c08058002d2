package dev.consign.processor.security;

import dev.consign.platform.log.SummedLog;
import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.ProblemWriter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Takes the caller from `Authorization: Bearer <api key>`. A key that is missing or wrong leaves
/// the request without a caller; what that means, the routes say. A wrong one is counted, and said
/// in one line a second; the key itself, and anything else that was sent, is in neither.
///
/// One key may ask only so often, so that no caller takes the place of the others, and one address
/// may be refused only so often; whoever has a key is not stopped by strangers at their address,
/// which may be a proxy's.
final class ApiKeyFilter extends OncePerRequestFilter {
    private static final String SCHEME = "bearer ";
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int MOST_ADDRESSES = 10_000;

    private final KeyRing ring;
    private final ProblemWriter problems;
    private final MeterRegistry meters;
    private final SummedLog refusals =
            new SummedLog(
                    LoggerFactory.getLogger(ApiKeyFilter.class), Level.WARN, "API keys refused");
    private final Buckets keys;
    private final Buckets addresses;

    ApiKeyFilter(KeyRing ring, RateLimits limits, ProblemWriter problems, MeterRegistry meters) {
        this.ring = ring;
        this.problems = problems;
        this.meters = meters;
        this.keys =
                new Buckets(limits.keyRate(), limits.keyBurst(), MOST_ADDRESSES, System::nanoTime);
        this.addresses =
                new Buckets(
                        limits.addressRate(),
                        limits.addressBurst(),
                        MOST_ADDRESSES,
                        System::nanoTime);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            stranger(request, response, chain, Routes.isOpen(request));
            return;
        }
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            refused("no bearer key");
            stranger(request, response, chain, false);
            return;
        }
        switch (ring.find(header.substring(SCHEME.length()).strip())) {
            case KeyRing.Found.Somebody(var caller) -> {
                if (keys.take(caller.actor())) {
                    known(caller);
                    chain.doFilter(request, response);
                } else {
                    tooMany(request, response, "key");
                }
            }
            case KeyRing.Found.Ended(var caller) -> {
                refused("ended, of " + caller.actor());
                stranger(request, response, chain, false);
            }
            case KeyRing.Found.Nobody _ -> {
                refused("unknown");
                stranger(request, response, chain, false);
            }
        }
    }

    private static void known(Caller caller) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        caller, "", AuthorityUtils.createAuthorityList(caller.role().authority())));
        SecurityContextHolder.setContext(context);
    }

    private void stranger(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            boolean open)
            throws ServletException, IOException {
        if (open || addresses.take(Address.of(request.getRemoteAddr()))) {
            chain.doFilter(request, response);
        } else {
            tooMany(request, response, "address");
        }
    }

    private void refused(String reason) {
        refusals.add(reason);
        var kind = reason.startsWith("ended") ? "ended" : reason;
        meters.counter("consign_api_keys_refused_total", "reason", kind).increment();
    }

    private void tooMany(HttpServletRequest request, HttpServletResponse response, String of)
            throws IOException {
        meters.counter("consign_requests_limited_total", "of", of).increment();
        problems.write(
                request,
                response,
                new Problem(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "too_many_requests",
                        "Too many requests with this %s; wait and send fewer.".formatted(of),
                        SOON));
    }
}
