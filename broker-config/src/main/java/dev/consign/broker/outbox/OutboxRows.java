package dev.consign.broker.outbox;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Claims rows so that no two live relays hold the same one, and settles them; every step is one
/// statement, however many rows (incident I7: a row that somebody else holds is passed over). A row
/// that cannot be read stands in nobody's way.
final class OutboxRows {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRows.class);

    /// Long enough for a person to mend or delete an unreadable row.
    private static final Duration FAR = Duration.ofDays(1);

    private static final String DUE =
            """
            SELECT outbox_id, queue, type, message_id, duplicate_id, body, headers, attempts
              FROM outbox
             WHERE due_at <= :now
             ORDER BY due_at, outbox_id
             LIMIT :limit
               FOR UPDATE SKIP LOCKED
            """;

    // With the index named, here and wherever rows are written by a list of their names: of a table
    // with few rows all are read, and those that somebody else holds are waited for.
    private static final String LEASE =
            "UPDATE outbox FORCE INDEX (PRIMARY) SET due_at = :until WHERE outbox_id IN (:ids)";

    private static final String SENT =
            "DELETE o FROM outbox o FORCE INDEX (PRIMARY) WHERE outbox_id IN (:ids)";

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final OutboxMeters meters;

    OutboxRows(JdbcClient jdbc, Transactions transactions, OutboxMeters meters) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.meters = meters;
    }

    List<Row> claim(Instant now, Duration lease, int limit) {
        // Read outside the transaction: one bad row must not undo the claim of its neighbours.
        var claimed = lease(now, lease, limit);
        var rows = new ArrayList<Row>(claimed.size());
        var unreadable = new ArrayList<Postponed>();
        for (var stored : claimed) {
            read(stored)
                    .ifPresentOrElse(
                            rows::add,
                            () -> unreadable.add(new Postponed(stored.id(), now.plus(FAR), true)));
        }
        if (!unreadable.isEmpty()) {
            postpone(unreadable, now.plus(lease));
        }
        return rows;
    }

    private List<Stored> lease(Instant now, Duration lease, int limit) {
        return transactions.call(() -> {
            var rows =
                    jdbc.sql(DUE)
                            .param("now", Utc.column(now))
                            .param("limit", limit)
                            .query((row, _) -> stored(row))
                            .list();
            if (!rows.isEmpty()) {
                var leased =
                        jdbc.sql(LEASE)
                                .param("until", Utc.column(now.plus(lease)))
                                .param("ids", rows.stream().map(Stored::id).toList())
                                .update();
                InvariantViolation.expect("outbox rows claimed", rows.size(), leased);
            }
            return rows;
        });
    }

    /// The broker has them. Whoever holds the row now: it is sent.
    void sent(List<Row> rows) {
        transactions.run(
                () -> jdbc.sql(SENT).param("ids", rows.stream().map(Row::id).toList()).update());
    }

    /// @param leased the end of the lease under which they were claimed
    void postpone(List<Postponed> rows, Instant leased) {
        // due_at is the fence: who lost his lease has no say about the row any more.
        var statement =
                jdbc.sql(
                                """
                                UPDATE outbox FORCE INDEX (PRIMARY)
                                   SET attempts = attempts + CASE WHEN outbox_id IN (:tried) THEN 1 ELSE 0 END,
                                       due_at = CASE outbox_id %s END
                                 WHERE outbox_id IN (:ids)
                                   AND due_at = :leased
                                """
                                        .formatted(whens(rows.size())))
                        .param("ids", rows.stream().map(Postponed::id).toList())
                        .param(
                                "tried",
                                rows.stream()
                                        .map(row -> row.tried() ? row.id() : "")
                                        .distinct()
                                        .toList())
                        .param("leased", Utc.column(leased));
        for (var i = 0; i < rows.size(); i++) {
            statement =
                    statement
                            .param("id" + i, rows.get(i).id())
                            .param("due" + i, Utc.column(rows.get(i).dueAt()));
        }
        var complete = statement;
        transactions.run(complete::update);
    }

    long pending() {
        return transactions.call(
                () -> jdbc.sql("SELECT COUNT(*) FROM outbox").query(Long.class).single());
    }

    private static String whens(int rows) {
        var whens = new ArrayList<String>(rows);
        for (var i = 0; i < rows; i++) {
            whens.add("WHEN :id%d THEN :due%d".formatted(i, i));
        }
        return String.join(" ", whens);
    }

    private Optional<Row> read(Stored stored) {
        try {
            return Optional.of(stored.row());
        } catch (RuntimeException e) {
            meters.unreadable();
            if (stored.attempts() == 0) {
                LOG.error(
                        "outbox row {} cannot be read and is put off by {} each time",
                        stored.id(),
                        FAR,
                        e);
            }
            return Optional.empty();
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("outbox_id"),
                row.getString("queue"),
                row.getString("type"),
                row.getString("message_id"),
                row.getString("duplicate_id"),
                row.getString("body"),
                row.getString("headers"),
                row.getInt("attempts"));
    }

    /// A row as it stands in the table, good or bad.
    private record Stored(
            String id,
            String queue,
            String type,
            String messageId,
            String duplicateId,
            String body,
            @Nullable String headers,
            int attempts) {
        Row row() {
            var target =
                    Arrays.stream(QueueName.values())
                            .filter(name -> name.address().equals(queue))
                            .findFirst()
                            .orElseThrow(() ->
                                    new InvariantViolation("outbox row for no queue: " + queue));
            return new Row(
                    id,
                    target,
                    new OutgoingMessage(messageId, duplicateId, body, Headers.of(headers), type),
                    attempts);
        }
    }

    /// @param attempts sends that were not accepted so far
    record Row(String id, QueueName queue, OutgoingMessage message, int attempts) {}

    /// @param tried whether it was sent, and not only held back behind one that failed
    record Postponed(String id, Instant dueAt, boolean tried) {}
}
