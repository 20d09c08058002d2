package dev.consign.testbed.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// Notes in the marker of a data directory which schema its database has, so that a version that
/// does not know that schema says so at once, before anything is started.
final class SchemaMark {
    private static final Pattern NOTED = Pattern.compile("(?m)^schema (\\d{1,9}) ([0-9a-f]{16})$");
    private static final Pattern MIGRATION = Pattern.compile("V(\\d{1,9})__.*\\.sql");
    private static final int DIGEST_BYTES = 8;

    private SchemaMark() {}

    /// @throws LaunchFailure when a version with other migrations has been at work here
    static void refuseOther(Path marker) throws IOException {
        if (!Files.exists(marker)) {
            return;
        }
        var noted = NOTED.matcher(Files.readString(marker));
        if (!noted.find()) {
            return;
        }
        var number = Integer.parseInt(noted.group(1));
        var ours = migrations();
        if (number <= ours.lastKey() && noted.group(2).equals(digest(ours, number))) {
            return;
        }
        throw new LaunchFailure(
                "%s is of another version of Consign (its database has %s): use that version, choose another directory with --data or CONSIGN_DATA, or delete what is in this one with --fresh."
                        .formatted(
                                marker.toAbsolutePath().getParent(),
                                number > ours.lastKey()
                                        ? "schema %d, this version knows up to %d"
                                                .formatted(number, ours.lastKey())
                                        : "a schema %d that is not this version's"
                                                .formatted(number)));
    }

    static void write(Path marker) throws IOException {
        var ours = migrations();
        Files.writeString(
                marker,
                "This directory is Consign's.\nschema %d %s\n"
                        .formatted(ours.lastKey(), digest(ours, ours.lastKey())));
    }

    /// Those that this version brings along, by number.
    private static SortedMap<Integer, Resource> migrations() throws IOException {
        var files =
                new PathMatchingResourcePatternResolver()
                        .getResources("classpath*:db/migration/V*.sql");
        var migrations = new TreeMap<Integer, Resource>();
        for (var file : files) {
            var name = MIGRATION.matcher(Objects.requireNonNull(file.getFilename()));
            if (name.matches()) {
                migrations.put(Integer.parseInt(name.group(1)), file);
            }
        }
        return migrations;
    }

    private static String digest(SortedMap<Integer, Resource> migrations, int last)
            throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var migration : migrations.headMap(last + 1).values()) {
                digest.update(migration.getContentAsByteArray());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
