package dev.consign.processor.api.problem;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// A request that is answered with an RFC 9457 problem: a stable code for programs, one sentence
/// that says what to do for people.
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;
    private final @Nullable Duration retryAfter;
    private final transient Map<String, String> fields;

    /// @param code snake case, never changed once published
    /// @param detail one sentence, no secrets
    public ApiFailure(HttpStatus status, String code, String detail) {
        this(status, code, detail, null);
    }

    /// @param retryAfter sent as Retry-After
    public ApiFailure(
            HttpStatus status, String code, String detail, @Nullable Duration retryAfter) {
        this(status, code, detail, retryAfter, Map.of());
    }

    private ApiFailure(
            HttpStatus status,
            String code,
            String detail,
            @Nullable Duration retryAfter,
            Map<String, String> fields) {
        super(detail);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
        this.fields = Map.copyOf(fields);
    }

    /// The same with members of its own, for programs that go on from there.
    ///
    /// @param members by name, without secrets
    public ApiFailure with(Map<String, String> members) {
        return new ApiFailure(status, code, String.valueOf(getMessage()), retryAfter, members);
    }

    /// Members beside those that every problem has; never changed.
    public Map<String, String> fields() {
        return fields;
    }

    /// The HTTP status.
    public HttpStatus status() {
        return status;
    }

    /// The stable code.
    public String code() {
        return code;
    }

    /// When to try again, null when trying again does not help.
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
