package dev.consign.testkit.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Keeps the last few logs of a child, each of a bounded size, and never reads more of one than was
/// asked for.
public final class LogFile {
    /// In bytes; with the old ones a child takes four times as much at most.
    public static final long LARGEST = 16 << 20;

    private static final int OLD_ONES = 3;
    private static final int TAIL_BYTES = 16 * 1024;

    private LogFile() {}

    /// Moves what a former run wrote aside, so that this run starts with an empty log.
    ///
    /// @param log the log file, which may not exist yet
    public static void rotate(Path log) {
        try {
            OwnerOnly.parent(log);
            if (Files.exists(log)) {
                makeRoom(log);
                Files.move(log, old(log, 1), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot rotate " + log, e);
        }
    }

    /// Puts a log that has become too large aside while its child goes on writing: it is copied and
    /// emptied, since the child holds on to the file. What is written between the two is lost.
    /// Where there is no room for the copy, the log is emptied all the same: a full disk ends more
    /// than a log.
    ///
    /// @param log appended to by somebody else; it may not exist
    /// @param largest in bytes
    public static void bound(Path log, long largest) {
        try {
            if (!Files.exists(log) || Files.size(log) <= largest) {
                return;
            }
            try {
                makeRoom(log);
                copy(log, old(log, 1));
            } finally {
                try (var file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    file.truncate(0);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot bound " + log, e);
        }
    }

    private static void copy(Path log, Path old) throws IOException {
        try {
            Files.copy(
                    log,
                    old,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            Files.deleteIfExists(old);
            throw e;
        }
    }

    private static void makeRoom(Path log) throws IOException {
        for (var age = OLD_ONES; age > 1; age--) {
            if (Files.exists(old(log, age - 1))) {
                Files.move(old(log, age - 1), old(log, age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path old(Path log, int age) {
        return log.resolveSibling(log.getFileName() + "." + age);
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
