package dev.consign.processor.api.request;

import dev.consign.sql.Patience;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;

/// No request waits for the database longer than its sender waits for us.
public final class RequestPatience extends OncePerRequestFilter {
    private final ApiSettings settings;

    /// As `ApiConfiguration` puts it in its place.
    public RequestPatience(ApiSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var longest =
                HttpMethod.GET.matches(request.getMethod())
                        ? settings.readTimeout()
                        : settings.writeTimeout();
        try {
            Patience.<Boolean, Exception>limited(
                    longest,
                    () -> {
                        chain.doFilter(request, response);
                        return true;
                    });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
