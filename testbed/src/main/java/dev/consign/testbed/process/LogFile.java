package dev.consign.testbed.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/// Keeps the log of this run and of the one before, and never reads more of it than was asked for.
public final class LogFile {
    private static final int TAIL_BYTES = 16 * 1024;

    private LogFile() {}

    /// Moves what a former run wrote aside, so that this run starts with an empty log.
    ///
    /// @param log the log file, which may not exist yet
    public static void rotate(Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            if (Files.exists(log)) {
                var old = log.resolveSibling(log.getFileName() + ".1");
                Files.move(log, old, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot rotate " + log, e);
        }
    }

    /// @param log the log file, which may not exist
    /// @param lines how many lines at most
    /// @return the last lines, indented; of a very long log only the end is looked at
    public static String tail(Path log, int lines) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var bytes = new byte[(int) Math.min(file.length(), TAIL_BYTES)];
            file.seek(file.length() - bytes.length);
            file.readFully(bytes);
            var all = new String(bytes, StandardCharsets.UTF_8).stripTrailing().split("\n", -1);
            var last = Arrays.asList(all).subList(Math.max(0, all.length - lines), all.length);
            return String.join("\n", last).indent(2).stripTrailing();
        } catch (IOException _) {
            return "  (no log)";
        }
    }
}
