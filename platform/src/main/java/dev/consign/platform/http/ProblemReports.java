package dev.consign.platform.http;

import dev.consign.platform.http.Services.Service;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/// Answers as a problem (RFC 9457) what Tomcat refuses by itself, before any filter of ours has
/// seen it: a request line or headers that are none, a method or a version of HTTP that it does not
/// know. By itself it sends a page of HTML (issue 11, number 12). Public because Tomcat makes it by
/// its name.
public final class ProblemReports extends ErrorReportValve {
    private static final int LONGEST_SHOWN = 200;
    private static final String AGAIN_AFTER_SECONDS = "2";

    /// Made by Tomcat.
    public ProblemReports() {
        setShowReport(false);
        setShowServerInfo(false);
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        var status = status(request, response);
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var writable = new AtomicBoolean(false);
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, writable);
        if (!writable.get()) {
            return;
        }
        try {
            response.setStatus(status);
            if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
                response.setHeader("Retry-After", AGAIN_AFTER_SECONDS);
            }
            response.setContentType("application/problem+json");
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.setHeader("Cache-Control", "no-store");
            var writer = response.getReporter();
            if (writer != null) {
                writer.write(body(status, request.getRequestURI()));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException _) {
            // The client has gone, and nobody waits for it.
        }
    }

    /// To Tomcat a body that nobody waits for any longer is one that broke off, and the client's
    /// fault; a gateway would take a 400 for an answer to what it says.
    private static int status(Request request, Response response) {
        var status = response.getStatus();
        if (status != HttpServletResponse.SC_BAD_REQUEST) {
            return status;
        }
        var cutOff = Service.cutOff(request);
        if (cutOff.isPresent()) {
            return switch (cutOff.get()) {
                case TOO_SLOW -> HttpServletResponse.SC_REQUEST_TIMEOUT;
                case CROWDED -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
            };
        }
        // Tomcat's own time-out of a single read.
        return isTimeOut(request.getCoyoteRequest().getErrorException())
                ? HttpServletResponse.SC_REQUEST_TIMEOUT
                : status;
    }

    private static boolean isTimeOut(@Nullable Throwable failure) {
        return failure instanceof SocketTimeoutException
                || (failure != null && failure.getCause() instanceof SocketTimeoutException);
    }

    static String body(int status, @Nullable String uri) {
        var refusal = refusal(status);
        var title =
                Character.toUpperCase(refusal.code().charAt(0))
                        + refusal.code().substring(1).replace('_', ' ');
        return "{\"type\":\"/problems/%1$s\",\"title\":\"%2$s\",\"status\":%3$d,\"detail\":\"%4$s\",\"code\":\"%1$s\",\"instance\":\"%5$s\"}"
                .formatted(refusal.code(), title, status, refusal.detail(), shown(uri));
    }

    private static Refusal refusal(int status) {
        return switch (status) {
            case 404 -> new Refusal("not_found", "There is nothing here; see /v3/api-docs.");
            case 405 -> new Refusal("method_not_allowed", "This path does not take this method.");
            case 408 -> new Refusal("too_slow", "The request did not come whole in time.");
            case 413 -> new Refusal("too_large", "The body is larger than is read.");
            case 414, 431 ->
                    new Refusal("too_large", "The request line or the headers are too large.");
            case 501 ->
                    new Refusal(
                            "not_implemented",
                            "This method or transfer coding is none that is known here.");
            case 503 -> new Refusal("try_again", "This cannot be done just now; send it again.");
            case 505 -> new Refusal("http_version", "Speak HTTP/1.1.");
            default ->
                    status < 500
                            ? new Refusal(
                                    "invalid_request", "The request cannot be understood as HTTP.")
                            : new Refusal("internal_error", "This is our fault, not yours.");
        };
    }

    /// Whoever sends it chooses it: cut, and without what would have to be escaped.
    private static String shown(@Nullable String uri) {
        var safe = uri == null ? "" : uri.replaceAll("[^A-Za-z0-9/_.~%-]", "?");
        return safe.length() > LONGEST_SHOWN ? safe.substring(0, LONGEST_SHOWN) : safe;
    }

    private record Refusal(String code, String detail) {}
}
