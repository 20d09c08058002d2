package dev.consign.platform.access;

import dev.consign.platform.access.Arrival.Said;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.util.NetMask;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/// Turns away what others could have read on its way, and shows what lies behind the API only on
/// this machine or for the management key. Before any servlet and filter, for every request.
final class AccessValve extends ValveBase {
    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String FORWARDED = "Forwarded";
    private static final String AUTHORIZATION = "Authorization";
    private static final String SCHEME = "Bearer ";

    /// A probe learns up or down, and nothing of why.
    private static final Set<String> PROBES =
            Set.of(
                    "/actuator/health",
                    "/actuator/health/liveness",
                    "/actuator/health/readiness",
                    "/actuator/health/callbacks",
                    "/actuator/health/api");

    private final List<NetMask> proxies;
    private final @Nullable String key;
    private final boolean nothingElse;

    /// @param nothingElse whether this program has no API, so that all but probes lies behind it
    AccessValve(AccessSettings settings, boolean nothingElse) {
        super(true);
        this.proxies = settings.masks();
        this.key = settings.key().orElse(null);
        this.nothingElse = nothingElse;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var behind = isBehindTheApi(request);
        // Nobody asks on a callback's way what nobody was declared to say.
        var said = proxies.isEmpty() && !behind ? Said.NOTHING : said(request);
        var arrival = Arrival.of(request.getRemoteAddr(), request.isSecure(), said, proxies);
        if (nothingElse) {
            Problems.harden(response);
        }
        // A probe brings no key and learns one word: who watches over machines speaks no TLS.
        if (!arrival.unread() && !PROBES.contains(path(request))) {
            Problems.write(
                    request,
                    response,
                    403,
                    "tls_required",
                    "This came in the clear, and so did its key: use https, and replace the key.");
            return;
        }
        if (!proxies.isEmpty() && !arrival.client().equals(request.getRemoteAddr())) {
            request.setRemoteAddr(arrival.client());
            request.setRemoteHost(arrival.client());
        }
        if (behind) {
            if (arrival.fromThisMachine() || hasKey(request)) {
                request.setUserPrincipal(new GenericPrincipal("management"));
            } else if (!PROBES.contains(path(request))) {
                response.setHeader("WWW-Authenticate", "Bearer");
                Problems.write(
                        request,
                        response,
                        401,
                        "unauthenticated",
                        "Send the management key: Authorization: Bearer <CONSIGN_MANAGEMENT_KEY>.");
                return;
            }
        }
        getNext().invoke(request, response);
    }

    private boolean isBehindTheApi(Request request) {
        var path = path(request);
        return nothingElse
                || path.startsWith("/actuator")
                || path.startsWith("/v3/api-docs")
                || path.startsWith("/docs");
    }

    /// As it is matched later: decoded, in its normal form, without parameters.
    private static String path(Request request) {
        return Optional.ofNullable(request.getDecodedRequestURI()).orElse("");
    }

    private static Said said(Request request) {
        var lines = Collections.list(request.getHeaders(FOR));
        return new Said(
                lines.isEmpty() ? null : String.join(",", lines),
                request.getHeader(PROTO),
                request.getHeader(FORWARDED));
    }

    /// Taken out once it was right: to those behind us it would be a wrong key.
    private boolean hasKey(Request request) {
        var sent = Collections.list(request.getHeaders(AUTHORIZATION));
        if (key == null || sent.size() != 1 || !sent.getFirst().startsWith(SCHEME)) {
            return false;
        }
        var right =
                MessageDigest.isEqual(
                        key.getBytes(StandardCharsets.UTF_8),
                        sent.getFirst()
                                .substring(SCHEME.length())
                                .getBytes(StandardCharsets.UTF_8));
        if (right) {
            request.getCoyoteRequest().getMimeHeaders().removeHeader(AUTHORIZATION);
        }
        return right;
    }
}
