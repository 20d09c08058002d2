package dev.consign.processor.backoffice.payouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.Bookings;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.payout.PayoutWrites.Left;
import dev.consign.engine.payout.PayoutWrites.PayoutOrder;
import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import dev.consign.platform.audit.Audit;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// What one person may pay out, or another has approved, whatever runs at the same time: asked for
/// before a run, it was kept by each run alone, and by no two of them together.
class PayoutLimitTest {
    private static final LocalDate DAY = LocalDate.parse("2026-10-17");
    private static final Instant NOON = Bookings.startOf(DAY).plus(Duration.ofHours(12));
    private static final MoneyPath PATH = new MoneyPath();
    private static final Bookings BOOKS = new Bookings(PATH);

    /// Of one order.
    private static final Money SHARE = Money.of("CNY", 26_101);

    private static final Word THREE = Word.alone(new Allowance.Alone(3 * SHARE.minor() + 1));

    @BeforeEach
    void nobody_has_paid_anything_yet() {
        PATH.sql().sql("DELETE FROM payout_count").update();
    }

    @AfterEach
    void the_books_are_right() throws Exception {
        assertThat(PATH.violations()).isEmpty();
    }

    @Test
    void runs_at_the_same_time_stay_within_the_limit_together() throws Exception {
        for (var round = 0; round < 3; round++) {
            nobody_has_paid_anything_yet();
            var creditors = creditors(8);
            var left = together(creditors, NOON, THREE);
            assertThat(left.stream().filter(one -> one.made().size() == 1)).hasSize(3);
            assertThat(left.stream().filter(one -> one.made().isEmpty()))
                    .hasSize(5)
                    .allMatch(one -> one.aboveLimit().equals(List.of(SHARE)))
                    .allMatch(one -> one.carriedOver().equals(List.of(SHARE)));
            assertThat(paid(creditors)).isEqualTo(3);
        }
    }

    /// What another person has approved counts neither there nor twice.
    @Test
    void runs_of_one_approval_pay_no_more_than_was_approved() throws Exception {
        var approved =
                Word.approved(
                        "Q0000000000000001",
                        new Allowance.Approved(
                                List.of(Money.of("CNY", 2 * SHARE.minor())), "finance:other"));
        var creditors = creditors(5);
        together(creditors, NOON, approved);
        assertThat(paid(creditors)).isEqualTo(2);
        var alone = creditors(3);
        together(alone, NOON, THREE);
        assertThat(paid(alone)).isEqualTo(3);
    }

    @Test
    void what_was_paid_a_day_ago_does_not_count_any_more() throws Exception {
        together(creditors(3), NOON, THREE);
        var hoursLater = creditors(1);
        together(hoursLater, NOON.plus(Duration.ofHours(11)), THREE);
        assertThat(paid(hoursLater)).isZero();
        together(hoursLater, NOON.plus(Duration.ofDays(1)), THREE);
        assertThat(paid(hoursLater)).isOne();
    }

    private static List<ConsignorId> creditors(int count) {
        var creditors = new ArrayList<ConsignorId>();
        for (var i = 0; i < count; i++) {
            var sold = PATH.orders(1, ItemKind.ASSET_CREDIT);
            BOOKS.settle(sold, NOON.minusSeconds(60));
            creditors.add(BOOKS.consignorOf(sold.getFirst()));
        }
        return creditors;
    }

    /// A run each, all at once.
    private static List<Left> together(List<ConsignorId> creditors, Instant now, Word word)
            throws Exception {
        var go = new CountDownLatch(1);
        var all = new ArrayList<Left>();
        try (var threads = Executors.newFixedThreadPool(creditors.size())) {
            var runs =
                    creditors.stream()
                            .map(one ->
                                    threads.submit(
                                            (Callable<Left>)
                                                    () -> {
                                                        go.await();
                                                        return pay(one, now, word);
                                                    }))
                            .toList();
            go.countDown();
            for (var run : runs) {
                all.add(run.get());
            }
        }
        return all;
    }

    private static Left pay(ConsignorId consignor, Instant now, Word word) {
        var pool = PATH.pool();
        var clock = InstantSource.fixed(now);
        var all = new ArrayList<Left>();
        new PayoutRun(
                        JdbcClient.create(pool),
                        new Transactions(new JdbcTransactionManager(pool), new Random()),
                        new Bookings(PATH, pool).writes(),
                        new PayoutLimit(JdbcClient.create(pool), clock),
                        new Audit(
                                JdbcClient.create(pool),
                                IdSource.secure(InstantSource.system()),
                                clock),
                        clock,
                        10)
                .pay(
                        Optional.of(consignor),
                        new PayoutOrder(DAY, new byte[32], "finance:test", null),
                        word,
                        (_, left) -> all.add(left),
                        () -> {});
        return all.getFirst();
    }

    private static long paid(List<ConsignorId> creditors) {
        return PATH.sql()
                .sql("SELECT COUNT(*) FROM payout WHERE consignor_id IN (:creditors)")
                .param("creditors", creditors.stream().map(ConsignorId::value).toList())
                .query(Long.class)
                .single();
    }
}
