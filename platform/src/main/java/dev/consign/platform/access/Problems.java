package dev.consign.platform.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.tomcat.util.json.JSONFilter;

/// Writes RFC 9457 answers where no framework is there yet to do it.
final class Problems {
    private Problems() {}

    /// @param code stable, for programs
    /// @param detail one sentence that says what to do
    static void write(Request request, Response response, int status, String code, String detail)
            throws IOException {
        response.setStatus(status);
        harden(response);
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        var words = code.replace('_', ' ');
        response.getOutputStream()
                .write(
                        """
                        {"type":"/problems/%s","title":"%s","status":%d,"detail":"%s","code":"%s","instance":"%s"}\
                        """
                                .formatted(
                                        code,
                                        Character.toUpperCase(words.charAt(0)) + words.substring(1),
                                        status,
                                        JSONFilter.escape(detail),
                                        code,
                                        JSONFilter.escape(
                                                String.valueOf(request.getDecodedRequestURI())))
                                .getBytes(StandardCharsets.UTF_8));
    }

    /// What no answer of ours goes without: nothing is kept, guessed, framed or run.
    static void harden(Response response) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
}
