package dev.consign.bench.requery;

import dev.consign.bench.load.Orders;
import dev.consign.bench.stand.Queues;
import dev.consign.bench.stand.ServerStatus;
import dev.consign.broker.QueueName;
import dev.consign.testkit.audit.Invariants;
import dev.consign.testkit.database.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Makes payments due, waits until each was asked about and the answers have arrived, and checks
/// what came of it.
final class Round {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long CHECK_NANOS = 50_000_000L;

    private final Database database;
    private final Queues queues;
    private final SandboxControl sandbox;
    private final Orders orders;
    private final ServerStatus status;
    private long paid;
    private long open;

    Round(Database database, Queues queues, SandboxControl sandbox, Orders orders) {
        this.database = database;
        this.queues = queues;
        this.sandbox = sandbox;
        this.orders = orders;
        this.status = new ServerStatus(database);
    }

    /// @param latency of the sandbox
    /// @param limit that the askers were started with
    /// @param payments due at once
    Asking ask(Duration latency, int limit, int payments) throws Exception {
        var waiting = orders.place(payments);
        sandbox.latency(Duration.ZERO);
        sandbox.know(waiting);
        sandbox.latency(latency);
        sandbox.forgetQuestions();
        var waitsBefore = status.value("Innodb_row_lock_waits");
        makeDue();
        awaitEnd(payments);
        open += payments / 2;
        paid += payments - payments / 2;
        check();
        return new Asking(
                latency,
                limit,
                sandbox.questions(),
                status.value("Innodb_row_lock_waits") - waitsBefore,
                status.value("Innodb_row_lock_time_max"));
    }

    private void makeDue() throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE gateway_task SET due_at = UTC_TIMESTAMP(3) WHERE kind = 'QUERY' AND attempts = 0");
        }
    }

    private void awaitEnd(int payments) throws Exception {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (sandbox.questions().asked() < payments
                || count("SELECT COUNT(*) FROM gateway_task WHERE kind = 'QUERY' AND attempts = 0")
                        > 0
                || queues.left(QueueName.PAYMENT_REISSUE) > 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "of %d payments %s within %s"
                                .formatted(payments, sandbox.questions(), LIMIT));
            }
            LockSupport.parkNanos(CHECK_NANOS);
        }
    }

    private void check() throws SQLException {
        expect(paid, "SELECT COUNT(*) FROM payment WHERE status = 'PAID'");
        expect(paid, "SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'");
        // A fact told twice would leave two rows.
        expect(paid, "SELECT COUNT(*) FROM payment_evidence");
        expect(paid, "SELECT COUNT(*) FROM payment_evidence WHERE source = 'QUERY'");
        expect(open, "SELECT COUNT(*) FROM gateway_task WHERE kind = 'QUERY' AND attempts = 1");
        expect(open, "SELECT COUNT(*) FROM gateway_task WHERE kind = 'QUERY'");
        expect(0, "SELECT COUNT(*) FROM case_file");
        expect(0, "SELECT COUNT(*) FROM fact_inbox");
    }

    /// Asks every invariant.
    ///
    /// @throws IllegalStateException when one does not hold
    void verify() throws SQLException {
        try (var connection = database.connect()) {
            var violations = Invariants.violations(connection);
            if (!violations.isEmpty()) {
                throw new IllegalStateException(violations.toString());
            }
        }
    }

    private void expect(long rows, String query) throws SQLException {
        var found = count(query);
        if (found != rows) {
            throw new IllegalStateException(
                    "%s gives %d instead of %d".formatted(query, found, rows));
        }
    }

    private long count(String query) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
