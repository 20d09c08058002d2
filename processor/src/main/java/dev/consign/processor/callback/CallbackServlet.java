package dev.consign.processor.callback;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpMethod;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Leads each gateway's own path to its receiver. Callbacks come in thousands a second and need
/// nothing of what Spring does to find a method, its arguments and a form for its answer; what goes
/// wrong is answered like everything else that does.
final class CallbackServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, CallbackReceiver> receivers;
    private final transient HandlerExceptionResolver failures;

    /// @param receivers by their paths, the only ones that this servlet is asked about
    /// @param failures answers whatever is thrown
    CallbackServlet(Map<String, CallbackReceiver> receivers, HandlerExceptionResolver failures) {
        this.receivers = Map.copyOf(receivers);
        this.failures = failures;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            if (!HttpMethod.POST.matches(request.getMethod())) {
                throw new HttpRequestMethodNotSupportedException(
                        request.getMethod(), List.of(HttpMethod.POST.name()));
            }
            Objects.requireNonNull(receivers.get(request.getServletPath()))
                    .receive(request, response);
        } catch (ServletException | IOException | RuntimeException e) {
            if (failures.resolveException(request, response, null, e) == null) {
                throw e;
            }
        }
    }
}
