package dev.consign.testbed.launcher;

import dev.consign.testkit.process.OwnerOnly;
import dev.consign.testkit.process.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A directory that belongs to one run at a time, and to Consign: nothing else is ever deleted. In
/// it may be directories of that kind which others use meanwhile: those of `demo`, `bench` and
/// `attack`.
public final class DataDirectory implements AutoCloseable {
    private static final String MARKER = ".consign-data";
    private static final String LOCK = "launcher.lock";

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// @param fresh whether to delete what a former run left
    /// @throws LaunchFailure when somebody else uses it or when it is not ours
    static DataDirectory open(Path path, boolean fresh) {
        try {
            claim(path, fresh);
            var channel =
                    FileChannel.open(
                            path.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new LaunchFailure(
                        "The data directory "
                                + path
                                + " is in use by another run: stop it, or choose another directory"
                                + " with --data or CONSIGN_DATA.");
            }
            var directory = new DataDirectory(path, channel);
            Leftovers.end(directory.processes());
            if (fresh) {
                directory.empty();
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the data directory " + path, e);
        }
    }

    /// Makes the directory Consign's own: from here on `up` works in it, and beside it.
    ///
    /// @throws LaunchFailure when it holds files that are not ours
    public static void claim(Path path) {
        try {
            claim(path, false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the directory " + path, e);
        }
    }

    private static void claim(Path path, boolean fresh) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new LaunchFailure(path + " is not a directory.");
        }
        if (Files.isDirectory(path) && !isOurs(path)) {
            try (var entries = Files.list(path)) {
                if (!entries.allMatch(DataDirectory::isOurs)) {
                    throw new LaunchFailure(
                            path
                                    + " holds files that are not Consign's: choose an empty"
                                    + " directory with --data or CONSIGN_DATA.");
                }
            }
        }
        var marker = path.resolve(MARKER);
        if (!fresh) {
            SchemaMark.refuseOther(marker);
        }
        OwnerOnly.directory(path);
        SchemaMark.write(marker);
    }

    /// A former bench left its marker one level below its results.
    private static boolean isOurs(Path path) {
        return Files.exists(path.resolve(MARKER))
                || Files.exists(path.resolve("run").resolve(MARKER));
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private void empty() throws IOException {
        var kept = Set.of(MARKER, LOCK);
        try (var entries = Files.list(path)) {
            for (var entry : entries.toList()) {
                // What demo, bench and attack keep here is theirs, and may be in use.
                if (!kept.contains(entry.getFileName().toString()) && !isOurs(entry)) {
                    Trees.delete(entry);
                }
            }
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    Path log(String name) {
        return path.resolve("log").resolve(name + ".log");
    }

    Path processes() {
        return path.resolve("processes.json");
    }

    Path description() {
        return path.resolve("consign.json");
    }

    /// Lets others have the directory.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give up the lock of " + path, e);
        }
    }
}
