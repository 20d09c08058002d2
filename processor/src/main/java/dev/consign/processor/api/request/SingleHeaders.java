package dev.consign.processor.api.request;

import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/// A header that has one value has one, also when it comes twice: equal copies are one, different
/// ones are refused by name (incident Q7); of Authorization every repetition is. Joined by a comma,
/// as lists are, they would be a third value that nobody sent.
///
/// Of lists (Accept, Via, Forwarded and so on) repeating is the right of whoever sends them. Host,
/// Content-Length and Transfer-Encoding say where a request ends and are the container's, which
/// refuses what is ambiguous. A gateway's callback is left to its own reader.
public final class SingleHeaders extends OncePerRequestFilter {
    /// Every header with one value that this program reads, and what two equal ones have in common.
    private static final Map<String, UnaryOperator<String>> HEADERS =
            Map.of(
                    HttpHeaders.AUTHORIZATION,
                    String::strip,
                    HttpHeaders.CONTENT_TYPE,
                    String::strip,
                    HttpHeaders.CONTENT_ENCODING,
                    String::strip,
                    "Last-Event-ID",
                    String::strip,
                    // Quoted and bare are the same key.
                    IdempotentRequest.HEADER,
                    IdempotentRequest::key);

    private final ProblemWriter problems;

    /// As `ApiConfiguration` puts it in its place.
    public SingleHeaders(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var repeated = new HashSet<String>();
        for (var header : HEADERS.entrySet()) {
            var values = Collections.list(request.getHeaders(header.getKey()));
            if (isTwoCallers(header.getKey(), values)) {
                problems.write(request, response, once(header.getKey()));
                return;
            }
            var strange = strange(header.getKey(), values);
            if (strange.isPresent()) {
                problems.write(request, response, strange.get());
                return;
            }
            if (values.size() > 1) {
                var refusal = refusal(header.getKey(), values, header.getValue());
                if (refusal.isPresent()) {
                    problems.write(request, response, refusal.get());
                    return;
                }
                repeated.add(header.getKey().toLowerCase(Locale.ROOT));
            }
        }
        chain.doFilter(repeated.isEmpty() ? request : new Once(request, repeated), response);
    }

    /// Everything these headers say is printable ASCII. Spring Security would refuse some of the
    /// rest too, wherever it is read first, and say in the log what it was.
    private static Optional<Problem> strange(String name, List<String> values) {
        for (var value : values) {
            for (var i = 0; i < value.length(); i++) {
                var one = value.charAt(i);
                if (one != '\t' && (one < ' ' || one > '~')) {
                    return Optional.of(
                            new Problem(
                                    HttpStatus.BAD_REQUEST,
                                    name.equals(IdempotentRequest.HEADER)
                                            ? "idempotency_key_malformed"
                                            : "invalid_request",
                                    "%s must be printable ASCII; at position %d it is not."
                                            .formatted(name, i)));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> refusal(
            String name, List<String> values, UnaryOperator<String> meaning) {
        try {
            return values.stream().map(meaning).distinct().count() == 1
                    ? Optional.empty()
                    : Optional.of(different(name));
        } catch (ApiFailure e) {
            return Optional.of(new Problem(e.status(), e.code(), String.valueOf(e.getMessage())));
        }
    }

    /// Who asks is said once, not twice in the same words (issue 11, number 9): a proxy in front
    /// and the program behind it may read another one of two. No key has a comma.
    private static boolean isTwoCallers(String name, List<String> values) {
        return name.equals(HttpHeaders.AUTHORIZATION)
                && (values.size() > 1 || values.stream().anyMatch(one -> one.indexOf(',') >= 0));
    }

    private static Problem once(String name) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "repeated_header",
                "%s came more than once; send it once.".formatted(name));
    }

    private static Problem different(String name) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "repeated_header",
                "%s came more than once, with different values; send it once.".formatted(name));
    }

    /// The same request with each of these headers once.
    private static final class Once extends HttpServletRequestWrapper {
        private final Set<String> names;

        private Once(HttpServletRequest request, Set<String> names) {
            super(request);
            this.names = names;
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return names.contains(name.toLowerCase(Locale.ROOT))
                    ? Collections.enumeration(List.of(getHeader(name)))
                    : super.getHeaders(name);
        }
    }
}
