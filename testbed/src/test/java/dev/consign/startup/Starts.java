package dev.consign.startup;

import static org.awaitility.Awaitility.await;

import dev.consign.testkit.process.JavaCommand;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// The starts of one program in [ManyStarts], seen from outside: what each of them logged.
final class Starts implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(3);

    private final Path directory;
    private final Path log;
    private final Process process;
    private final BufferedWriter input;
    private int number;
    private int read;

    /// @param module `processor` or `reconciler`
    /// @param directory for its log and its settings
    Starts(String module, Path directory) throws IOException {
        this.directory = directory;
        log = directory.resolve("starts-of-" + module + ".log");
        var name = Character.toUpperCase(module.charAt(0)) + module.substring(1) + "Application";
        var builder =
                new ProcessBuilder(
                        JavaCommand.beside(
                                256,
                                Program.FOR_A_SHORT_LIFE,
                                Program.jar(module),
                                alone(directory),
                                ManyStarts.class.getName(),
                                "dev.consign.%s.%s".formatted(module, name)));
        builder.environment().clear();
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        input = process.outputWriter(StandardCharsets.US_ASCII);
    }

    /// A directory with this one class of the tests: nothing else of theirs may be found there.
    private static Path alone(Path directory) throws IOException {
        var classes = directory.resolve("classes");
        var name = ManyStarts.class.getName().replace('.', '/') + ".class";
        var file = classes.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        if (Files.notExists(file)) {
            try (var bytes = ManyStarts.class.getClassLoader().getResourceAsStream(name)) {
                Files.write(file, Objects.requireNonNull(bytes).readAllBytes());
            }
        }
        return classes;
    }

    /// Starts it once.
    ///
    /// @throws AssertionError when it was not refused
    String refusal(Map<String, String> settings) throws IOException {
        number++;
        var file = Files.createTempFile(directory, "settings-", ".properties");
        var properties = new Properties();
        properties.putAll(settings);
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        input.write(file + "\n");
        input.flush();
        var ends = List.of(ManyStarts.REFUSED + number + "\n", ManyStarts.STARTED + number + "\n");
        await().atMost(LONG)
                .until(() -> !process.isAlive() || ends.stream().anyMatch(said()::contains));
        var said = said();
        var end = said.indexOf(ends.getFirst(), read);
        if (end < 0) {
            throw new AssertionError("it was not refused: " + said.substring(read));
        }
        var own = said.substring(read, end);
        read = end + ends.getFirst().length();
        return own;
    }

    private String said() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            input.close();
        } catch (IOException _) {
            // It is gone, and what was written to it with it.
        }
    }
}
