package dev.consign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.id.GatewayCode;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.order.ItemKind;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.task.TaskKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the gateway and people say of orders in the tests of what can be revoked.
final class Revocations {
    final MoneyPath path = new MoneyPath();
    final OrderRows rows = new OrderRows(path);
    final MoneyPath.Engine engine = path.engine(InstantSource.system());

    Waiting waiting() {
        return path.orders(1, ItemKind.ASSET_CREDIT).getFirst();
    }

    Waiting paid() {
        var order = waiting();
        process(order.fact(FactKind.PAID, FactSource.CALLBACK));
        return order;
    }

    Waiting expired() {
        var order = waiting();
        path.processor(InstantSource.fixed(Instant.now().plus(Duration.ofHours(1))))
                .process(List.of(order.fact(FactKind.CLOSED, FactSource.QUERY)));
        assertThat(rows.status(order)).isEqualTo("EXPIRED v3, CLOSED");
        return order;
    }

    PaymentFact paidBy(Waiting order, FactSource source, String transaction) {
        return order.fact(FactKind.PAID, source, order.amount(), transaction);
    }

    PaymentFact refunded(Waiting order, long minor, String number) {
        return numbered(order, FactKind.REFUNDED, Money.of("CNY", minor), number);
    }

    PaymentFact dispute(Waiting order, FactKind kind) {
        return fact(order, kind, order.amount(), null, "d-1");
    }

    PaymentFact numbered(Waiting order, FactKind kind, Money money, String refundNo) {
        return fact(order, kind, money, refundNo, null);
    }

    PaymentFact fact(
            Waiting order,
            FactKind kind,
            Money money,
            @Nullable String refundNo,
            @Nullable String disputeNo) {
        return new PaymentFact(
                new GatewayCode("sandbox"),
                "sandbox",
                order.paymentNo(),
                kind,
                money,
                new TransactionId("back-" + order.orderNo() + refundNo),
                refundNo,
                disputeNo,
                Instant.parse("2026-11-20T11:00:00Z"),
                FactSource.CALLBACK);
    }

    void accept(Waiting order, long minor, String number) {
        closeCases(order);
        engine.carryOut(
                new Command.AcceptRefund(
                        order.orderNo(),
                        order.paymentNo(),
                        new TransactionId("back-" + order.orderNo() + number),
                        number,
                        Money.of("CNY", minor)));
    }

    /// As whoever resolves a case does first, in the same transaction.
    void closeCases(Waiting order) {
        path.sql()
                .sql(
                        "UPDATE case_file SET status = 'RESOLVED', owner = 'engine', resolution = 'seen', resolved_at = opened_at WHERE order_no = ?")
                .param(order.orderNo().value())
                .update();
    }

    Decision.OfCommand askBack(Waiting order, long minor) {
        return engine.carryOut(
                        new Command.ReturnMoney(
                                order.orderNo(), null, null, null, Money.of("CNY", minor)))
                .decision();
    }

    boolean askAgain(Waiting order, RefundNo refund) {
        return engine.transactions()
                .call(() ->
                        engine.processor()
                                .askAgain(order.orderNo(), TaskKind.REFUND, refund.value()));
    }

    List<String> journals(Waiting order) {
        return rows.rows("SELECT kind FROM journal WHERE order_no = '%s' ORDER BY kind", order);
    }

    List<String> confirmations(Waiting order) {
        return rows.rows("SELECT status FROM fact_confirmation WHERE order_no = '%s'", order);
    }

    long balance(Waiting order, String account) {
        return path.count(
                "SELECT COALESCE(SUM(e.amount_minor), 0) FROM ledger_entry e JOIN journal j USING (journal_key) WHERE j.order_no = '%s' AND e.account = '%s'"
                        .formatted(order.orderNo(), account));
    }

    boolean queryDue(Waiting order) {
        return path.count(
                        "SELECT COUNT(*) FROM gateway_task WHERE reference = '%s' AND kind = 'QUERY' AND status = 'WAITING' AND due_at <= UTC_TIMESTAMP(3)"
                                .formatted(order.paymentNo()))
                == 1;
    }

    /// The outcome of the last one.
    Outcome process(PaymentFact... facts) {
        return engine.processor().process(List.of(facts)).getLast().outcome();
    }
}
