package dev.consign.processor.callback;

import dev.consign.processor.problem.ApiFailure;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Describes where gateways post, and answers for those that are not configured: the paths of the
/// others lead past it ([CallbackServlet]).
@RestController
@Tag(name = "gateways")
class CallbackController {
    @Operation(summary = "A gateway's own callback, signed its own way, answered its own way")
    @PostMapping("/gateways/{gateway}/callbacks")
    void receive(@PathVariable("gateway") String gateway) {
        throw new ApiFailure(
                HttpStatus.NOT_FOUND,
                "unknown_gateway",
                "No gateway of this name is configured here.");
    }
}
