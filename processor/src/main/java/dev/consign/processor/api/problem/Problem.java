package dev.consign.processor.api.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// One RFC 9457 answer. `type` and `code` say the same thing and never change once published; the
/// first is a path for people who look it up, the second a word for programs.
///
/// @param detail one sentence that says what to do, without secrets
/// @param retryAfter sent as Retry-After; null for none
/// @param fields members of this kind of problem, written beside the others
public record Problem(
        HttpStatus status,
        String code,
        String detail,
        @Nullable Duration retryAfter,
        Map<String, String> fields) {
    /// Without members of its own.
    public Problem(HttpStatus status, String code, String detail, @Nullable Duration retryAfter) {
        this(status, code, detail, retryAfter, Map.of());
    }

    /// Without a Retry-After.
    public Problem(HttpStatus status, String code, String detail) {
        this(status, code, detail, null);
    }

    /// The same with members of its own, for programs that go on from there.
    ///
    /// @param members by name, without secrets
    public Problem with(Map<String, String> members) {
        return new Problem(status, code, detail, retryAfter, Map.copyOf(members));
    }

    /// The stable path of this kind of problem.
    public String type() {
        return "/problems/" + code;
    }

    /// The code, for people.
    public String title() {
        var words = code.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /// The members as they are written.
    ///
    /// @param instance the path that was asked for
    public Body body(String instance) {
        return new Body(type(), title(), status.value(), detail, code, instance, fields);
    }

    /// `application/problem+json`.
    public record Body(
            String type,
            String title,
            int status,
            String detail,
            String code,
            String instance,
            @JsonAnyGetter Map<String, String> fields) {}
}
