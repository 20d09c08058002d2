package dev.consign.testbed.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What runs long ends in good order when it is told to, also when a script has put it in the
/// background, where SIGINT begins as ignored (issue 10).
class SignalsIT {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    private static final Duration LONG = Duration.ofMinutes(3);

    /// The database, the broker and one program at least.
    private static final int RUNNING = 3;

    @TempDir Path scratch;

    /// The codes are those of the signals; `up` is told to stop and that is no failure.
    @ParameterizedTest
    @CsvSource({
        "up, INT, 0",
        "up, TERM, 0",
        "demo, INT, 130",
        "demo, TERM, 143",
        "bench ingress --quick, INT, 130"
    })
    void a_command_in_the_background_of_a_script_stops_cleanly(
            String command, String signal, int code) throws Exception {
        var log = scratch.resolve("log.txt");
        var pid = scratch.resolve("pid");
        var script = script("./consign %s & echo $! > %s; wait $!".formatted(command, pid), log);
        var shell = script.start();
        try {
            await().atMost(LONG)
                    .until(() ->
                            Files.exists(pid)
                                    && !Files.readString(pid).isBlank()
                                    && (!shell.isAlive()
                                            // No longer the script, which has children too.
                                            || (process(pid)
                                                            .info()
                                                            .command()
                                                            .orElse("")
                                                            .endsWith("java")
                                                    && process(pid).descendants().count()
                                                            >= RUNNING)));
            assertThat(shell.isAlive()).as(Files.readString(log)).isTrue();
            var children = process(pid).descendants().toList();

            var told =
                    new ProcessBuilder("kill", "-" + signal, Files.readString(pid).strip())
                            .inheritIO()
                            .start();

            assertThat(told.waitFor()).isZero();
            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(shell.exitValue()).as(Files.readString(log)).isEqualTo(code);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
            assertThat(log).content().doesNotContain("Exception", "\tat ");
        } finally {
            shell.descendants().forEach(ProcessHandle::destroy);
            shell.destroy();
        }
    }

    private static ProcessHandle process(Path pid) throws Exception {
        var number = Long.parseLong(Files.readString(pid).strip());
        return ProcessHandle.of(number).orElseThrow();
    }

    private ProcessBuilder script(String text, Path output) {
        var ports = LaunchPorts.free();
        // Not interactive, so what goes into the background is left without SIGINT.
        var builder =
                new ProcessBuilder("bash", "-c", text)
                        .directory(HOME.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "CONSIGN_BUILT", "1",
                                "CONSIGN_DATA", scratch.resolve("data").toString(),
                                "CONSIGN_HTTP_PORT", "" + ports.http(),
                                "CONSIGN_RECONCILER_PORT", "" + ports.reconciler(),
                                "CONSIGN_SANDBOX_PORT", "" + ports.sandbox(),
                                "CONSIGN_DB_PORT", "" + ports.database(),
                                "CONSIGN_BROKER_PORT", "" + ports.broker()));
        return builder;
    }
}
