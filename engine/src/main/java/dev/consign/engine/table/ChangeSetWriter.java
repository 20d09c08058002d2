package dev.consign.engine.table;

import dev.consign.broker.outbox.Outbox;
import dev.consign.engine.change.ChangeSet;
import dev.consign.engine.change.TaskChanges;
import dev.consign.id.IdSource;
import dev.consign.id.PaymentNo;
import dev.consign.order.Decision;
import dev.consign.order.Order;
import dev.consign.task.TaskKind;
import java.time.Instant;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes a decided batch, table by table. Orders and payments were locked before; of what comes
/// after, card keys belong to those orders and stock rows are taken in the order of their item ids,
/// so two batches cannot wait for each other in a circle.
public final class ChangeSetWriter {
    private final ProcessedMessages processed;
    private final OrderWrites orders;
    private final PaymentWrites payments;
    private final RefundWrites refunds;
    private final DisputeWrites disputes;
    private final ConfirmationWrites confirmations;
    private final TaskWrites tasks;
    private final StockWrites stock;
    private final LedgerWrites ledger;
    private final EvidenceWrites evidence;
    private final CaseWrites cases;
    private final Outbox outbox;

    public ChangeSetWriter(
            ProcessedMessages processed,
            JdbcClient jdbc,
            JdbcTemplate batches,
            IdSource ids,
            Outbox outbox) {
        this.processed = processed;
        this.orders = new OrderWrites(jdbc, batches);
        this.payments = new PaymentWrites(jdbc, batches);
        this.refunds = new RefundWrites(jdbc, batches);
        this.disputes = new DisputeWrites(jdbc, batches);
        this.confirmations = new ConfirmationWrites(jdbc, batches);
        this.tasks = new TaskWrites(jdbc, batches, ids);
        this.stock = new StockWrites(jdbc, batches);
        this.ledger = new LedgerWrites(batches);
        this.evidence = new EvidenceWrites(batches, ids);
        this.cases = new CaseWrites(jdbc, batches, ids);
        this.outbox = outbox;
    }

    public void write(ChangeSet batch) {
        processed.write(batch.entries(), batch.replaced(), batch.now());
        orders.write(batch.files(), batch.now());
        payments.write(batch.files(), batch.now());
        refunds.write(batch.files(), batch.refundCauses(), batch.now());
        disputes.write(batch.files(), batch.now());
        var asked = TaskChanges.of(batch);
        tasks.write(asked, batch.now());
        cases.closeKnown(asked, batch.now());
        tasks.ask(asked, batch.now());
        confirmations.write(batch.confirmations(), batch.now());
        ledger.write(batch.journals());
        evidence.write(batch);
        cases.write(batch);
        outbox.add(Tellings.of(batch));
        // Last, because an item that sells well has one row that every batch needs: it is held for
        // the length of the commit and no longer.
        stock.write(batch.goods(), batch.now());
    }

    /// A new attempt of a locked order, after the order's own move; its gateway knows nothing yet.
    public void writeAttempt(Order order, Decision.Attempt attempt, Instant at) {
        payments.insert(attempt.payment(), at);
        tasks.watch(attempt.payment(), attempt.askAt(), attempt.expiresAt(), at);
        orders.extend(order, attempt.expiresAt());
    }

    /// @return whether anything was said of it that the gateway has not confirmed
    public boolean confirmAgain(PaymentNo payment, Instant at) {
        if (!confirmations.again(payment, at)) {
            return false;
        }
        tasks.askNow(payment, at);
        return true;
    }

    /// @return whether somebody had given up asking it
    public boolean askAgain(TaskKind question, String reference, Instant at) {
        return tasks.askAgain(question, reference, at);
    }
}
