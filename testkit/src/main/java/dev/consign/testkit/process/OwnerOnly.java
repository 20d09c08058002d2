package dev.consign.testkit.process;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Files and directories that nobody but their owner may read: what runs here has passwords, logs
/// and people's money in them (issue 11 number 7). Where the system knows no such permissions,
/// those of the directory above have to do.
public final class OwnerOnly {
    private static final Set<PosixFilePermission> DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /// Makes a directory with those above it, and takes others' rights to it away when it is there.
    public static void directory(Path path) throws IOException {
        Files.createDirectories(path, attributes(DIRECTORY));
        if (isKnown()) {
            Files.setPosixFilePermissions(path, DIRECTORY);
        }
    }

    /// Makes the directory of a file, with those above it; one that is there stays as it is.
    public static void parent(Path file) throws IOException {
        @Nullable Path parent = file.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            directory(parent);
        }
    }

    /// Makes an empty file, and takes others' rights to it away when it is there.
    public static void file(Path path) throws IOException {
        try {
            Files.createFile(path, attributes(FILE));
        } catch (FileAlreadyExistsException _) {
            if (isKnown() && Files.isRegularFile(path)) {
                Files.setPosixFilePermissions(path, FILE);
            }
        }
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return isKnown()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isKnown() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
