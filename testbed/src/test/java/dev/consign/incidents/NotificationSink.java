package dev.consign.incidents;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Where the shop takes notifications, in as bad a mood as a test wants it to be.
final class NotificationSink {
    enum Mood {
        WELL,
        /// Answers 500.
        BROKEN,
        /// Takes the request and never answers.
        SILENT,
        /// Nobody listens on the port.
        GONE
    }

    private final int port;
    private @Nullable HttpServer http;
    private volatile Mood mood = Mood.WELL;
    private volatile CountDownLatch silence = new CountDownLatch(0);

    NotificationSink() throws IOException {
        port = listen(0);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port + "/notifications");
    }

    synchronized void be(Mood wanted) throws IOException {
        silence.countDown();
        silence = new CountDownLatch(wanted == Mood.SILENT ? 1 : 0);
        mood = wanted;
        if (wanted == Mood.GONE && http != null) {
            http.stop(0);
            http = null;
        } else if (wanted != Mood.GONE && http == null) {
            listen(port);
        }
    }

    private synchronized int listen(int wanted) throws IOException {
        var server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        http = server;
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            silence.await();
            exchange.sendResponseHeaders(mood == Mood.WELL ? 204 : 500, -1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
