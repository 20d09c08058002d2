package dev.consign.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/// Writes many rows in one statement, written out as one. The driver can join a batch of INSERTs by
/// itself (`rewriteBatchedStatements`), but copies every value three times to do so.
public final class Batch {
    /// Keeps a statement well under what a server takes in one packet.
    private static final int MOST_ROWS = 1_000;

    private static final String VALUES = "VALUES ";

    private Batch() {}

    /// Does nothing when there are no rows.
    ///
    /// @param insert one INSERT with `VALUES (…)` for one row, and a parameter for each column that
    ///   has no literal there
    /// @param rows the values in the order of the parameters, null for NULL
    public static void insert(JdbcOperations jdbc, String insert, List<@Nullable Object[]> rows) {
        for (var start = 0; start < rows.size(); start += MOST_ROWS) {
            var part = rows.subList(start, Math.min(start + MOST_ROWS, rows.size()));
            jdbc.update(forRows(insert, part.size()), statement -> set(statement, part));
        }
    }

    private static String forRows(String insert, int rows) {
        var start = insert.indexOf(VALUES) + VALUES.length();
        var end = insert.indexOf(')', start) + 1;
        var row = insert.substring(start, end);
        return insert.substring(0, end) + (", " + row).repeat(rows - 1) + insert.substring(end);
    }

    private static void set(PreparedStatement statement, List<@Nullable Object[]> rows)
            throws SQLException {
        var times = new Times();
        var at = 1;
        for (var row : rows) {
            for (var value : row) {
                set(statement, at++, value, times);
            }
        }
    }

    /// By type: asked to find out by itself, the driver looks each value's class up in a table.
    private static void set(
            PreparedStatement statement, int at, @Nullable Object value, Times times)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(at, Types.NULL);
            case String text -> statement.setString(at, text);
            case Integer number -> statement.setInt(at, number);
            case Long number -> statement.setLong(at, number);
            case byte[] bytes -> statement.setBytes(at, bytes);
            case LocalDateTime time -> statement.setString(at, times.text(time));
            default -> statement.setObject(at, value);
        }
    }

    /// Most rows of a batch bear the same time; it is spelt out once.
    private static final class Times {
        private @Nullable LocalDateTime last;
        private String text = "";

        String text(LocalDateTime time) {
            if (!time.equals(last)) {
                last = time;
                text = time.toString();
            }
            return text;
        }
    }
}
