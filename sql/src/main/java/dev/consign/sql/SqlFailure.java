package dev.consign.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;

/// Says what a failed statement means. No other class looks at SQL codes.
public enum SqlFailure {
    /// Another transaction was in the way: the same work will succeed when repeated. 1213 deadlock,
    /// 1205 lock wait, 1020 changed since read (MariaDB's snapshot isolation), SQLState 40001.
    CONFLICT,
    /// 1062: a unique key already has this row.
    DUPLICATE,
    /// The database is not there, or not able to do its work: gone, shutting down, full, read-only
    /// after a fail-over, or with rights or a password that somebody took away. No message is at
    /// fault for that, and none may be buried for it.
    DOWN,
    /// Anything else: our bug, or data the schema refuses.
    OTHER;

    private static final Set<Integer> CONFLICTS = Set.of(1213, 1205, 1020);
    private static final int DUPLICATE_ENTRY = 1062;

    /// 1044 no right to the schema, 1045 wrong user or password, 1049 no such schema, 1698 no
    /// password where one is needed.
    private static final Set<Integer> LOGIN = Set.of(1044, 1045, 1049, 1698);

    // 1053 shutting down; 1290, 1836 read-only; 3, 1021, 1026, 1030, 1114 disk or table full or
    // broken;
    // 1037, 1038, 1041, 1135 out of memory or threads; 1040, 1203, 1226 too many connections; 1044,
    // 1045,
    // 1142, 1143, 1227 rights; 1158 to 1161 network; 1180, 1181 commit or roll-back failed; 1317,
    // 1927,
    // 2006, 2013 statement or connection killed.
    private static final Set<Integer> NOT_ABLE =
            Set.of(
                    3, 1021, 1026, 1030, 1037, 1038, 1040, 1041, 1044, 1045, 1053, 1114, 1135, 1142,
                    1143, 1158, 1159, 1160, 1161, 1180, 1181, 1203, 1226, 1227, 1290, 1317, 1836,
                    1927, 2006, 2013);

    /// @param failure anything thrown by JDBC or Spring around it
    public static SqlFailure of(Throwable failure) {
        return failure instanceof TransactionSystemException ending
                ? ofEnding(ending)
                : ofStatement(failure);
    }

    /// A commit or a roll-back that fails without a code we know is never our bug: it happens on a
    /// connection that is gone, whose transaction the server rolls back, or has committed, without
    /// us. Spring throws the failed roll-back and keeps what it was for beside it, or not at all.
    private static SqlFailure ofEnding(TransactionSystemException ending) {
        var first = ending.getApplicationException();
        var meaning = ofStatement(first == null ? ending : first);
        return meaning == OTHER ? DOWN : meaning;
    }

    private static SqlFailure ofStatement(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return of(sql);
            }
        }
        return OTHER;
    }

    /// What the server says against our login or our schema: at the start, that a setting is wrong.
    ///
    /// @return the server's own words, which hold the user and never the password; empty when
    ///   something else failed
    public static Optional<String> refusedLogin(Throwable failure) {
        var words = Optional.<String>empty();
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && (LOGIN.contains(sql.getErrorCode())
                            || String.valueOf(sql.getSQLState()).startsWith("28"))) {
                // The innermost: a pool whose time was over says so under the server's own state.
                words = Optional.of(String.valueOf(sql.getMessage()));
            }
        }
        return words;
    }

    /// Whether it comes from the database at all, and not from the code that uses it.
    public static boolean isDatabase(Throwable failure) {
        return failure instanceof DataAccessException || failure instanceof TransactionException;
    }

    private static SqlFailure of(SQLException sql) {
        var state = sql.getSQLState() == null ? "" : sql.getSQLState();
        if (CONFLICTS.contains(sql.getErrorCode()) || state.equals("40001")) {
            return CONFLICT;
        }
        if (sql.getErrorCode() == DUPLICATE_ENTRY) {
            return DUPLICATE;
        }
        // Class 08 is a lost or refused connection, 28 a refused login; the pool throws its own
        // transient exception when no connection came in time.
        if (state.startsWith("08")
                || state.startsWith("28")
                || NOT_ABLE.contains(sql.getErrorCode())
                || sql instanceof SQLTransientConnectionException) {
            return DOWN;
        }
        return OTHER;
    }
}
