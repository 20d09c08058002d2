package dev.consign.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
    @TempDir Path directory;

    @Test
    void what_is_made_and_what_was_open_is_the_owners_alone() throws Exception {
        var made = directory.resolve("a/b");
        OwnerOnly.directory(made);
        assertThat(permissions(made)).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve("a"))).isEqualTo("rwx------");
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        OwnerOnly.directory(made);
        assertThat(permissions(made)).isEqualTo("rwx------");

        var file = made.resolve("log");
        OwnerOnly.file(file);
        assertThat(permissions(file)).isEqualTo("rw-------");
        Files.writeString(file, "kept");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        OwnerOnly.file(file);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(Files.readString(file)).isEqualTo("kept");
    }

    @Test
    void the_log_of_a_child_is_the_owners_alone_also_when_it_is_put_aside() throws Exception {
        var log = directory.resolve("log/child.log");
        var child =
                new Child(
                        new ChildSpec(
                                "child",
                                List.of("/bin/sh", "-c", "echo a secret"),
                                Map.of(),
                                log,
                                () -> true));
        child.start();
        assertThat(child.running().waitFor()).isZero();
        assertThat(Files.readString(log)).contains("a secret");
        LogFile.bound(log, 1);
        assertThat(permissions(log.resolveSibling("."))).isEqualTo("rwx------");
        for (var one : List.of("child.log", "child.log.1")) {
            assertThat(permissions(log.resolveSibling(one))).as(one).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
