package dev.consign.processor.hibernate;

import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.DataSourceUtils;

/// Lets Hibernate work on the connection, and so in the transaction, that JDBC has open: there is
/// one transaction manager, and both commit or neither.
public final class Sessions {
    private final SessionFactory factory;
    private final DataSource database;

    public Sessions(SessionFactory factory, DataSource database) {
        this.factory = factory;
        this.database = database;
    }

    /// @param work must not keep the session
    /// @throws org.springframework.dao.DataAccessException what the database said, so that it is
    ///   read in the same way as JDBC's
    public <T> T call(Function<StatelessSession, T> work) {
        var connection = DataSourceUtils.getConnection(database);
        try (var session = factory.openStatelessSession(connection)) {
            return work.apply(session);
        } catch (JDBCException e) {
            throw new UncategorizedSQLException("Hibernate", e.getSQL(), e.getSQLException());
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }
}
