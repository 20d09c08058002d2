package dev.consign.testkit.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Says whether a child can be relied on now; asked again and again, so it must be cheap.
@FunctionalInterface
public interface Readiness {
    /// @return true when the child does its work
    /// @throws InterruptedException when the asking thread is told to stop
    boolean isReady() throws InterruptedException;

    /// @param uri must answer 200
    /// @return a check by HTTP that gives up after two seconds
    static Readiness http(URI uri) {
        var client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(2))
                        .build();
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
        return () -> {
            try {
                return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException _) {
                return false;
            }
        };
    }

    /// @param port on the loopback address
    /// @return a check that somebody accepts connections there
    static Readiness tcp(int port) {
        return () -> {
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return true;
            } catch (IOException _) {
                return false;
            }
        };
    }
}
