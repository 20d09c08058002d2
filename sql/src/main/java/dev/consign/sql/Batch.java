package dev.consign.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcOperations;

/// Writes many rows in one statement: the driver joins a batch of INSERTs into one, however many
/// rows there are (`rewriteBatchedStatements`).
public final class Batch {
    private Batch() {}

    /// Does nothing when there are no rows.
    ///
    /// @param insert one INSERT with a parameter for each column
    /// @param rows the values in the order of the parameters, null for NULL
    public static void insert(JdbcOperations jdbc, String insert, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                insert,
                new BatchPreparedStatementSetter() {
                    @Override
                    public void setValues(PreparedStatement statement, int i) throws SQLException {
                        var parameter = 1;
                        for (var value : rows.get(i)) {
                            statement.setObject(parameter++, value);
                        }
                    }

                    @Override
                    public int getBatchSize() {
                        return rows.size();
                    }
                });
    }
}
