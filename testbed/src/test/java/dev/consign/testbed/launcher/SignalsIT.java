package dev.consign.testbed.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What runs long ends in good order when it is told to, also when a script has put it in the
/// background (issue 10). That `bench` does so is tested where it is built.
class SignalsIT {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    private static final Duration LONG = Duration.ofMinutes(3);

    /// The database, the broker and one program at least.
    private static final int RUNNING = 3;

    @TempDir Path scratch;

    /// The codes are those of the signals; `up` is told to stop and that is no failure.
    @ParameterizedTest
    @CsvSource({"up, INT, 0", "up, TERM, 0", "demo, INT, 130", "demo, TERM, 143"})
    void a_command_in_the_background_of_a_script_stops_cleanly(
            String command, String signal, int code) throws Exception {
        try (var started = BackgroundCommand.start(HOME, command, scratch)) {
            var shell = started.shell();
            await().atMost(LONG)
                    .until(() ->
                            !shell.isAlive()
                                    || started.process()
                                            .filter(one -> one.descendants().count() >= RUNNING)
                                            .isPresent());
            assertThat(shell.isAlive()).as(started.log()).isTrue();
            var children = started.process().orElseThrow().descendants().toList();

            assertThat(started.tell(signal)).isTrue();

            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(shell.exitValue()).as(started.log()).isEqualTo(code);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
            assertThat(started.log()).doesNotContain("Exception", "\tat ");
        }
    }
}
