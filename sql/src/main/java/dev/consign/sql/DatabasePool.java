package dev.consign.sql;

import com.zaxxer.hikari.HikariDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a bounded pool whose connections all behave alike, whatever the URL says: UTC, matched row
/// counts, READ COMMITTED, and every wait limited.
public final class DatabasePool {
    private static final Logger LOG = LoggerFactory.getLogger(DatabasePool.class);

    private DatabasePool() {}

    /// Opens no connection yet: a database that is down is waited for, not died of.
    ///
    /// @return to be closed by the caller
    public static HikariDataSource open(DatabaseSettings settings) {
        DatabaseUrl.of(settings.url()).warning().ifPresent(LOG::warn);
        var pool = new PatientPool();
        pool.setPoolName("database");
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(settings.poolSize());
        pool.setConnectionTimeout(settings.acquireTimeout().toMillis());
        pool.setValidationTimeout(settings.validationTimeout().toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setConnectionInitSql(
                "SET SESSION innodb_lock_wait_timeout = " + settings.lockWaitTimeout().toSeconds());
        // The driver lets these properties win over the URL's.
        pool.addDataSourceProperty("connectTimeout", settings.connectTimeout().toMillis());
        pool.addDataSourceProperty("socketTimeout", settings.socketTimeout().toMillis());
        pool.addDataSourceProperty("connectionTimeZone", "UTC");
        pool.addDataSourceProperty("forceConnectionTimeZoneToSession", "true");
        pool.addDataSourceProperty("rewriteBatchedStatements", "true");
        // Or the driver asks the server before every batch whether the transaction may write: one
        // round trip a batch of inserts, for an answer that is always yes.
        pool.addDataSourceProperty("readOnlyPropagatesToServer", "false");
        // Or it asks, before every transaction, how the connection isolates it: only we set that.
        pool.addDataSourceProperty("useLocalSessionState", "true");
        // A compare-and-set that finds its row has won, even if it writes the value already there.
        pool.addDataSourceProperty("useAffectedRows", "false");
        return pool;
    }
}
