package dev.consign.testbed.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.consign.testbed.sandbox.account.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The gateway's HTTP face on the loopback address: checks the key, or that no web page is behind
/// what has none, and has the faults of the day.
final class SandboxServer implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final Duration LONGEST_HANG = Duration.ofMinutes(2);
    private static final long HANG_CHECK_NANOS = 50_000_000L;

    private final HttpServer http;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final JsonMapper json;
    private final byte[] authorization;
    private final AtomicReference<Faults> faults;
    private @Nullable Pages pages;

    SandboxServer(int port, String apiKey, AtomicReference<Faults> faults, JsonMapper json)
            throws IOException {
        this.json = json;
        this.faults = faults;
        this.authorization = ("Bearer " + apiKey).getBytes(StandardCharsets.UTF_8);
        this.http =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    }

    int port() {
        return http.getAddress().getPort();
    }

    void start(Pages served) {
        pages = served;
        http.setExecutor(workers);
        http.createContext("/", this::handle);
        http.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var today = faults.get();
            boolean fromShop = isShopPath(exchange.getRequestURI().getPath());
            Reply reply;
            try {
                if (!fromShop) {
                    WebPages.check(exchange.getRequestMethod(), exchange.getRequestHeaders());
                }
                reply = fromShop ? answerShop(exchange, today) : answer(exchange, today);
            } catch (Refusal refusal) {
                reply = Reply.refusal(refusal);
            } catch (RuntimeException e) {
                e.printStackTrace();
                reply = Reply.refusal(new Refusal(500, "internal", "the sandbox has a bug: " + e));
            }
            if (fromShop && today.hang()) {
                hang(today);
                return;
            }
            send(exchange, reply);
        }
    }

    private static boolean isShopPath(String path) {
        return path.startsWith("/payments") || path.startsWith("/statements");
    }

    private Reply answerShop(HttpExchange exchange, Faults today) throws IOException {
        var given = exchange.getRequestHeaders().getFirst("Authorization");
        var bytes = given == null ? new byte[0] : given.getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(bytes, authorization)) {
            throw new Refusal(401, "unauthorized", "send Authorization: Bearer <api key>");
        }
        countQuestion(exchange);
        if (today.latencyMs() > 0) {
            LockSupport.parkNanos(Duration.ofMillis(today.latencyMs()).toNanos());
        }
        double fate = ThreadLocalRandom.current().nextDouble();
        if (fate < today.errorRate() / 2) {
            throw new Refusal(503, "unavailable", "the gateway has a bad day; nothing was done");
        }
        var reply = answer(exchange, today);
        if (fate < today.errorRate()) {
            throw new Refusal(500, "internal", "the gateway has a bad day; it may have been done");
        }
        return reply;
    }

    /// Counted when it comes, however it is answered.
    private void countQuestion(HttpExchange exchange) {
        var served = pages;
        var path = exchange.getRequestURI().getPath();
        if (served != null
                && exchange.getRequestMethod().equals("GET")
                && path.startsWith("/payments/")) {
            served.questions().asked(path.substring("/payments/".length()));
        }
    }

    private Reply answer(HttpExchange exchange, Faults today) throws IOException {
        var served = pages;
        if (served == null) {
            throw new Refusal(503, "starting", "the sandbox is starting");
        }
        return served.answer(exchange, today);
    }

    private void hang(Faults since) {
        long end = System.nanoTime() + LONGEST_HANG.toNanos();
        while (faults.get().equals(since) && System.nanoTime() < end) {
            LockSupport.parkNanos(HANG_CHECK_NANOS);
        }
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        var text =
                reply.body() instanceof String string
                        ? string
                        : json.writeValueAsString(reply.body());
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        http.stop(0);
        workers.shutdownNow();
    }
}
