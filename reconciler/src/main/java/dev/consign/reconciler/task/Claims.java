package dev.consign.reconciler.task;

import dev.consign.id.GatewayCode;
import dev.consign.id.IdSource;
import dev.consign.id.PaymentNo;
import dev.consign.platform.text.CardNumbers;
import dev.consign.platform.worker.LeaseCheck;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import dev.consign.task.TaskKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/// Gives each due task to exactly one worker at a time, in this process or another, and accepts a
/// worker's writes only while its claim is the newest. Nobody ever waits for a row that another
/// worker holds.
public final class Claims {
    // With the index named: of a table with few rows all are read, and those that somebody else
    // holds are waited for.
    private static final String LEASE =
            """
            UPDATE gateway_task FORCE INDEX (PRIMARY)
            SET lease_owner = :owner, lease_until = :until, fence = fence + 1
            -- rows this transaction has just locked
            WHERE task_id IN (:tasks)
            """;

    private static final int ANSWER_LENGTH = 200;

    private final NamedParameterJdbcOperations jdbc;
    private final Transactions transactions;
    private final InstantSource clock;
    private final TaskCases cases;

    /// @param clock the only clock that decides what is due and whose lease is over
    public Claims(
            NamedParameterJdbcOperations jdbc,
            Transactions transactions,
            InstantSource clock,
            IdSource ids) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.cases = new TaskCases(jdbc, ids);
    }

    /// Claims the tasks that have been due longest.
    ///
    /// @param owner who claims, for people who look at the table
    /// @param max how many at most
    /// @param lease how long nobody else may claim them
    /// @param paused gateways not to be asked now
    /// @throws dev.consign.sql.DatabaseDown when the database cannot be reached; nothing is claimed
    public List<TaskClaim> claim(
            String owner, int max, Duration lease, Collection<GatewayCode> paused) {
        return transactions.call(() -> {
            var now = clock.instant();
            var due = lockDue(max, paused, now);
            if (due.isEmpty()) {
                return List.of();
            }
            var until = now.plus(lease);
            lease(due, owner, until);
            var payloads = TaskPayloads.of(due, jdbc);
            return due.stream().map(row -> claimOf(row, payloads, until)).toList();
        });
    }

    /// Hands the task back with its slot unused.
    ///
    /// @param dueAt when to try the same slot again
    /// @param why for people who look at the table
    public LeaseCheck handBack(TaskClaim claim, Instant dueAt, String why) {
        return writeAlone(
                """
                UPDATE gateway_task
                SET due_at = :due, last_answer = :answer, lease_owner = NULL, lease_until = NULL
                -- only the newest claim may write
                WHERE task_id = :task AND fence = :fence
                """,
                claim,
                Map.of("due", Utc.column(dueAt), "answer", shortened(why)));
    }

    /// Records that the slot was used, and when the next one is.
    public LeaseCheck count(TaskClaim claim, Instant dueAt, String answer) {
        return writeAlone(
                """
                UPDATE gateway_task
                SET attempts = attempts + 1, due_at = :due, last_answer = :answer,
                    lease_owner = NULL, lease_until = NULL
                -- only the newest claim may write
                WHERE task_id = :task AND fence = :fence
                """,
                claim,
                Map.of("due", Utc.column(dueAt), "answer", shortened(answer)));
    }

    /// Gives the task up: it ends as an open case in the same transaction. The payment stays as it
    /// is, because silence is no answer (incidents I4, P5).
    public LeaseCheck exhaust(TaskClaim claim, String answer) {
        return transactions.call(() -> {
            var written =
                    write(
                            """
                            UPDATE gateway_task
                            SET status = 'EXHAUSTED', attempts = attempts + 1,
                                last_answer = :answer, lease_owner = NULL, lease_until = NULL
                            -- only the newest claim may write
                            WHERE task_id = :task AND fence = :fence
                            """,
                            claim,
                            Map.of("answer", shortened(answer)));
            if (written == LeaseCheck.HELD) {
                cases.open(claim, answer, clock.instant());
            }
            return written;
        });
    }

    /// @return how many tasks could be claimed now
    public long due() {
        var sql =
                """
                SELECT COUNT(*) FROM gateway_task
                WHERE status = 'WAITING' AND claim_at <= :now
                """;
        var now = Map.of("now", Utc.column(clock.instant()));
        return transactions.call(
                () -> Objects.requireNonNull(jdbc.queryForObject(sql, now, Long.class)));
    }

    private List<DueRow> lockDue(int max, Collection<GatewayCode> paused, Instant now) {
        var nobody = List.of("-");
        return jdbc.query(
                // Read in the order of the index and without sorting, or InnoDB would lock every
                // due row instead of the first few. Rows it reads and does not return stay locked
                // too, so leased ones must not be among those read.
                """
                SELECT task_id, kind, gateway, payment_no, reference, attempts, fence
                FROM gateway_task FORCE INDEX (gateway_task_claim)
                WHERE status = 'WAITING'
                  -- due, and no living lease: that belongs to somebody else
                  AND claim_at <= :now
                  AND gateway NOT IN (:paused)
                ORDER BY status, claim_at
                LIMIT :max
                FOR UPDATE SKIP LOCKED
                """,
                Map.of(
                        "now",
                        Utc.column(now),
                        "paused",
                        paused.isEmpty()
                                ? nobody
                                : paused.stream().map(GatewayCode::value).toList(),
                        "max",
                        max),
                (row, _) ->
                        new DueRow(
                                row.getString("task_id"),
                                TaskKind.valueOf(row.getString("kind")),
                                new GatewayCode(row.getString("gateway")),
                                new PaymentNo(row.getString("payment_no")),
                                row.getString("reference"),
                                row.getInt("attempts"),
                                row.getLong("fence")));
    }

    private void lease(List<DueRow> due, String owner, Instant until) {
        var updated =
                jdbc.update(
                        LEASE,
                        Map.of(
                                "owner", owner,
                                "until", Utc.column(until),
                                "tasks", due.stream().map(DueRow::taskId).toList()));
        InvariantViolation.expect("tasks claimed", due.size(), updated);
    }

    private static TaskClaim claimOf(DueRow row, TaskPayloads payloads, Instant until) {
        return new TaskClaim(
                row.taskId(),
                row.kind(),
                row.gateway(),
                row.paymentNo(),
                row.reference(),
                payloads.orderOf(row),
                payloads.of(row),
                row.attempts(),
                row.fence() + 1,
                until);
    }

    private LeaseCheck writeAlone(String sql, TaskClaim claim, Map<String, Object> values) {
        return transactions.call(() -> write(sql, claim, values));
    }

    private LeaseCheck write(String sql, TaskClaim claim, Map<String, Object> values) {
        var all = new HashMap<String, Object>(values);
        all.put("task", claim.taskId());
        all.put("fence", claim.fence());
        return LeaseCheck.of(jdbc.update(sql, all), "task " + claim.taskId());
    }

    private static String shortened(String answer) {
        var safe = CardNumbers.inLine(answer);
        return safe.length() <= ANSWER_LENGTH ? safe : safe.substring(0, ANSWER_LENGTH);
    }
}
