package dev.consign.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.testbed.launcher.BackgroundCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A benchmark ends in good order when it is told to, and with it all that it has started (issue
/// 10).
class BenchSignalsIT {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int INTERRUPTED = 130;

    @TempDir Path scratch;

    @Test
    void a_benchmark_in_the_background_of_a_script_stops_cleanly() throws Exception {
        try (var started = BackgroundCommand.start(HOME, "bench ingress --quick", scratch)) {
            var shell = started.shell();
            await().atMost(LONG)
                    .until(() ->
                            !shell.isAlive()
                                    || started.process()
                                            .filter(one -> one.descendants().count() >= 2)
                                            .isPresent());
            assertThat(shell.isAlive()).as(started.log()).isTrue();
            var children = started.process().orElseThrow().descendants().toList();

            assertThat(started.tell("INT")).isTrue();

            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(shell.exitValue()).as(started.log()).isEqualTo(INTERRUPTED);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
            assertThat(started.log()).doesNotContain("Exception", "\tat ");
        }
    }
}
