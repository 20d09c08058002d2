package dev.consign.testbed.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildSpec;
import dev.consign.testkit.process.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Issue 11, number 11: after a full disk nobody started the database any more.
@Timeout(60)
class WatchTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir Path directory;
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger noted = new AtomicInteger();
    private volatile boolean full;
    private @Nullable Watch watch;

    @AfterEach
    void stop() {
        if (watch != null) {
            watch.end();
            watch.child().stop(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_note_that_cannot_be_written_ends_no_watch_and_is_written_later() throws Exception {
        var watch = ready();
        full = true;
        for (var death = 1; death <= 3; death++) {
            var before = watch.child().pid();
            watch.child().kill9();
            await().atMost(LONG).until(() -> watch.isReady() && watch.child().pid() != before);
        }
        assertThat(told).filteredOn(line -> line.contains("cannot be noted")).hasSize(1);
        assertThat(noted).hasValue(1);

        full = false;

        await().atMost(LONG).until(() -> noted.get() == 2);
    }

    @Test
    void a_child_that_cannot_be_started_just_now_is_started_later() throws Exception {
        var watch = ready();
        var logs = directory.resolve("log");
        var aside = directory.resolve("aside");
        Files.move(logs, aside);
        Files.writeString(logs, "in the way of the directory");
        var before = watch.child().pid();
        watch.child().kill9();
        await().atMost(LONG)
                .until(() ->
                        told.stream()
                                .anyMatch(line -> line.contains("is not kept running just now")));

        Files.delete(logs);

        await().atMost(LONG).until(() -> watch.isReady() && watch.child().pid() != before);
    }

    /// What stands in the way of a file is as good as a full disk.
    @Test
    void all_of_it_goes_on_when_the_running_children_cannot_be_noted() throws Exception {
        var processes = directory.resolve("processes.json");
        try (var supervisor =
                new Supervisor(
                        processes,
                        () -> {},
                        line -> {
                            told.add(line);
                            throw new IllegalStateException("whoever listens fails as well");
                        })) {
            var watched = supervisor.watch(child());
            assertThat(watched.firstReady()).succeedsWithin(LONG);
            Files.delete(processes);
            Files.createDirectories(processes.resolve("in-the-way"));
            for (var death = 1; death <= 2; death++) {
                var before = watched.child().pid();
                watched.child().kill9();
                await().atMost(LONG)
                        .until(() -> watched.isReady() && watched.child().pid() != before);
            }
            assertThat(told).anyMatch(line -> line.contains("cannot be noted"));

            Trees.delete(processes);

            await().atMost(LONG).until(() -> Files.isRegularFile(processes));
        }
    }

    @Test
    void before_the_first_time_it_fails_at_once_and_says_why() {
        full = true;
        var started = watch();
        assertThat(started.firstReady())
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining("No space left on device");
    }

    /// Issue 12: it was started five times, and the reason stood somewhere in the log.
    @Test
    void a_child_that_refuses_to_start_is_not_started_again_and_its_reason_is_told() {
        var runs = directory.resolve("runs");
        var refusing =
                new Child(
                        new ChildSpec(
                                "processor",
                                List.of(
                                        "sh",
                                        "-c",
                                        "echo run >> %s; echo '12:00 ERROR x : refused to start: CONSIGN_X is not set'; exit 78"
                                                .formatted(runs)),
                                Map.of(),
                                directory.resolve("log/processor.log"),
                                () -> false));
        var made = new Watch(refusing, this::note, told::add);
        watch = made;
        made.start();

        assertThat(made.firstReady())
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining(
                        "The processor refuses to start: CONSIGN_X is not set. (Its log: ");
        assertThat(runs).content().isEqualTo("run\n");
        assertThat(told).isEmpty();
    }

    private Watch ready() {
        var started = watch();
        assertThat(started.firstReady()).succeedsWithin(LONG);
        return started;
    }

    private Watch watch() {
        var made = new Watch(child(), this::note, told::add);
        watch = made;
        made.start();
        return made;
    }

    private Child child() {
        return new Child(
                new ChildSpec(
                        "sleeper",
                        List.of("sleep", "600"),
                        Map.of(),
                        directory.resolve("log/sleeper.log"),
                        () -> true));
    }

    private void note() {
        if (full) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }
        noted.incrementAndGet();
    }
}
