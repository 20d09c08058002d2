package dev.consign.bench.stand;

import dev.consign.broker.QueueName;
import dev.consign.testkit.database.Database;
import java.sql.SQLException;
import java.time.Duration;

/// What a processor tells about the orders it has completed. It goes on after the last callback is
/// committed, and takes the cores from whatever is measured next.
public final class Notifications {
    private Notifications() {}

    /// Waits until all of them have left the outbox and are taken from their queue.
    ///
    /// @throws IllegalStateException when they are not in time
    public static void awaitAll(Database database, Queues queues, Duration limit) throws Exception {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            Queues.await(
                    "the outbox is empty",
                    limit,
                    () -> {
                        try (var row = statement.executeQuery("SELECT COUNT(*) FROM outbox")) {
                            return row.next() && row.getLong(1) == 0;
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    });
        }
        queues.drain(QueueName.NOTIFICATION, limit);
    }
}
