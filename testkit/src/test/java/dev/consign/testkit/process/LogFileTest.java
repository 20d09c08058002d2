package dev.consign.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogFileTest {
    private static final long LARGEST = 64 * 1024;

    @TempDir Path directory;

    @Test
    void the_last_few_are_kept() throws Exception {
        var log = directory.resolve("a.log");
        for (var run = 1; run <= 6; run++) {
            LogFile.rotate(log);
            Files.writeString(log, "run " + run);
        }
        assertThat(log).content().isEqualTo("run 6");
        assertThat(directory.resolve("a.log.1")).content().isEqualTo("run 5");
        assertThat(directory.resolve("a.log.2")).content().isEqualTo("run 4");
        assertThat(directory.resolve("a.log.3")).content().isEqualTo("run 3");
        try (var all = Files.list(directory)) {
            assertThat(all).hasSize(4);
        }
    }

    /// Issue 11, number 10: a child that is told a lot fills the disk.
    @Test
    void a_child_that_goes_on_writing_takes_no_more_than_its_share() throws Exception {
        var log = directory.resolve("loud.log");
        var loud =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                "for i in {1..100000}; do echo line $i; done; echo end")
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    LogFile.bound(log, LARGEST);
                    return !loud.isAlive();
                });
        // 1.2 MB were written; the child still writes to the same file.
        assertThat(log).content().endsWith("end\n");
        try (var all = Files.list(directory)) {
            var sizes = all.map(file -> file.toFile().length()).toList();
            assertThat(sizes).hasSizeBetween(2, 4);
            assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isLessThan(900_000);
        }
        assertThat(directory.resolve("loud.log.1")).content().startsWith("line ");
    }

    @Test
    void a_log_that_is_small_or_not_there_is_left_alone() throws Exception {
        var log = directory.resolve("small.log");
        LogFile.bound(log, LARGEST);
        Files.writeString(log, "a line");
        LogFile.bound(log, LARGEST);
        assertThat(log).content().isEqualTo("a line");
        assertThat(directory.resolve("small.log.1")).doesNotExist();
    }

    /// A directory stands where the copy goes, as good as a full disk.
    @Test
    void what_cannot_be_put_aside_is_emptied_all_the_same() throws Exception {
        var log = directory.resolve("b.log");
        for (var age = 1; age <= 3; age++) {
            Files.createDirectories(directory.resolve("b.log." + age + "/full"));
        }
        Files.writeString(log, "x".repeat((int) LARGEST + 1));
        assertThatThrownBy(() -> LogFile.bound(log, LARGEST))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(log).isEmptyFile();
    }
}
