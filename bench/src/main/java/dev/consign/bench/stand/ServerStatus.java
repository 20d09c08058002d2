package dev.consign.bench.stand;

import dev.consign.testkit.database.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What the database server counts about itself, over all schemas.
public final class ServerStatus {
    /// Of 32,768; a round of a benchmark leaves about as many.
    private static final long FEW_PAGES = 2_000;

    private static final long CHECK_NANOS = 100_000_000L;

    private final Database database;

    /// @param database any schema of the server
    public ServerStatus(Database database) {
        this.database = database;
    }

    /// @param name of a status variable that is a number
    /// @throws IllegalArgumentException when there is no such
    public long value(String name) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.prepareStatement("SHOW GLOBAL STATUS LIKE ?")) {
            statement.setString(1, name);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalArgumentException("no status variable " + name);
                }
                return row.getLong(2);
            }
        }
    }

    /// What a benchmark wrote to begin with is on its way to the disk for a while, and whatever is
    /// measured then would wait for it.
    ///
    /// @param most no longer than this is waited
    /// @return pages that are not written back yet
    public long awaitWrittenBack(Duration most) throws SQLException {
        var end = System.nanoTime() + most.toNanos();
        var dirty = value("Innodb_buffer_pool_pages_dirty");
        while (dirty > FEW_PAGES && System.nanoTime() < end) {
            LockSupport.parkNanos(CHECK_NANOS);
            dirty = value("Innodb_buffer_pool_pages_dirty");
        }
        return dirty;
    }
}
