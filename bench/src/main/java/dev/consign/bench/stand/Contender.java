package dev.consign.bench.stand;

import dev.consign.bench.load.Orders;
import dev.consign.bench.load.Traffic;
import dev.consign.broker.QueueName;
import dev.consign.testkit.audit.Invariants;
import dev.consign.testkit.database.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// Something that applies payment facts from a queue to a database: Consign, what one would use
/// instead, or the bare minimum. All have a broker of their own with the product's configuration,
/// and a schema of their own, made by the product's migrations, on one database server.
public final class Contender {
    private static final QueueName QUEUE = QueueName.PAYMENT_CALLBACK;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /// Counting ten million rows may take longer than the product's own statements.
    private static final int COUNTING_MILLIS = 300_000;

    private final String name;
    private final Database database;
    private final Queues queues;
    private final Cpu.Meter meter;
    private final Orders orders;
    private final RandomGenerator random;
    private Expected expected = new Expected(0, 0, 0, 0, 0, 0);

    Contender(
            String name, Database database, Queues queues, Cpu.Meter meter, RandomGenerator random)
            throws SQLException {
        this.name = name;
        this.database = database;
        this.queues = queues;
        this.meter = meter;
        this.random = random;
        this.orders = Orders.in(database, random);
    }

    /// @return as it stands in tables
    public String name() {
        return name;
    }

    /// @return its own schema
    public Database database() {
        return database;
    }

    /// Fills its queue with callbacks of new orders and measures how fast they are applied.
    ///
    /// @param messages how many
    /// @return what it took, from the moment the queue is let go to the last commit
    public Round round(int messages) throws Exception {
        var traffic = Traffic.of(orders.place(Traffic.payments(messages)), random);
        queues.hold(QUEUE);
        queues.fill(QUEUE, traffic.bodies());
        var before = meter.read();
        var took = queues.drain(QUEUE, LIMIT);
        var used = meter.read().since(before);
        expected = expected.plus(traffic);
        return new Round(traffic.bodies().size(), took, used);
    }

    /// One queue full of messages.
    ///
    /// @param took by the clock on the wall
    public record Round(int messages, Duration took, Cpu used) {
        /// @return messages a second
        public double rate() {
            return messages / (took.toNanos() / 1e9);
        }
    }

    /// Tells of rows that others put into its tables, on top of those it was told of before.
    public void besides(long processedMessages, long journals, long ledgerEntries) {
        expected = expected.plus(processedMessages, journals, ledgerEntries);
    }

    /// Compares the books with all that was sent so far, table by table, and asks every invariant.
    ///
    /// @param besides names of invariants that need not hold here
    /// @throws IllegalStateException when they are not what they must be
    public void verify(List<String> besides) throws SQLException {
        verifyRows();
        try (var connection = database.connect()) {
            connection.setNetworkTimeout(Runnable::run, COUNTING_MILLIS);
            var violations =
                    Invariants.violations(connection).stream()
                            .filter(text -> besides.stream().noneMatch(text::startsWith))
                            .toList();
            if (!violations.isEmpty()) {
                throw new IllegalStateException(name + ": " + violations);
            }
        }
    }

    /// Compares the books with all that was sent so far, table by table, and asks whether the
    /// ledger balances.
    ///
    /// @throws IllegalStateException when they are not what they must be
    public void verifyRows() throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, COUNTING_MILLIS);
            for (var one : expected.checks()) {
                try (var row = statement.executeQuery(one.query())) {
                    row.next();
                    if (row.getLong(1) != one.rows()) {
                        throw new IllegalStateException(
                                "%s: %s gives %d instead of %d"
                                        .formatted(name, one.query(), row.getLong(1), one.rows()));
                    }
                }
            }
        }
    }

    /// What must be in the tables.
    private record Expected(
            int messages, int payments, int late, long processed, long journals, long entries) {
        Expected plus(Traffic traffic) {
            return new Expected(
                    messages + traffic.bodies().size(),
                    payments + traffic.payments(),
                    late + traffic.late(),
                    processed,
                    journals,
                    entries);
        }

        Expected plus(long moreProcessed, long moreJournals, long moreEntries) {
            return new Expected(
                    messages,
                    payments,
                    late,
                    processed + moreProcessed,
                    journals + moreJournals,
                    entries + moreEntries);
        }

        List<Check> checks() {
            return List.of(
                    new Check("SELECT COUNT(*) FROM payment_evidence", messages),
                    new Check(
                            "SELECT COUNT(*) FROM processed_message", processed + payments + late),
                    new Check(
                            "SELECT COUNT(*) FROM payment_evidence WHERE outcome = 'APPLIED'",
                            payments),
                    new Check("SELECT COUNT(*) FROM payment WHERE status = 'PAID'", payments),
                    new Check("SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'", payments),
                    new Check("SELECT COUNT(*) FROM order_history", 3L * payments),
                    new Check("SELECT COUNT(*) FROM journal", journals + 2L * payments),
                    new Check("SELECT COUNT(*) FROM ledger_entry", entries + 6L * payments),
                    new Check("SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_entry", 0),
                    new Check(
                            "SELECT (SELECT COUNT(*) FROM asset_entry) + (SELECT COUNT(*) FROM card_key WHERE status = 'SOLD')",
                            payments),
                    new Check("SELECT COALESCE(SUM(sold), 0) FROM stock", payments),
                    new Check("SELECT COUNT(*) FROM gateway_task", 0));
        }
    }

    private record Check(String query, long rows) {}
}
