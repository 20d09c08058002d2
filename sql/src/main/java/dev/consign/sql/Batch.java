package dev.consign.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/// Writes many rows in one statement, written out as one. The driver can join a batch of INSERTs by
/// itself (`rewriteBatchedStatements`), but copies every value three times to do so. Numbers and
/// times stand in the statement as they are; all text is bound.
public final class Batch {
    /// Ten entries for each of the thousand facts of the largest batch: still one statement, and
    /// well under what a server takes in one packet.
    private static final int MOST_ROWS = 10_000;

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
            jdbc.update(statement(insert, part), statement -> bind(statement, part));
        }
    }

    private static String statement(String insert, List<@Nullable Object[]> rows) {
        var start = insert.indexOf(VALUES) + VALUES.length();
        var end = insert.indexOf(')', start) + 1;
        var pieces = insert.substring(start, end).split("\\?", -1);
        var sql = new StringBuilder(insert.length() + rows.size() * (end - start) * 4);
        sql.append(insert, 0, start);
        var times = new Times();
        for (var row : rows) {
            for (var i = 0; i < row.length; i++) {
                sql.append(pieces[i]);
                switch (row[i]) {
                    case null -> sql.append("NULL");
                    case Integer number -> sql.append(number.intValue());
                    case Long number -> sql.append(number.longValue());
                    case LocalDateTime time -> sql.append(times.text(time));
                    default -> sql.append('?');
                }
            }
            sql.append(pieces[row.length]).append(", ");
        }
        sql.setLength(sql.length() - 2);
        return sql.append(insert, end, insert.length()).toString();
    }

    /// What does not stand in the statement.
    private static void bind(PreparedStatement statement, List<@Nullable Object[]> rows)
            throws SQLException {
        var at = 1;
        for (var row : rows) {
            for (var value : row) {
                switch (value) {
                    case null -> {}
                    case Integer _ -> {}
                    case Long _ -> {}
                    case LocalDateTime _ -> {}
                    // By type: asked to find out by itself, the driver looks it up in a table.
                    case String text -> statement.setString(at++, text);
                    case byte[] bytes -> statement.setBytes(at++, bytes);
                    default -> statement.setObject(at++, value);
                }
            }
        }
    }

    /// Most rows of a batch bear the same time; it is spelt out once.
    private static final class Times {
        private @Nullable LocalDateTime last;
        private String text = "";

        String text(LocalDateTime time) {
            if (!time.equals(last)) {
                last = time;
                text = "'" + time + "'";
            }
            return text;
        }
    }
}
