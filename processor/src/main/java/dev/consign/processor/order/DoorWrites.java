package dev.consign.processor.order;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.NotificationCodec;
import dev.consign.id.IdSource;
import dev.consign.message.MessageType;
import dev.consign.message.Notification;
import dev.consign.order.Order;
import dev.consign.order.Ruling;
import dev.consign.processor.order.Door.Question;
import dev.consign.processor.outbox.Outbox;
import dev.consign.processor.outbox.OutboxMessage;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes a decided batch, table by table. Orders and payments were locked before; of what comes
/// after, card keys belong to those orders and stock rows are taken in the order of their item ids,
/// so two batches cannot wait for each other in a circle.
final class DoorWrites {
    private final ProcessedMessages processed;
    private final OrderWrites orders;
    private final PaymentWrites payments;
    private final RefundWrites refunds;
    private final TaskWrites tasks;
    private final StockWrites stock;
    private final LedgerWrites ledger;
    private final EvidenceWrites evidence;
    private final Outbox outbox;

    DoorWrites(
            ProcessedMessages processed,
            JdbcClient jdbc,
            JdbcTemplate batches,
            IdSource ids,
            Outbox outbox) {
        this.processed = processed;
        this.orders = new OrderWrites(jdbc, batches);
        this.payments = new PaymentWrites(jdbc, batches);
        this.refunds = new RefundWrites(jdbc, batches);
        this.tasks = new TaskWrites(jdbc, batches, ids);
        this.stock = new StockWrites(jdbc, batches);
        this.ledger = new LedgerWrites(batches);
        this.evidence = new EvidenceWrites(jdbc, batches, ids);
        this.outbox = outbox;
    }

    void write(DoorBatch batch) {
        processed.write(batch.entries(), batch.replaced(), batch.now());
        orders.write(batch.files(), batch.now());
        payments.write(batch.files(), batch.now());
        refunds.write(batch.files(), batch.refundCauses(), batch.now());
        tasks.write(batch.files(), batch.now());
        ledger.write(batch.journals());
        evidence.write(batch);
        outbox.add(batch.files().stream().flatMap(file -> notification(file, batch)).toList());
        // Last, because an item that sells well has one row that every batch needs: it is held for
        // the length of the commit and no longer.
        stock.write(batch.goods(), batch.now());
    }

    /// A new attempt of a locked order, after the order's own move; its gateway knows nothing yet.
    void writeAttempt(Order order, Ruling.Attempt attempt, Instant at) {
        payments.insert(attempt.payment(), at);
        tasks.watch(attempt.payment(), attempt.askAt(), attempt.expiresAt(), at);
        orders.extend(order, attempt.expiresAt());
    }

    /// @return whether somebody had given up asking it
    boolean askAgain(Question question, String reference, Instant at) {
        return tasks.askAgain(question, reference, at);
    }

    /// Every end an order comes to is told, but for the one that the shop itself brought about by
    /// cancelling. It is told after the fact and by way of its own queue: no mail that fails can
    /// touch the order again (incident I3). The id has the order's version, since an order that
    /// failed, was tried again and failed has failed twice.
    private static Stream<OutboxMessage> notification(OrderFile file, DoorBatch batch) {
        var order = file.order();
        return switch (order.status()) {
            case COMPLETED, FAILED, EXPIRED, REFUNDED -> {
                if (file.steps().isEmpty()) {
                    yield Stream.empty();
                }
                var id = "%s:%s:v%d".formatted(order.orderNo(), order.status(), order.version());
                var body =
                        NotificationCodec.encode(
                                new Notification(
                                        id,
                                        order.orderNo(),
                                        order.buyerId(),
                                        order.status(),
                                        order.amount(),
                                        batch.now()));
                yield Stream.of(
                        new OutboxMessage(
                                QueueName.NOTIFICATION,
                                MessageType.NOTIFICATION.name(),
                                id,
                                id,
                                body,
                                Map.of()));
            }
            case AWAITING_PAYMENT, PROCESSING, CANCELLED, IN_REVIEW -> Stream.empty();
        };
    }
}
