package dev.consign.notify.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// Whoever takes webhooks: keeps what it got and answers as a test wants it to.
public final class Listener implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Received> received = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private volatile Answering answering = status(204);

    public Listener() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    public void answer(Answering how) {
        answering = how;
    }

    /// Nobody listens any more.
    public void leave() {
        server.stop(0);
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public static Answering status(int code, String... header) {
        return exchange -> {
            if (header.length > 0) {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
            exchange.sendResponseHeaders(code, -1);
        };
    }

    /// Takes the request and never answers.
    public Answering silent() {
        return _ -> hang();
    }

    /// Begins to answer and never ends.
    public Answering endless() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            hang();
        };
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(
                    new Received(
                            exchange.getRequestURI().toString(),
                            body,
                            Map.copyOf(exchange.getRequestHeaders())));
            answering.answer(exchange);
        }
    }

    private void hang() {
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// How it answers.
    @FunctionalInterface
    public interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    /// One request.
    public record Received(String path, String body, Map<String, List<String>> headers) {
        /// As libraries for Standard Webhooks take them.
        public HttpHeaders signed() {
            return HttpHeaders.of(headers, (_, _) -> true);
        }

        public String header(String name) {
            return signed().firstValue(name).orElse("");
        }
    }
}
