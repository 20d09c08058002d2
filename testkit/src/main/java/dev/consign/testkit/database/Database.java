package dev.consign.testkit.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// One schema and a user who can reach nothing else.
///
/// @param jdbcUrl with every parameter that the product needs
/// @param user the user
/// @param password the password
public record Database(String jdbcUrl, String user, String password) {
    /// Parameters of every JDBC connection. Row counts are those of *matched* rows
    /// (`useAffectedRows=false`): a compare-and-set update that finds its row has won, even if it
    /// writes the value that was there.
    public static final String PARAMETERS =
            "?rewriteBatchedStatements=true"
                    + "&connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true"
                    + "&connectTimeout=5000&socketTimeout=20000"
                    + "&useAffectedRows=false";

    /// @return a new connection; the caller closes it
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    /// Without the password: this ends up in logs and test reports.
    @Override
    public String toString() {
        return user + "@" + jdbcUrl;
    }
}
