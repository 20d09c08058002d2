package dev.consign.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildSpec;
import dev.consign.testkit.process.Ports;
import dev.consign.testkit.process.Readiness;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// The distribution of Artemis that anybody can have, and an instance that our script made of it.
final class StockBroker implements AutoCloseable {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Path instance;
    private final int port;
    private final Child child;

    private StockBroker(Path instance, int port, Child child) {
        this.instance = instance;
        this.port = port;
        this.child = child;
    }

    /// What the script said, and its exit code.
    record Answer(int code, String text) {}

    /// Follows the README: makes an instance, and starts it.
    ///
    /// @param options beside the port
    /// @param run what is added to the command that starts it
    static StockBroker start(Path directory, List<String> options, String... run) throws Exception {
        var port = Ports.free();
        var instance = directory.resolve("broker");
        var arguments =
                new ArrayList<>(
                        List.of(
                                distribution().toString(),
                                instance.toString(),
                                "--port",
                                String.valueOf(port)));
        arguments.addAll(options);
        var answer = script(directory, arguments);
        assertThat(answer.code()).as(answer.text()).isZero();
        var command = new ArrayList<>(List.of(instance.resolve("bin/artemis").toString(), "run"));
        command.addAll(List.of(run));
        var spec =
                new ChildSpec(
                        "stock-broker",
                        command,
                        java(),
                        directory.resolve("broker.log"),
                        Readiness.tcp(port));
        var child = new Child(spec);
        child.start();
        child.awaitReady(START);
        return new StockBroker(instance, port, child);
    }

    /// Runs the script and nothing else.
    static Answer script(Path directory, List<String> arguments) throws Exception {
        var output = directory.resolve("script.txt");
        var command = new ArrayList<String>();
        command.add(HOME.resolve("broker-config/artemis-instance.sh").toString());
        command.addAll(arguments);
        var builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(java());
        var process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the script ends").isTrue();
        return new Answer(process.exitValue(), Files.readString(output));
    }

    /// As the build has unpacked it, whatever its version.
    static Path distribution() throws IOException {
        try (var found = Files.list(HOME.resolve("testbed/target/artemis"))) {
            return found.filter(one -> Files.isRegularFile(one.resolve("bin/artemis")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    Path etc() {
        return instance.resolve("etc");
    }

    String password(String user) throws IOException {
        var users = new Properties();
        users.load(new StringReader(Files.readString(etc().resolve("artemis-users.properties"))));
        return Objects.requireNonNull(users.getProperty(user), user);
    }

    private static Map<String, String> java() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"));
    }

    @Override
    public void close() {
        child.stop(STOP);
    }
}
