package dev.consign.processor.api.problem;

import dev.consign.platform.http.BodyBudget;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/// No more than 1 MiB of an API request is ever read, whatever its Content-Length says or leaves
/// out, and no more of them at once than fit the memory. Only a statement that finance uploads may
/// be larger; it has a limit of its own, and never is in memory.
public final class BodyLimit extends OncePerRequestFilter {
    static final long LIMIT = 1 << 20;

    private static final Problem TOO_LARGE =
            new Problem(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "too_large",
                    "A request has at most 1 MiB; send it in several parts.");

    private static final Problem TOO_BUSY =
            new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "too_busy",
                    "Too many requests are being read just now; nothing was done, send it again.",
                    Duration.ofSeconds(2));

    /// In bytes, of all requests together.
    private static final long ALL_BODIES = 32 << 20;

    private final BodyBudget bodies = new BodyBudget(ALL_BODIES, LIMIT);
    private final ProblemWriter problems;

    /// As `ApiConfiguration` puts it in its place.
    public BodyLimit(ProblemWriter problems) {
        this.problems = problems;
    }

    static Problem problem() {
        return TOO_LARGE;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/") || isStatement(request);
    }

    private static boolean isStatement(HttpServletRequest request) {
        var type = request.getContentType();
        return request.getRequestURI().equals("/api/reconciliations")
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > LIMIT) {
            problems.write(request, response, TOO_LARGE);
            return;
        }
        var hasBody =
                request.getContentLengthLong() > 0
                        || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        if (!hasBody) {
            chain.doFilter(request, response);
            return;
        }
        var admitted = bodies.admit(request.getContentLengthLong());
        if (admitted.isEmpty()) {
            problems.write(request, response, TOO_BUSY);
            return;
        }
        try (var turn = admitted.get()) {
            chain.doFilter(new Limited(request, turn), response);
        }
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private final BodyBudget.Turn turn;

        private Limited(HttpServletRequest request, BodyBudget.Turn turn) {
            super(request);
            this.turn = turn;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream(), turn);
        }
    }

    private static final class LimitedStream extends ServletInputStream {
        private final ServletInputStream stream;
        private final BodyBudget.Turn turn;
        private long read;

        private LimitedStream(ServletInputStream stream, BodyBudget.Turn turn) {
            this.stream = stream;
            this.turn = turn;
        }

        @Override
        public int read() throws IOException {
            var one = stream.read();
            count(one < 0 ? one : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var got = stream.read(bytes, offset, length);
            count(got);
            return got;
        }

        @Override
        public boolean isFinished() {
            return stream.isFinished();
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            stream.setReadListener(listener);
        }

        private void count(int bytes) throws BodyTooLarge {
            if (bytes < 0) {
                turn.close();
                return;
            }
            read += bytes;
            if (read > LIMIT) {
                throw new BodyTooLarge(LIMIT);
            }
        }
    }
}
