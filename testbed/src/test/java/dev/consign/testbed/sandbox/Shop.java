package dev.consign.testbed.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;

/// A shop that writes down every callback and answers what it is told to.
final class Shop implements AutoCloseable {
    private final HttpServer http;
    private final List<Callback> callbacks = new CopyOnWriteArrayList<>();

    record Callback(Map<String, List<String>> headers, String body) {
        String id() {
            return header("Webhook-id");
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("none")).getFirst();
        }
    }

    Shop(int port, IntSupplier status) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        var body = exchange.getRequestBody().readAllBytes();
                        callbacks.add(
                                new Callback(
                                        Map.copyOf(exchange.getRequestHeaders()),
                                        new String(body, StandardCharsets.UTF_8)));
                        exchange.sendResponseHeaders(status.getAsInt(), -1);
                    }
                });
        http.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/callbacks");
    }

    List<Callback> callbacks() {
        return callbacks;
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
