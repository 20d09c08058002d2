package dev.consign.engine.table;

import dev.consign.engine.change.ChangeSet;
import dev.consign.engine.change.OrderAggregate;
import dev.consign.engine.change.OrderAggregate.PaymentFile;
import dev.consign.engine.change.OrderAggregate.RefundFile;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.order.OrderStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.Payment;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.sql.Batch;
import dev.consign.sql.Utc;
import dev.consign.task.TaskKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Says in the transaction of the move what a gateway must still be asked, and what not any more:
/// whatever becomes of this process, somebody will ask. A case that only said "nobody knows" is
/// closed when somebody does.
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
               AND (kind <> 'REFUND' -- money in doubt is not asked for (rule 13)
                    OR NOT EXISTS (SELECT 1 FROM case_file c FORCE INDEX (case_file_payment)
                                    WHERE c.payment_no = gateway_task.payment_no AND c.status = 'OPEN'
                                      AND (c.kind IN ('UNEXPECTED_REFUND', 'DISPUTE')
                                           OR (c.kind = 'UNKNOWN_ORDER' AND c.fact_kind IN ('REFUNDED', 'DISPUTE_OPENED', 'DISPUTE_LOST')))))
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
    private static final String CLOSE_CASES =
            """
            UPDATE case_file FORCE INDEX (case_file_once)
               SET status = 'RESOLVED', resolved_at = :at, owner = 'engine', resolution = 'the gateway gave its word after all'
             WHERE case_key IN (:keys)
               AND status = 'OPEN'
               AND (kind <> 'REQUERY_EXHAUSTED' -- what was said of the payment waits for an answer all the same
                    OR NOT EXISTS (SELECT 1 FROM fact_confirmation f FORCE INDEX (fact_confirmation_payment)
                                    WHERE f.payment_no = case_file.payment_no AND f.status = 'WAITING'))
            """;

    // One key an order, where their names would be three.
    private static final String CLOSE_CASES_OF_ORDERS =
            """
            UPDATE case_file FORCE INDEX (case_file_order)
               SET status = 'RESOLVED', resolved_at = :at, owner = 'engine', resolution = 'the gateway gave its word after all'
             WHERE order_no IN (:orders)
               AND kind IN ('REQUERY_EXHAUSTED', 'CLOSE_EXHAUSTED', 'OVERDUE')
               AND status = 'OPEN'
               AND (kind <> 'REQUERY_EXHAUSTED' -- what was said of the payment waits for an answer all the same
                    OR NOT EXISTS (SELECT 1 FROM fact_confirmation f FORCE INDEX (fact_confirmation_payment)
                                    WHERE f.payment_no = case_file.payment_no AND f.status = 'WAITING'))
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
    void write(List<OrderAggregate> files, Instant at) {
        endPayments(files, at);
        closeWhatIsLeft(files, at);
        refunds(files, at);
    }

    /// What is to be confirmed is asked now, what was answered is not asked any more, and what is
    /// in doubt is not asked for.
    void ask(ChangeSet batch) {
        for (var asked : batch.confirmations().toAsk()) {
            var fact = asked.fact();
            if (fact.kind() == FactKind.PAID) {
                askNow(fact.paymentNo(), batch.now());
            } else {
                askNow("REFUND", fact.paymentNo(), String.valueOf(fact.number()), batch.now());
            }
        }
        endAnswered(batch);
        batch.confirmations().askedToo.forEach(one -> askNow(one, batch.now()));
        if (!batch.heldRefunds().isEmpty()) {
            jdbc.sql(HOLD)
                    .param(
                            "references",
                            batch.heldRefunds().stream().map(RefundNo::value).sorted().toList())
                    .update();
        }
    }

    /// Has a payment asked about now, whatever state it is in.
    void askNow(PaymentNo payment, Instant at) {
        askNow("QUERY", payment, payment.value(), at);
    }

    private void askNow(String kind, PaymentNo payment, String reference, Instant at) {
        jdbc.sql(ASK_NOW)
                .param("task", ids.next(NumberPrefix.TASK))
                .param("kind", kind)
                .param("reference", reference)
                .param("at", Utc.column(at))
                .param("payment", payment.value())
                .update();
    }

    /// A payment that had ended before was asked about only because of what was said of it.
    private void endAnswered(ChangeSet batch) {
        var answered = batch.confirmations().answered;
        var waiting = new HashSet<PaymentNo>();
        batch.confirmations().toAsk().forEach(one -> waiting.add(one.fact().paymentNo()));
        var over =
                batch.files().stream()
                        .flatMap(file -> file.payments().stream())
                        .filter(one -> answered.contains(one.paymentNo()))
                        .filter(one -> !waiting.contains(one.paymentNo()) && !one.status().open())
                        .map(one -> one.paymentNo().value())
                        .sorted()
                        .toList();
        if (!over.isEmpty()) {
            jdbc.sql(END_ANSWERED).param("payments", over).update();
        }
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

    /// Has payments closed now that nobody wants any more.
    void closeNow(Collection<Payment> payments, Instant at) {
        var open =
                payments.stream()
                        .filter(one -> one.status().open())
                        .map(one -> one.paymentNo().value())
                        .sorted()
                        .toList();
        if (!open.isEmpty()) {
            jdbc.sql(CLOSE_NOW).param("at", Utc.column(at)).param("references", open).update();
        }
    }

    private void endPayments(List<OrderAggregate> files, Instant at) {
        var ended = new ArrayList<String>();
        var orders = new ArrayList<String>();
        var closing = new ArrayList<String>();
        for (var file : files) {
            var payments = endedPayments(file);
            ended.addAll(payments);
            if (!payments.isEmpty() && noneOpen(file)) {
                orders.add(file.orderNo().value());
            } else {
                payments.forEach(no -> {
                    closing.add("REQUERY_EXHAUSTED:" + no);
                    closing.add("CLOSE_EXHAUSTED:" + no);
                });
            }
        }
        if (!ended.isEmpty()) {
            Collections.sort(ended);
            end(ended, List.of("QUERY", "CLOSE"));
            closeCasesOf(orders, at);
            closeCases(closing, at);
        }
    }

    private static List<String> endedPayments(OrderAggregate file) {
        return file.movedPayments().stream()
                .filter(payment -> payment.locked().status().open())
                .map(PaymentFile::now)
                .filter(payment -> !payment.status().open())
                .map(payment -> payment.paymentNo().value())
                .toList();
    }

    /// A buyer must not be able to pay twice for what they have, or for what they cannot have.
    private void closeWhatIsLeft(List<OrderAggregate> files, Instant at) {
        closeNow(
                files.stream()
                        .filter(TaskWrites::isOver)
                        .flatMap(file -> file.payments().stream())
                        .toList(),
                at);
    }

    private void refunds(List<OrderAggregate> files, Instant at) {
        var asked = new ArrayList<@Nullable Object[]>();
        var over = new ArrayList<RefundNo>();
        var closing = new ArrayList<String>();
        for (var file : files) {
            for (var refund : file.movedRefunds()) {
                if (isNew(refund)) {
                    asked.add(refundRow(file, refund.now(), at));
                } else {
                    over.add(refund.now().refundNo());
                    // It may be the only one to watch what the order still holds.
                    if (!file.holdsMoney()) {
                        closing.add("REFUND_FAILED:" + refund.now().refundNo());
                    }
                }
            }
        }
        Batch.insert(batches, INSERT, asked);
        if (!over.isEmpty()) {
            end(over.stream().map(RefundNo::value).sorted().toList(), List.of("REFUND"));
            closeCases(closing, at);
        }
    }

    private @Nullable Object[] refundRow(OrderAggregate file, Refund refund, Instant at) {
        var payment = file.payment(refund.paymentNo());
        return row("REFUND", payment, refund.refundNo().value(), at, at);
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
        jdbc.sql(END).params(Map.of("references", references, "kinds", kinds)).update();
    }

    /// Nothing is left of these orders that a gateway could be asked about.
    private void closeCasesOf(List<String> orders, Instant at) {
        if (orders.isEmpty()) {
            return;
        }
        jdbc.sql(CLOSE_CASES_OF_ORDERS)
                .param("at", Utc.column(at))
                .param("orders", orders.stream().sorted().toList())
                .update();
    }

    private void closeCases(List<String> keys, Instant at) {
        if (keys.isEmpty()) {
            return;
        }
        jdbc.sql(CLOSE_CASES).param("at", Utc.column(at)).param("keys", keys).update();
    }

    private static boolean isNew(RefundFile refund) {
        return refund.locked() == null && refund.now().status() == RefundStatus.REQUESTED;
    }

    private static boolean noneOpen(OrderAggregate file) {
        return file.payments().stream().noneMatch(payment -> payment.status().open());
    }

    private static boolean isOver(OrderAggregate file) {
        return file.isCancelling() || (!file.steps().isEmpty() && ended(file.order().status()));
    }

    private static boolean ended(OrderStatus status) {
        return switch (status) {
            case COMPLETED, FAILED, CANCELLED, EXPIRED, REFUNDED -> true;
            case AWAITING_PAYMENT, PROCESSING, IN_REVIEW -> false;
        };
    }
}
