package dev.consign.testbed.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Writes files that only their owner may read; a reader sees the old text or the new, never half.
final class PrivateFile {
    private PrivateFile() {}

    static void write(Path file, String text) {
        var directory = file.toAbsolutePath().getParent();
        try {
            var temporary =
                    Files.createTempFile(
                            directory,
                            file.getFileName().toString(),
                            ".tmp",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(temporary, text, StandardCharsets.UTF_8);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                // Only there when the disk is full; tried again and again, it would not become
                // emptier.
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
