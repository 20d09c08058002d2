package dev.consign.bench.stand;

import dev.consign.testkit.process.ParentWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/// What a measured program is told by its environment, and how it says that it is ready. It ends
/// when its parent does.
///
/// @param databaseUrl JDBC, with the product's own parameters
/// @param brokerUrl of a broker that nobody else uses
/// @param consumers threads or sessions that take messages in
/// @param ready file to make once messages are taken in
public record Program(
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        String brokerUrl,
        String brokerUser,
        String brokerPassword,
        int consumers,
        Path ready) {
    /// The queue of all contenders.
    public static final String QUEUE = "consign.payment.callback";

    /// Reads what [#environment()] wrote.
    public static Program ofEnvironment() {
        ParentWatch.start();
        return new Program(
                given("BENCH_DB_URL"),
                given("BENCH_DB_USER"),
                given("BENCH_DB_PASSWORD"),
                given("BENCH_BROKER_URL"),
                given("BENCH_BROKER_USER"),
                given("BENCH_BROKER_PASSWORD"),
                Integer.parseInt(given("BENCH_CONSUMERS")),
                Path.of(given("BENCH_READY")));
    }

    Map<String, String> environment() {
        return Map.of(
                "BENCH_DB_URL", databaseUrl,
                "BENCH_DB_USER", databaseUser,
                "BENCH_DB_PASSWORD", databasePassword,
                "BENCH_BROKER_URL", brokerUrl,
                "BENCH_BROKER_USER", brokerUser,
                "BENCH_BROKER_PASSWORD", brokerPassword,
                "BENCH_CONSUMERS", Integer.toString(consumers),
                "BENCH_READY", ready.toString());
    }

    /// Says that messages are taken in from now on, and keeps the main thread until the process is
    /// told to end.
    public void serve() throws InterruptedException {
        try {
            Files.createFile(ready);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot say that we are ready", e);
        }
        new CountDownLatch(1).await();
    }

    private static String given(String variable) {
        return Objects.requireNonNull(System.getenv(variable), variable);
    }

    /// Without passwords.
    @Override
    public String toString() {
        return "%s, %s, %d consumers".formatted(databaseUrl, brokerUrl, consumers);
    }
}
