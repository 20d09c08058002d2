package dev.consign.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;

/// Answers whether this server keeps what it confirms, so that "committed" means it survives a
/// crash. Reads settings only; changes nothing.
public final class DatabaseChecks {
    /// No such table, or none for us.
    private static final Set<Integer> REFUSED = Set.of(1142, 1146);

    private final JdbcOperations jdbc;

    /// @param jdbc on the pool that the program will work with
    public DatabaseChecks(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /// @throws RefusedToStart when a confirmed commit can be lost, a lock can be waited for too
    ///   long, or the server does not take our login
    /// @throws DataAccessException when the server cannot be asked just now
    public void verify() {
        try {
            verifySettings();
        } catch (DataAccessException e) {
            var refused = SqlFailure.refusedLogin(e);
            if (refused.isPresent()) {
                throw new RefusedToStart(
                        "the database does not let us in, look at CONSIGN_DB_USER, CONSIGN_DB_PASSWORD and CONSIGN_DB_URL: "
                                + refused.get());
            }
            throw e;
        }
    }

    private void verifySettings() {
        if (number("@@innodb_flush_log_at_trx_commit") != 1) {
            throw new RefusedToStart(
                    "the database may lose confirmed commits: set innodb_flush_log_at_trx_commit=1");
        }
        if (number("@@log_bin") == 1 && number("@@sync_binlog") != 1) {
            throw new RefusedToStart(
                    "the database may lose confirmed commits from its binary log:"
                            + " set sync_binlog=1");
        }
        if (number("@@session.innodb_lock_wait_timeout")
                > DatabaseSettings.LONGEST_LOCK_WAIT.toSeconds()) {
            throw new RefusedToStart(
                    "the database waits for locks longer than our callers wait for us:"
                            + " set innodb_lock_wait_timeout to 5 or less");
        }
    }

    /// @return whether all these tables are there and may be read, which says that the migrations
    ///   have run and our user has been given its rights
    public boolean hasTables(List<String> tables) {
        return tables.stream().allMatch(table -> may("SELECT 1 FROM %s WHERE 1 = 0", table));
    }

    /// @return whether our user may take back what is written once, which no program of ours does
    public boolean mayRewrite(List<String> tables) {
        return tables.stream().anyMatch(table -> may("DELETE FROM %s WHERE 1 = 0", table));
    }

    /// Asked by doing it to no row: no list of rights says what a role or another name gives.
    private boolean may(String statement, String table) {
        try {
            jdbc.execute(statement.formatted(table));
            return true;
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof SQLException refused
                    && REFUSED.contains(refused.getErrorCode())) {
                return false;
            }
            throw e;
        }
    }

    private long number(String variable) {
        var value = jdbc.queryForObject("SELECT " + variable, Long.class);
        if (value == null) {
            throw new InvariantViolation("the database has no " + variable);
        }
        return value;
    }
}
