package dev.consign.bench.latency;

import dev.consign.bench.load.Waiting;
import dev.consign.testkit.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Sees which payments that are due have become paid, by their primary keys and every few
/// milliseconds. Only committed rows are seen (READ COMMITTED, no locks), and each is stamped after
/// the answer to the question, so that a time is rather too long than too short.
final class CreditWatch {
    private static final long PAUSE_NANOS = 5_000_000L;

    /// The oldest ones first, should more be open than one question can hold.
    private static final int MOST_ASKED = 1_000;

    private final Database database;
    private final List<Waiting> orders;
    private final Arrivals arrivals;

    /// @param orders one an arrival, in the same sequence
    CreditWatch(Database database, List<Waiting> orders, Arrivals arrivals) {
        this.database = database;
        this.orders = orders;
        this.arrivals = arrivals;
    }

    /// Returns when all are credited.
    ///
    /// @param patience how long the last one may take once it is due
    /// @throws IllegalStateException when one is not in time
    Void watch(Duration patience) throws SQLException {
        var end = arrivals.due(arrivals.count() - 1) + patience.toNanos();
        var open = new HashMap<String, Integer>();
        var next = 0;
        try (var connection = database.connect()) {
            while (next < arrivals.count() || !open.isEmpty()) {
                var now = System.nanoTime();
                while (next < arrivals.count() && arrivals.due(next) <= now) {
                    open.put(orders.get(next).paymentNo().value(), next);
                    next++;
                }
                if (!open.isEmpty()) {
                    look(connection, open);
                }
                if (now > end) {
                    throw new IllegalStateException(
                            "%d buyers are not credited %s after the last callback"
                                    .formatted(open.size(), patience));
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return null;
    }

    private void look(Connection connection, Map<String, Integer> open) throws SQLException {
        // Payment numbers are made by us, of letters and digits.
        var numbers =
                open.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .limit(MOST_ASKED)
                        .map(entry -> "'" + entry.getKey() + "'")
                        .collect(Collectors.joining(","));
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT payment_no FROM payment WHERE status = 'PAID' AND payment_no IN (%s)"
                                        .formatted(numbers))) {
            var seen = System.nanoTime();
            while (row.next()) {
                var arrival = open.remove(row.getString(1));
                if (arrival != null) {
                    arrivals.credited(arrival, seen);
                }
            }
        }
    }
}
