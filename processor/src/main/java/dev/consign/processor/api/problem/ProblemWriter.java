package dev.consign.processor.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Writes every problem the same way, wherever it arises: in a filter, in Spring Security or in a
/// controller. What was written before is thrown away unless it has already left.
@Component
public final class ProblemWriter {
    private final JsonMapper json;

    /// @param json writes the members
    public ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    /// @throws IOException when the client has gone
    public void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem.retryAfter() != null) {
            var seconds = Math.max(1, problem.retryAfter().toSeconds());
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        response.getOutputStream()
                .write(json.writeValueAsBytes(problem.body(request.getRequestURI())));
    }
}
