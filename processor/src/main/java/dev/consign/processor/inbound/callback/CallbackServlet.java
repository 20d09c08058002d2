package dev.consign.processor.inbound.callback;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Leads callbacks to their controller. They come in thousands a second and need nothing of what
/// Spring does to find a method, its arguments and a form for its answer; what goes wrong is
/// answered like everything else that does.
final class CallbackServlet extends HttpServlet {
    /// Of these only `/gateways/*/callbacks` is let in.
    static final String PATHS = "/gateways/*";

    private static final long serialVersionUID = 1L;
    private static final String END = "/callbacks";

    private final transient SingletonSupplier<CallbackController> controller;
    private final transient SingletonSupplier<HandlerExceptionResolver> failures;

    /// @param failures answers whatever is thrown
    CallbackServlet(
            SingletonSupplier<CallbackController> controller,
            SingletonSupplier<HandlerExceptionResolver> failures) {
        this.controller = controller;
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
            controller.obtain().receive(gateway(request.getPathInfo()), request, response);
        } catch (ServletException | IOException | RuntimeException e) {
            if (!isAnswered(request, response, e)) {
                throw e;
            }
        } catch (Error e) {
            if (!isAnswered(request, response, new ServletException("a callback failed", e))) {
                throw e;
            }
        }
    }

    private boolean isAnswered(
            HttpServletRequest request, HttpServletResponse response, Exception failure) {
        return failures.obtain().resolveException(request, response, null, failure) != null;
    }

    private static String gateway(@Nullable String path) {
        return path != null && path.startsWith("/") && path.endsWith(END)
                ? path.substring(1, Math.max(1, path.length() - END.length()))
                : "";
    }
}
