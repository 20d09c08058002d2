package dev.consign.engine.table;

import dev.consign.engine.change.TaskChanges;
import dev.consign.engine.change.TaskChanges.Ask;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.payment.Payment;
import dev.consign.sql.Batch;
import dev.consign.sql.Utc;
import dev.consign.task.TaskKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes in the transaction of the move what a gateway must still be asked, and what not any more.
public final class TaskWrites {
    private static final String INSERT =
            """
            INSERT INTO gateway_task (task_id, kind, payment_no, reference, gateway, status, due_at, attempts, fence, created_at)
            VALUES (?, ?, ?, ?, ?, 'WAITING', ?, 0, 0, ?)
            """;

    // A payment that has ended, and a refund that has happened, are not asked about any more. With
    // the index named here and below: of a table with few rows all are read, and those that another
    // batch has just deleted are waited for.
    private static final String END =
            """
            DELETE t FROM gateway_task t FORCE INDEX (gateway_task_once)
              LEFT JOIN fact_confirmation f FORCE INDEX (fact_confirmation_payment)
                ON f.payment_no = t.payment_no AND f.status = 'WAITING'
             WHERE t.reference IN (:references) AND t.kind IN (:kinds)
               AND (t.kind <> 'QUERY' OR f.message_id IS NULL) -- what was said of it waits for an answer all the same
            """;

    // By way of the payments, which this batch has locked: of the tasks alone the optimizer makes a
    // walk through the index when few rows are left, even where the index is named.
    private static final String END_ANSWERED =
            """
            DELETE t FROM payment p FORCE INDEX (PRIMARY)
              STRAIGHT_JOIN gateway_task t FORCE INDEX (gateway_task_once) ON t.reference = p.payment_no AND t.kind = 'QUERY'
             WHERE p.payment_no IN (:payments)
            """;

    private static final String CLOSE_NOW =
            """
            UPDATE gateway_task FORCE INDEX (gateway_task_once) SET due_at = :at
             WHERE reference IN (:references) AND kind = 'CLOSE'
               AND status = 'WAITING' AND due_at > :at -- never later than it was
            """;

    // Under a new name: what is learned is sent under names made of the task's and the attempt's,
    // and the broker would take the answers of this round for repeats of the last one's.
    private static final String ASK_AGAIN =
            """
            UPDATE gateway_task
               SET task_id = :task, status = 'WAITING', attempts = 0, due_at = :at, lease_owner = NULL, lease_until = NULL
             WHERE reference = :reference AND kind = :kind
               AND status = 'EXHAUSTED' -- one that is being asked keeps its place in its schedule
            """;

    // Under a new name, and taken from whoever is asking at this moment: that answer may be older
    // than the question.
    private static final String ASK_NOW =
            """
            INSERT INTO gateway_task (task_id, kind, payment_no, reference, gateway, status, due_at, attempts, fence, created_at)
            SELECT :task, :kind, payment_no, :reference, gateway, 'WAITING', :at, 0, 0, :at FROM payment WHERE payment_no = :payment
            ON DUPLICATE KEY UPDATE
                task_id = VALUES(task_id),
                attempts = IF(gateway_task.status = 'EXHAUSTED', 0, gateway_task.attempts),
                due_at = LEAST(gateway_task.due_at, VALUES(due_at)),
                fence = gateway_task.fence + 1, lease_owner = NULL, lease_until = NULL, status = 'WAITING'
            """;
    // Whoever is asking for it loses its say; a person decides whether it is asked for again.
    private static final String HOLD =
            """
            UPDATE gateway_task FORCE INDEX (gateway_task_once)
               SET status = 'EXHAUSTED', fence = fence + 1, lease_owner = NULL, lease_until = NULL,
                   last_answer = 'not asked: money of the payment is in doubt'
             WHERE reference IN (:references) AND kind = 'REFUND'
               AND status = 'WAITING'
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final IdSource ids;

    public TaskWrites(JdbcClient jdbc, JdbcTemplate batches, IdSource ids) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.ids = ids;
    }

    /// Has a new payment asked about, and closed when its time is over.
    public void watch(Payment payment, Instant askAt, Instant closeAt, Instant at) {
        Batch.insert(
                batches,
                INSERT,
                List.of(
                        row("QUERY", payment, payment.paymentNo().value(), askAt, at),
                        row("CLOSE", payment, payment.paymentNo().value(), closeAt, at)));
    }

    /// After the moves of a batch.
    void write(TaskChanges changes, Instant at) {
        end(names(changes.endedPayments()), List.of("QUERY", "CLOSE"));
        if (!changes.closeNow().isEmpty()) {
            jdbc.sql(CLOSE_NOW)
                    .param("at", Utc.column(at))
                    .param("references", names(changes.closeNow()))
                    .update();
        }
        List<@Nullable Object[]> asked =
                changes.refunds().stream()
                        .map(one -> row("REFUND", one.payment(), one.refundNo().value(), at, at))
                        .toList();
        Batch.insert(batches, INSERT, asked);
        end(
                changes.endedRefunds().stream().map(RefundNo::value).sorted().toList(),
                List.of("REFUND"));
    }

    /// What is to be confirmed is asked now, what was answered is not asked any more, and what is
    /// in doubt is not asked for.
    void ask(TaskChanges changes, Instant at) {
        changes.toConfirm().forEach(one -> askNow(one, at));
        if (!changes.answered().isEmpty()) {
            jdbc.sql(END_ANSWERED).param("payments", names(changes.answered())).update();
        }
        changes.askedToo().forEach(one -> askNow(one, at));
        if (!changes.held().isEmpty()) {
            jdbc.sql(HOLD)
                    .param(
                            "references",
                            changes.held().stream().map(RefundNo::value).sorted().toList())
                    .update();
        }
    }

    /// Has a payment asked about now, whatever state it is in.
    void askNow(PaymentNo payment, Instant at) {
        askNow(Ask.of(payment), at);
    }

    private void askNow(Ask ask, Instant at) {
        jdbc.sql(ASK_NOW)
                .param("task", ids.next(NumberPrefix.TASK))
                .param("kind", ask.kind().name())
                .param("reference", ask.reference())
                .param("at", Utc.column(at))
                .param("payment", ask.payment().value())
                .update();
    }

    /// @return whether it had been given up
    boolean askAgain(TaskKind question, String reference, Instant at) {
        return jdbc.sql(ASK_AGAIN)
                        .param("task", ids.next(NumberPrefix.TASK))
                        .param("at", Utc.column(at))
                        .param("reference", reference)
                        .param("kind", question.name())
                        .update()
                == 1;
    }

    private @Nullable Object[] row(
            String kind, Payment payment, String reference, Instant due, Instant at) {
        return new @Nullable Object[] {
            ids.next(NumberPrefix.TASK),
            kind,
            payment.paymentNo().value(),
            reference,
            payment.gateway().value(),
            Utc.column(due),
            Utc.column(at)
        };
    }

    private void end(List<String> references, List<String> kinds) {
        if (!references.isEmpty()) {
            jdbc.sql(END).params(Map.of("references", references, "kinds", kinds)).update();
        }
    }

    private static List<String> names(List<PaymentNo> payments) {
        return payments.stream().map(PaymentNo::value).sorted().toList();
    }
}
