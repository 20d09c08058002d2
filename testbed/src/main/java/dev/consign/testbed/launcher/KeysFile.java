package dev.consign.testbed.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the keys of people are on this machine: made once, empty, and theirs to edit while
/// everything runs.
final class KeysFile {
    private static final String EMPTY =
            """
            # Keys of people, one a line: name role key [end]. Read anew when this file changes.
            # fay  finance  (openssl rand -hex 24)  2027-06-30
            """;

    private KeysFile() {}

    /// @return the same path; the file is there
    static Path in(Path file) {
        if (!Files.exists(file)) {
            PrivateFile.write(file, EMPTY);
        }
        return file;
    }
}
