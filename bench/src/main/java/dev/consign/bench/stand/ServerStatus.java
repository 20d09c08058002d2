package dev.consign.bench.stand;

import dev.consign.testbed.database.Database;
import java.sql.SQLException;

/// What the database server counts about itself, over all schemas.
public final class ServerStatus {
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
}
