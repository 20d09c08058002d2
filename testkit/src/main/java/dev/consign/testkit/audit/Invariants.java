package dev.consign.testkit.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// Runs every file of `sql/invariants`: each returns the rows that should not be there.
public final class Invariants {
    private static final int MOST_ROWS = 20;

    private Invariants() {}

    /// The names of all invariants, without `.sql`.
    public static List<String> names() {
        return List.copyOf(statements().keySet());
    }

    /// Checks all of them in one snapshot, so that a system at work is seen at one moment.
    ///
    /// @return one sentence a violation; empty when all is well
    /// @throws SQLException when a statement cannot be run
    public static List<String> violations(Connection database) throws SQLException {
        var found = new ArrayList<String>();
        database.setAutoCommit(false);
        try (var statement = database.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
            for (var invariant : statements().entrySet()) {
                try (var rows = statement.executeQuery(invariant.getValue())) {
                    for (var row = 0; row < MOST_ROWS && rows.next(); row++) {
                        var columns = new ArrayList<String>();
                        for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            columns.add(
                                    rows.getMetaData().getColumnLabel(i) + "=" + rows.getString(i));
                        }
                        found.add(invariant.getKey() + ": " + String.join(", ", columns));
                    }
                }
            }
            return found;
        } finally {
            database.rollback();
            database.setAutoCommit(true);
        }
    }

    private static SortedMap<String, String> statements() {
        try {
            var files =
                    new PathMatchingResourcePatternResolver()
                            .getResources("classpath*:invariants/*.sql");
            var statements = new TreeMap<String, String>();
            for (var file : Arrays.asList(files)) {
                statements.put(
                        Objects.requireNonNull(file.getFilename()).replace(".sql", ""),
                        file.getContentAsString(StandardCharsets.UTF_8));
            }
            return statements;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
