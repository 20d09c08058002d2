package dev.consign.bench.stand;

import dev.consign.testkit.audit.Invariants;
import dev.consign.testkit.database.Database;
import java.sql.SQLException;
import java.util.List;

/// Looks after a run whether what was paid was delivered once, and nothing else.
public final class Books {
    /// An invariant over half a million orders takes longer than any question of the product.
    private static final int LONGEST_QUESTION_MILLIS = 180_000;

    private Books() {}

    /// @param paid how many orders were paid, however often
    /// @param besides names of invariants that the setting of the run cannot keep, such as `I11`
    /// @throws IllegalStateException when another number is completed or an invariant is violated
    public static void verify(Database database, long paid, List<String> besides)
            throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, LONGEST_QUESTION_MILLIS);
            try (var row =
                    statement.executeQuery(
                            "SELECT COUNT(*), COALESCE(SUM(status = 'COMPLETED'), 0) FROM orders")) {
                row.next();
                if (row.getLong(1) != paid || row.getLong(2) != paid) {
                    throw new IllegalStateException(
                            "%d orders were paid, and of %d in the books %d are completed"
                                    .formatted(paid, row.getLong(1), row.getLong(2)));
                }
            }
            var violations =
                    Invariants.violations(connection).stream()
                            .filter(text -> besides.stream().noneMatch(text::startsWith))
                            .toList();
            if (!violations.isEmpty()) {
                throw new IllegalStateException("after the rounds: " + violations);
            }
        }
    }
}
