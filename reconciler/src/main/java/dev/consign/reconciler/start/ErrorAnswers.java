package dev.consign.reconciler.start;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What goes wrong behind a probe is answered as a problem, as the processor does, and says nothing
/// of our insides.
@RestController
final class ErrorAnswers implements ErrorController {
    @RequestMapping("/error")
    ResponseEntity<ProblemDetail> answer(HttpServletRequest request) {
        var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var status =
                code instanceof Integer number && HttpStatus.resolve(number) != null
                        ? HttpStatus.valueOf(number)
                        : HttpStatus.NOT_FOUND;
        var word =
                status == HttpStatus.NOT_FOUND
                        ? "not_found"
                        : status.is4xxClientError() ? "invalid_request" : "internal_error";
        var problem = ProblemDetail.forStatus(status);
        problem.setType(URI.create("/problems/" + word));
        problem.setProperty("code", word);
        return ResponseEntity.status(status).body(problem);
    }
}
