package dev.consign.processor.api.problem;

import dev.consign.processor.api.problem.WellFormedText.IllFormed;
import dev.consign.sql.DatabaseDown;
import dev.consign.sql.SqlFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Says which problem a failure is. What it does not know is our bug and has no problem here.
final class Problems {
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private Problems() {}

    /// @return empty when the failure is our bug
    static Optional<Problem> of(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLarge) {
                return Optional.of(BodyLimit.problem());
            }
        }
        return switch (failure) {
            case ApiFailure api ->
                    Optional.of(
                            new Problem(
                                    api.status(),
                                    api.code(),
                                    String.valueOf(api.getMessage()),
                                    api.retryAfter(),
                                    api.fields()));
            // Its message has what was sent, and may be a key: it is not repeated anywhere.
            case RequestRejectedException _ ->
                    Optional.of(
                            invalid(
                                    "A header or a parameter has a character that is not allowed."));
            case HttpMessageNotReadableException unreadable -> Optional.of(unreadable(unreadable));
            case MissingServletRequestParameterException missing ->
                    Optional.of(
                            invalid(
                                    "The query parameter %s is missing."
                                            .formatted(missing.getParameterName())));
            case MethodArgumentTypeMismatchException mismatch ->
                    Optional.of(
                            invalid(
                                    "The value of %s has not the form that is documented."
                                            .formatted(mismatch.getName())));
            case DatabaseDown _ -> Optional.of(tryAgain());
            case MultipartException form -> Optional.of(FormProblems.of(form));
            case HttpMediaTypeNotSupportedException other -> Optional.of(unsupported(other));
            case ErrorResponse response -> Optional.of(ofStatus(response.getStatusCode().value()));
            default -> database(failure);
        };
    }

    /// What a bare status means, where nothing more is known.
    static Problem ofStatus(int code) {
        var status = HttpStatus.resolve(code);
        return switch (status) {
            case NOT_FOUND ->
                    new Problem(status, "not_found", "There is nothing here; see /v3/api-docs.");
            case METHOD_NOT_ALLOWED ->
                    new Problem(
                            status,
                            "method_not_allowed",
                            "This path does not take this method; see the Allow header.");
            case NOT_ACCEPTABLE ->
                    new Problem(status, "not_acceptable", "Answers are application/json.");
            case UNSUPPORTED_MEDIA_TYPE ->
                    new Problem(
                            status,
                            "unsupported_media_type",
                            "Send application/json and say so in Content-Type.");
            case CONTENT_TOO_LARGE -> BodyLimit.problem();
            case SERVICE_UNAVAILABLE -> tryAgain();
            case null -> internal();
            default -> status.is4xxClientError() ? invalidRequest(status) : internal();
        };
    }

    static Problem tryAgain() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "try_again",
                "The database cannot be reached just now; nothing was lost, send it again.",
                AGAIN);
    }

    private static Problem unsupported(HttpMediaTypeNotSupportedException failure) {
        var taken =
                failure.getSupportedMediaTypes().stream()
                        .map(MediaType::toString)
                        .filter(type -> !type.contains("*"))
                        .distinct()
                        .collect(Collectors.joining(" or "));
        return new Problem(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Send %s and say so in Content-Type."
                        .formatted(taken.isEmpty() ? "application/json" : taken));
    }

    private static Problem internal() {
        return new Problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal_error",
                "This is our fault, not yours.");
    }

    private static Problem invalidRequest(HttpStatus status) {
        return new Problem(status, "invalid_request", "The request cannot be understood.");
    }

    private static Optional<Problem> database(Throwable failure) {
        if (!SqlFailure.isDatabase(failure)) {
            return Optional.empty();
        }
        return switch (SqlFailure.of(failure)) {
            // A conflict that outlived its five repetitions is over in a moment.
            case DOWN, CONFLICT -> Optional.of(tryAgain());
            case DUPLICATE, OTHER -> Optional.empty();
        };
    }

    private static Problem unreadable(HttpMessageNotReadableException failure) {
        return switch (failure.getCause()) {
            case UnrecognizedPropertyException unknown ->
                    new Problem(
                            HttpStatus.BAD_REQUEST,
                            "unknown_field",
                            "There is no field %s; see /v3/api-docs for those there are."
                                    .formatted(path(unknown)));
            case IllFormed text ->
                    invalid(
                            "%s is not well-formed Unicode: there is half a character (an unpaired surrogate) at position %d."
                                    .formatted(path(text), text.position()));
            case InputCoercionException range -> outOfRange(range);
            case DatabindException field when field.getCause() instanceof InputCoercionException ->
                    outOfRange(field);
            case StreamReadException unreadable when isEncoding(unreadable) ->
                    invalid(
                            "The body is not well-formed UTF-8 at byte %d."
                                    .formatted(unreadable.getLocation().getByteOffset()));
            case StreamReadException _ ->
                    invalid("The body is not one JSON object with every field at most once.");
            case DatabindException field ->
                    invalid(
                            path(field).isEmpty()
                                    ? "The body is not the JSON object that is documented."
                                    : "The field %s has the wrong type.".formatted(path(field)));
            case null, default -> invalid("A JSON object is needed as the body.");
        };
    }

    private static boolean isEncoding(StreamReadException failure) {
        return String.valueOf(failure.getOriginalMessage()).contains("UTF-8");
    }

    private static Problem outOfRange(JacksonException failure) {
        var path = path(failure);
        return path.endsWith("minor")
                ? new Problem(
                        HttpStatus.BAD_REQUEST,
                        "amount_out_of_range",
                        "%s must be from 1 to 1000000000000.".formatted(path))
                : invalid("The number in %s is out of range.".formatted(path));
    }

    private static Problem invalid(String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, "invalid_request", detail);
    }

    /// Names fields only: they are ours, except an unknown one, which is cut to a sane length and
    /// to characters that need no escaping anywhere.
    private static String path(JacksonException failure) {
        var path =
                failure.getPath().stream()
                        .map(step ->
                                step.getPropertyName() == null
                                        ? "[%d]".formatted(step.getIndex())
                                        : step.getPropertyName())
                        .collect(Collectors.joining("."))
                        .replace(".[", "[")
                        .replaceAll("[^A-Za-z0-9_.\\[\\]-]", "?");
        return path.length() > 80 ? path.substring(0, 80) : path;
    }
}
