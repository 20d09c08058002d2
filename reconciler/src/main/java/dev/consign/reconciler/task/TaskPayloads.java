package dev.consign.reconciler.task;

import dev.consign.gateway.RefundRequest;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.PaymentStatus;
import dev.consign.task.TaskKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/// What a handful of due tasks are about, read without a lock: the engine must not wait for us. It
/// ends a task in the transaction that makes it pointless, so what is read here too early does at
/// most what was wanted a moment ago.
final class TaskPayloads {
    private static final String PAYMENTS =
            """
            SELECT payment_no, order_no, currency, amount_minor, status,
                   EXISTS (SELECT 1 FROM fact_confirmation c
                            WHERE c.payment_no = payment.payment_no AND c.status = 'WAITING') AS confirming
            FROM payment WHERE payment_no IN (:payments)
            """;

    private static final String REFUNDS =
            """
            SELECT refund_no, payment_no, transaction_id, currency, amount_minor, reason
            FROM refund
            -- a refund that a person has given up is not asked for again
            WHERE refund_no IN (:refunds) AND status = 'REQUESTED'
            """;

    private final Map<PaymentNo, PaymentRow> payments = new HashMap<>();
    private final Map<String, RefundRequest> refunds = new HashMap<>();

    private record PaymentRow(
            OrderNo orderNo, Money amount, PaymentStatus status, boolean confirming) {}

    private TaskPayloads() {}

    static TaskPayloads of(List<DueRow> due, NamedParameterJdbcOperations jdbc) {
        var payloads = new TaskPayloads();
        payloads.readPayments(due, jdbc);
        payloads.readRefunds(due, jdbc);
        return payloads;
    }

    @Nullable OrderNo orderOf(DueRow row) {
        var payment = payments.get(row.paymentNo());
        return payment == null ? null : payment.orderNo();
    }

    /// A task whose payment is gone must still end as a case, and must not stop its neighbours.
    TaskPayload of(DueRow row) {
        var payment = payments.get(row.paymentNo());
        return switch (row.kind()) {
            case QUERY ->
                    payment == null
                            ? new TaskPayload.Query(null, false)
                            : new TaskPayload.Query(payment.status(), payment.confirming());
            case CLOSE ->
                    payment == null
                            ? new TaskPayload.Impossible("the payment is not there")
                            : new TaskPayload.Close(payment.amount());
            case REFUND -> {
                var refund = refunds.get(row.reference());
                yield refund == null
                        ? new TaskPayload.Impossible("the refund is not wanted any more")
                        : new TaskPayload.Refund(refund);
            }
        };
    }

    private void readPayments(List<DueRow> due, NamedParameterJdbcOperations jdbc) {
        jdbc.query(
                PAYMENTS,
                Map.of("payments", due.stream().map(row -> row.paymentNo().value()).toList()),
                row -> {
                    payments.put(
                            new PaymentNo(row.getString("payment_no")),
                            new PaymentRow(
                                    new OrderNo(row.getString("order_no")),
                                    Money.of(
                                            row.getString("currency"), row.getLong("amount_minor")),
                                    PaymentStatus.valueOf(row.getString("status")),
                                    row.getBoolean("confirming")));
                });
    }

    private void readRefunds(List<DueRow> due, NamedParameterJdbcOperations jdbc) {
        var numbers =
                due.stream()
                        .filter(row -> row.kind() == TaskKind.REFUND)
                        .map(DueRow::reference)
                        .toList();
        if (numbers.isEmpty()) {
            return;
        }
        jdbc.query(
                REFUNDS,
                Map.of("refunds", numbers),
                row -> {
                    refunds.put(
                            row.getString("refund_no"),
                            new RefundRequest(
                                    new PaymentNo(row.getString("payment_no")),
                                    new TransactionId(row.getString("transaction_id")),
                                    new RefundNo(row.getString("refund_no")),
                                    Money.of(
                                            row.getString("currency"), row.getLong("amount_minor")),
                                    row.getString("reason")));
                });
    }
}
