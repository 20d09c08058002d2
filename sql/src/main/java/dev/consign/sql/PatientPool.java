package dev.consign.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/// A pool whose connections answer within the [Patience] of whoever takes them; given back, they
/// have the pool's own time-out again. Setting it costs nothing: it is the socket's, on our side.
final class PatientPool extends HikariDataSource {
    @Override
    public Connection getConnection() throws SQLException {
        var connection = super.getConnection();
        var patience = Patience.current();
        if (patience.isPresent()) {
            limit(connection, Math.toIntExact(patience.get().toMillis()));
        }
        return connection;
    }

    private static void limit(Connection connection, int millis) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, millis);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
