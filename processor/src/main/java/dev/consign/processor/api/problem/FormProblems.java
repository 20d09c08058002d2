package dev.consign.processor.api.problem;

import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.fileupload.MultipartStream.MalformedStreamException;
import org.apache.tomcat.util.http.fileupload.impl.FileCountLimitExceededException;
import org.apache.tomcat.util.http.fileupload.impl.IOFileUploadException;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.multipart.MultipartException;

/// Says why a form with parts was not taken in. The container has one exception for all of it, and
/// the reasons lie beneath: too large, not a form, or a disk of ours that is full.
final class FormProblems {
    private static final Duration AGAIN = Duration.ofSeconds(30);

    /// `server.tomcat.max-part-header-size`. Tomcat has one exception for it and for the file, and
    /// no file is limited to so little.
    private static final int LONGEST_HEAD = 8 * 1024;

    private FormProblems() {}

    static Problem of(MultipartException failure) {
        if (cause(failure, FileCountLimitExceededException.class) != null) {
            return invalid("The form has more parts than any that is documented.");
        }
        var size = cause(failure, SizeException.class);
        if (size != null && size.getPermittedSize() <= LONGEST_HEAD) {
            return invalid("The head of a part is longer than 8 KiB, or does not end.");
        }
        if (size != null) {
            return new Problem(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "too_large",
                    "The file is larger than consign.reconciliation.largest-statement allows.");
        }
        if (cause(failure, MalformedStreamException.class) != null) {
            return invalid("The form breaks off before its last boundary.");
        }
        var reading = cause(failure, IOFileUploadException.class);
        if (reading != null
                && reading.getCause() instanceof IOException
                && !(reading.getCause() instanceof ClientAbortException)) {
            return new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "try_again",
                    "The file could not be kept while it came in; nothing was begun, send it again.",
                    AGAIN);
        }
        return cause(failure, IllegalStateException.class) == null
                ? invalid("The body is not the multipart form that is documented.")
                : new Problem(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "too_large",
                        "A part of the form that is no file is larger than 2 MiB.");
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static Problem invalid(String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, "invalid_request", detail);
    }
}
