package dev.consign.gateway.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.consign.id.GatewayCode;
import dev.consign.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A gateway that gives every caller the same answer, or breaks it off, and our adapter to it.
final class OneAnswer implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    static final int LARGEST_STATEMENT = 200_000;

    final SandboxClient gateway;
    volatile int status = 200;
    volatile String type = "application/json";
    volatile String body = "";
    volatile Ending ending = Ending.WHOLE;
    volatile String heard = "";
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);

    enum Ending {
        WHOLE,
        SILENCE,
        DRIP,
        CUT
    }

    OneAnswer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        gateway =
                new SandboxClient(
                        new GatewayCode("sandbox"),
                        new SandboxClientSettings(
                                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                                new Secret("key-1"),
                                "M1",
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                new SandboxClientSettings.StatementLimits(
                                        LARGEST_STATEMENT, Duration.ofSeconds(2))),
                        InstantSource.fixed(NOW));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = exchange.getRequestBody().readAllBytes();
            heard =
                    "%s %s %s"
                            .formatted(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI(),
                                    new String(request, StandardCharsets.UTF_8));
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            if (ending == Ending.SILENCE) {
                untilOver();
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (ending == Ending.WHOLE) {
                exchange.getResponseBody().write(bytes);
                return;
            }
            exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            exchange.getResponseBody().flush();
            if (ending == Ending.DRIP) {
                untilOver();
            }
        }
    }

    private void untilOver() {
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        gateway.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
