package dev.consign.startup;

import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildSpec;
import dev.consign.testkit.process.JavaCommand;
import dev.consign.testkit.process.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One run of a finished program, as it is shipped, with exactly the settings given.
final class Program implements AutoCloseable {
    /// A program that is to end at once need not be fast later.
    static final List<String> FOR_A_SHORT_LIFE =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Child child;
    private final Path log;
    private final int port;

    private Program(Child child, Path log, int port) {
        this.child = child;
        this.log = log;
        this.port = port;
    }

    /// @param module `processor` or `reconciler`
    static Program start(String module, Map<String, String> settings, Path log, int port) {
        var child =
                new Child(
                        new ChildSpec(
                                module,
                                JavaCommand.jar(256, FOR_A_SHORT_LIFE, jar(module)),
                                settings,
                                log,
                                Readiness.tcp(port)));
        child.start();
        return new Program(child, log, port);
    }

    static Path jar(String module) {
        return Path.of(
                System.getProperty("consign.home"),
                "%1$s/target/%1$s-0.1.0-exec.jar".formatted(module));
    }

    /// Waits for the end.
    ///
    /// @return the exit code; -1 when it still runs after a long while
    int exitCode() throws InterruptedException {
        var process = child.running();
        return process.waitFor(5, TimeUnit.MINUTES) ? process.exitValue() : -1;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /// @return whether it serves and says that it is ready
    boolean isReady() throws InterruptedException {
        return answers("/actuator/health/readiness");
    }

    boolean isAlive() throws InterruptedException {
        return answers("/actuator/health/liveness");
    }

    private boolean answers(String path) throws InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + port + path);
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        child.stop(Duration.ofSeconds(20));
    }
}
