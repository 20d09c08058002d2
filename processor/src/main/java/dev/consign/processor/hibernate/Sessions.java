package dev.consign.processor.hibernate;

import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.Configuration;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/// Lets Hibernate work on the connection, and so in the transaction, that JDBC has open: there is
/// one transaction manager, and both commit or neither. Hibernate is built by hand: it opens no
/// connection of its own, changes no schema (a field is its column in snake case), and asks the
/// driver nothing (which fails on MariaDB).
@Component
public final class Sessions implements AutoCloseable {
    private final SessionFactory factory;
    private final DataSource database;

    Sessions(List<Entities> entities, DataSource database) {
        var classes = entities.stream().flatMap(some -> some.classes().stream());
        this.factory =
                new Configuration()
                        .setPhysicalNamingStrategy(new PhysicalNamingStrategySnakeCaseImpl())
                        .addAnnotatedClasses(classes.toArray(Class<?>[]::new))
                        .setProperty("hibernate.boot.allow_jdbc_metadata_access", "false")
                        .setProperty("hibernate.dialect", "org.hibernate.dialect.MySQLDialect")
                        .setProperty("hibernate.hbm2ddl.auto", "none")
                        .setProperty("hibernate.type.java_time_use_direct_jdbc", "true")
                        // Transactions are begun and ended by Spring, on the connection it hands
                        // over.
                        .setProperty("hibernate.allow_update_outside_transaction", "true")
                        .setProperty("jakarta.persistence.validation.mode", "none")
                        .buildSessionFactory();
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

    @Override
    public void close() {
        factory.close();
    }
}
