package dev.consign.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// Times go to and from DATETIME(3) columns as UTC whatever zone the server, the driver or the JVM
/// thinks it is in. Milliseconds: what is finer is cut off, so that a time read back equals the one
/// written.
public final class Utc {
    private Utc() {}

    /// The column value of an instant.
    public static LocalDateTime column(Instant instant) {
        return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
    }

    /// The instant in a column that is never null.
    ///
    /// @throws SQLException when there is no such column
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
