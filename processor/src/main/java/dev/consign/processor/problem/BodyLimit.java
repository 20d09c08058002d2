package dev.consign.processor.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/// No more than 1 MiB of an API request is ever read, whatever its Content-Length says or leaves
/// out. Only a statement that finance uploads may be larger; it has a limit of its own, and never
/// is in memory.
final class BodyLimit extends OncePerRequestFilter {
    static final long LIMIT = 1 << 20;

    private static final Problem TOO_LARGE =
            new Problem(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "too_large",
                    "A request has at most 1 MiB; send it in several parts.");

    private final ProblemWriter problems;

    BodyLimit(ProblemWriter problems) {
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
        chain.doFilter(new Limited(request), response);
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private Limited(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream());
        }
    }

    private static final class LimitedStream extends ServletInputStream {
        private final ServletInputStream stream;
        private long read;

        private LimitedStream(ServletInputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            var one = stream.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var got = stream.read(bytes, offset, length);
            count(Math.max(got, 0));
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
            read += bytes;
            if (read > LIMIT) {
                throw new BodyTooLarge(LIMIT);
            }
        }
    }
}
