package dev.consign.testbed.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Ends the children that a killed launcher left behind, and never anybody else: a process counts
/// as ours only when its start time is the one that was noted with its id.
final class Leftovers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    private Leftovers() {}

    /// @param name of the child
    /// @param pid which the system gives to another process one day
    /// @param startedAt which tells that other process apart
    record Noted(String name, long pid, Instant startedAt) {}

    /// @param processes those that run now
    static void note(Path file, List<ProcessHandle> processes, List<String> names) {
        var noted = new ArrayList<Noted>();
        for (int i = 0; i < processes.size(); i++) {
            var process = processes.get(i);
            var name = names.get(i);
            process.info()
                    .startInstant()
                    .ifPresent(at -> noted.add(new Noted(name, process.pid(), at)));
        }
        PrivateFile.write(file, JSON.writeValueAsString(noted));
    }

    static void end(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        for (var noted : JSON.readValue(file, Noted[].class)) {
            running(noted)
                    .ifPresent(process -> {
                        process.destroyForcibly();
                        process.onExit().join();
                    });
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private static Optional<ProcessHandle> running(Noted noted) {
        return ProcessHandle.of(noted.pid())
                .filter(process ->
                        process.info()
                                .startInstant()
                                .map(at -> Duration.between(at, noted.startedAt()).abs())
                                .filter(apart -> apart.compareTo(CLOCK_STEP) <= 0)
                                .isPresent());
    }
}
