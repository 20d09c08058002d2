package dev.consign.processor.backoffice.payouts;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.engine.Bookings;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.engine.payout.PayoutWrites.Left;
import dev.consign.engine.payout.PayoutWrites.PayoutOrder;
import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Command;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.keyset.Window;
import dev.consign.processor.backoffice.approvals.Allowance;
import dev.consign.processor.backoffice.payouts.PayoutLimit.Word;
import dev.consign.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Pays consignors at times of a test's choice, and closes cases as finance does.
final class PayoutDesk {
    static final LocalDate DAY = LocalDate.parse("2026-11-17");
    static final MoneyPath PATH = new MoneyPath();
    static final HikariDataSource POOL = PATH.pool();
    static final Bookings BOOKS = new Bookings(PATH, POOL);
    static final Payouts PAYOUTS = new Payouts(PATH.sql());

    private PayoutDesk() {}

    static void accept(Waiting order) {
        closeCase(order, "UNEXPECTED_REFUND");
        PATH.engine(InstantSource.fixed(noon(DAY).plusSeconds(400)))
                .carryOut(
                        new Command.AcceptRefund(
                                order.orderNo(),
                                order.paymentNo(),
                                new TransactionId("back-" + order.paymentNo()),
                                "back-" + order.paymentNo(),
                                Money.of(order.amount().currency().getCurrencyCode(), 200)));
        PATH.sql().sql("UPDATE outbox SET created_at = UTC_TIMESTAMP(3)").update();
    }

    static String cases(String column, Waiting order) {
        return "SELECT %s FROM case_file WHERE payment_no = '%s' AND status = 'OPEN'"
                .formatted(column, order.paymentNo());
    }

    static void closeCases(Waiting order) {
        closeCase(order, "%");
    }

    static void closeCase(Waiting order, String kind) {
        var changed =
                PATH.sql()
                        .sql(
                                """
                                INSERT INTO audit (audit_id, at, actor, action, subject, reason, before_state, after_state)
                                SELECT CONCAT('A', SUBSTR(case_id, 2)), '2026-11-18 00:00:00', 'finance:x', 'RESOLVE_CASE', case_id,
                                       'all right', 'OPEN', 'RESOLVED'
                                  FROM case_file
                                 WHERE payment_no = ? AND status = 'OPEN' AND kind LIKE ?
                                """)
                        .param(order.paymentNo().value())
                        .param(kind)
                        .update();
        var closed =
                PATH.sql()
                        .sql(
                                """
                                UPDATE case_file SET status = 'RESOLVED', owner = 'finance:x', resolution = 'all right',
                                       resolved_at = '2026-11-18 00:00:00'
                                 WHERE payment_no = ? AND status = 'OPEN' AND kind LIKE ?
                                """)
                        .param(order.paymentNo().value())
                        .param(kind)
                        .update();
        assertThat(closed).isPositive().isEqualTo(changed);
    }

    /// Of somebody who may pay out whatever is due.
    static final Word ANYTHING = Word.alone(new Allowance.Alone(Long.MAX_VALUE / 2));

    static Left pay(ConsignorId consignor, LocalDate date, Instant now) {
        var all = new ArrayList<Left>();
        new PayoutRun(
                        JdbcClient.create(POOL),
                        new Transactions(new JdbcTransactionManager(POOL), new Random()),
                        BOOKS.writes(),
                        new PayoutLimit(JdbcClient.create(POOL), InstantSource.fixed(now)),
                        new Audit(
                                JdbcClient.create(POOL),
                                IdSource.secure(InstantSource.system()),
                                InstantSource.system()),
                        InstantSource.fixed(now),
                        10)
                .pay(
                        Optional.of(consignor),
                        new PayoutOrder(date, new byte[32], "finance:test", null),
                        ANYTHING,
                        (_, left) -> all.add(left),
                        () -> {});
        return all.isEmpty()
                ? new Left(List.of(), List.of(), List.of(), List.of())
                : all.getFirst();
    }

    static List<String> paid(ConsignorId consignor) {
        return PAYOUTS
                .page(consignor, null, Window.all(NumberPrefix.PAYOUT))
                .items()
                .reversed()
                .stream()
                .map(one ->
                        "%s %s %d of %d, held back %d"
                                .formatted(
                                        one.businessDate(),
                                        one.amount().currency(),
                                        one.amount().minor(),
                                        one.orders(),
                                        one.heldBack().minor()))
                .toList();
    }

    static Instant noon(LocalDate date) {
        return Bookings.startOf(date).plus(Duration.ofHours(12));
    }
}
