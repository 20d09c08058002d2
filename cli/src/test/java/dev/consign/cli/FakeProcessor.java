package dev.consign.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers what was written down for it, and remembers what it was asked.
final class FakeProcessor implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    private record Answer(int status, String body) {}

    FakeProcessor() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /// One answer after the other; the last stays.
    ///
    /// @param request method, path and query
    FakeProcessor on(String request, int status, String body) {
        answers.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    FakeProcessor on(String request, String body) {
        return on(request, 200, body);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(request + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getRequestBody().readAllBytes();
            var known = answers.getOrDefault(request, new ArrayDeque<>());
            var answer = known.size() > 1 ? known.poll() : known.peek();
            var said =
                    answer == null
                            ? new Answer(
                                    404,
                                    "{\"code\":\"not_found\",\"detail\":\"No " + request + "\"}")
                            : answer;
            var bytes = said.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(said.status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
