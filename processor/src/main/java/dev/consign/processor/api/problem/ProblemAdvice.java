package dev.consign.processor.api.problem;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.platform.log.SummedLog;
import dev.consign.platform.refusal.Refusal;
import dev.consign.platform.refusal.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.coyote.BadRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Whatever a controller throws is answered as a problem. Our own bugs are logged under an id that
/// the answer names, and say nothing else about our insides.
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemWriter problems;
    private final IdSource ids;
    private final List<RefusalProblems<?>> known;
    private final SummedLog unread =
            new SummedLog(LOG, Level.INFO, "bodies that could not be read");

    ProblemAdvice(ProblemWriter problems, IdSource ids, List<RefusalProblems<?>> known) {
        this.problems = problems;
        this.ids = ids;
        this.known = List.copyOf(known);
    }

    @ExceptionHandler
    void answer(Exception failure, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        if (failure instanceof AccessDeniedException
                || failure instanceof AuthenticationException) {
            throw failure;
        }
        if (failure instanceof BadRequestException) {
            // The body did not come whole, not in time or not as HTTP; Tomcat has answered 400 or
            // 408 already. Not the wider notion that Spring has of a client that went away, which
            // takes a database that hangs up for one.
            unread.add(failure.getClass().getSimpleName());
            return;
        }
        if (failure instanceof ErrorResponse standard) {
            standard.getHeaders()
                    .forEach((name, values) ->
                            values.forEach(value -> response.addHeader(name, value)));
            // The body is a problem, not what the failure would have been answered with.
            response.setHeader(HttpHeaders.CONTENT_TYPE, null);
        }
        var problem =
                failure instanceof Refused refused
                        ? problem(refused.refusal())
                        : Problems.of(failure);
        if (problem.isPresent()) {
            problems.write(request, response, problem.get());
        } else {
            answerBug(failure, request, response);
        }
    }

    /// @return empty when nobody tells it, which is our bug
    private Optional<Problem> problem(Refusal refusal) {
        return known.stream().flatMap(one -> problem(one, refusal).stream()).findFirst();
    }

    private static <R extends Refusal> Optional<Problem> problem(
            RefusalProblems<R> problems, Refusal refusal) {
        return problems.refusals().isInstance(refusal)
                ? Optional.of(problems.of(problems.refusals().cast(refusal)))
                : Optional.empty();
    }

    private void answerBug(
            Exception failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var id = ids.next(NumberPrefix.FAILURE);
        LOG.error("{}: {} {} failed", id, request.getMethod(), request.getRequestURI(), failure);
        problems.write(
                request,
                response,
                new Problem(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "internal_error",
                        "This is our fault, not yours; name %s when you report it.".formatted(id)));
    }
}
