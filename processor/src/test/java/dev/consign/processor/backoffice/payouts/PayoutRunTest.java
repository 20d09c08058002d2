package dev.consign.processor.backoffice.payouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.engine.Bookings;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.engine.payout.PayoutWrites.PayoutOrder;
import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.keyset.Window;
import dev.consign.processor.backoffice.payouts.Payouts.PayoutView;
import dev.consign.sql.Transactions;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Who is paid what, when, and that nobody is paid twice.
class PayoutRunTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-17");
    private static final MoneyPath PATH = new MoneyPath();
    private static final Bookings BOOKS = new Bookings(PATH);
    private static final Payouts PAYOUTS = new Payouts(PATH.sql());

    /// Of one order: 27,001 at 333 basis points.
    private static final long SHARE = 26_101;

    private static final long PRICE = MoneyPath.PRICE.minor();

    private final List<Waiting> orders = PATH.orders(6, ItemKind.ASSET_CREDIT);
    private final ConsignorId consignor = BOOKS.consignorOf(orders.getFirst());

    @AfterEach
    void the_books_are_right() throws Exception {
        assertThat(PATH.violations()).isEmpty();
    }

    @Test
    void what_is_owed_is_paid_once_whoever_asks_how_often() {
        sell(0, 2, noon(DAY));
        assertThat(pay("first", DAY, noon(DAY))).isEmpty();
        assertThat(pay("first", DAY, noon(DAY))).isEmpty();
        assertThat(pay("another", DAY, noon(DAY.plusDays(1)))).isEmpty();
        assertThat(paid()).containsExactly("2026-11-17 CNY 52202 of 2");
        assertThat(BOOKS.owed(consignor, "CNY", noon(DAY.plusDays(400)))).isZero();
    }

    @Test
    void what_is_posted_after_the_payout_of_a_day_goes_into_the_next() {
        sell(0, 1, noon(DAY));
        pay("a", DAY, noon(DAY));
        sell(1, 3, noon(DAY).plusSeconds(1));
        assertThat(pay("b", DAY, noon(DAY).plusSeconds(2)))
                .containsExactly(Money.of("CNY", 2 * SHARE));
        pay("c", DAY.plusDays(1), noon(DAY.plusDays(1)));
        assertThat(paid())
                .containsExactly("2026-11-17 CNY 26101 of 1", "2026-11-18 CNY 52202 of 2");
    }

    @Test
    void a_payout_of_today_pays_nothing_that_bears_a_later_time() {
        sell(0, 1, noon(DAY));
        sell(1, 2, noon(DAY).plusSeconds(1));
        pay("a", DAY, noon(DAY));
        assertThat(paid()).containsExactly("2026-11-17 CNY 26101 of 1");
    }

    @Test
    void a_day_gone_by_is_paid_without_what_came_after_it() {
        sell(0, 1, noon(DAY));
        sell(1, 3, Bookings.startOf(DAY.plusDays(1)));
        pay("a", DAY, noon(DAY.plusDays(2)));
        assertThat(paid()).containsExactly("2026-11-17 CNY 26101 of 1");
    }

    @Test
    void an_earlier_day_paid_after_a_later_one_pays_nothing_again() {
        sell(0, 1, noon(DAY));
        sell(1, 2, noon(DAY.plusDays(1)));
        pay("a", DAY.plusDays(1), noon(DAY.plusDays(2)));
        assertThat(pay("b", DAY, noon(DAY.plusDays(2)))).isEmpty();
        assertThat(paid()).containsExactly("2026-11-18 CNY 52202 of 2");
    }

    @Test
    void money_taken_back_after_the_payout_is_worked_off_by_the_next() {
        sell(0, 1, noon(DAY));
        pay("a", DAY, noon(DAY));
        BOOKS.refund(orders.getFirst(), PRICE, noon(DAY).plusSeconds(9));
        assertThat(pay("b", DAY.plusDays(1), noon(DAY.plusDays(1))))
                .containsExactly(Money.of("CNY", -SHARE));
        sell(1, 4, noon(DAY.plusDays(2)));
        assertThat(pay("c", DAY.plusDays(2), noon(DAY.plusDays(2)))).isEmpty();
        assertThat(paid())
                .containsExactly("2026-11-17 CNY 26101 of 1", "2026-11-19 CNY 52202 of 3");
    }

    @Test
    void money_taken_back_since_the_day_that_is_paid_is_not_paid() {
        sell(0, 2, noon(DAY));
        BOOKS.refund(orders.getFirst(), PRICE, noon(DAY.plusDays(1)));
        pay("a", DAY, noon(DAY.plusDays(2)));
        assertThat(paid()).containsExactly("2026-11-17 CNY 26101 of 2");
    }

    @Test
    void each_currency_is_paid_by_itself() {
        sell(0, 1, noon(DAY));
        BOOKS.settle(List.of(BOOKS.in("USD", orders.getLast())), noon(DAY));
        pay("a", DAY, noon(DAY));
        assertThat(paid())
                .containsExactlyInAnyOrder(
                        "2026-11-17 CNY 26101 of 1", "2026-11-17 USD 26101 of 1");
    }

    /// Two engines, twenty callers, two days: for either of them everything is owed.
    @Test
    void twenty_at_once_for_two_days_pay_once() throws Exception {
        sell(0, 6, noon(DAY));
        var engines = List.of(run(noon(DAY.plusDays(1)), 10), run(noon(DAY.plusDays(1)), 10));
        var go = new CountDownLatch(1);
        var tasks = new ArrayList<Callable<Boolean>>();
        for (var i = 0; i < 20; i++) {
            var engine = engines.get(i % 2);
            var order = order("caller " + i, DAY.plusDays(i / 2 % 2));
            tasks.add(() -> {
                go.await();
                engine.pay(
                        Optional.of(consignor), order, PayoutDesk.ANYTHING, (_, _) -> {}, () -> {});
                return true;
            });
        }
        try (var threads = Executors.newFixedThreadPool(20)) {
            var all = tasks.stream().map(threads::submit).toList();
            go.countDown();
            for (var one : all) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(paid()).hasSize(1).allMatch(line -> line.endsWith("CNY 156606 of 6"));
    }

    @Test
    void a_run_that_dies_has_paid_whom_it_reached_and_its_repeat_pays_the_others() {
        var at = noon(DAY.minusDays(30));
        var others = new ArrayList<ConsignorId>();
        for (var i = 0; i < 7; i++) {
            var sold = PATH.orders(1, ItemKind.ASSET_CREDIT);
            BOOKS.settle(sold, at);
            others.add(BOOKS.consignorOf(sold.getFirst()));
        }
        var order = order("run " + consignor, DAY.minusDays(30));
        var before = PATH.count("SELECT COUNT(*) FROM payout");
        var pages = new AtomicInteger();
        assertThatThrownBy(() ->
                        run(at, 3)
                                .pay(
                                        Optional.empty(),
                                        order,
                                        PayoutDesk.ANYTHING,
                                        (_, _) -> {},
                                        () -> {
                                            var unpaid = others.size() - paidOf(order);
                                            if (unpaid > 0 && paidOf(order) > 0) {
                                                throw new IllegalStateException("died");
                                            }
                                            pages.incrementAndGet();
                                        }))
                .hasMessage("died");
        assertThat(paidOf(order)).isBetween(1, 6);
        run(at, 3)
                .pay(
                        Optional.empty(),
                        order,
                        PayoutDesk.ANYTHING,
                        (_, _) -> {},
                        pages::incrementAndGet);
        assertThat(paidOf(order)).isEqualTo(7);
        assertThat(PATH.count("SELECT COUNT(*) FROM payout") - before).isEqualTo(7);
        assertThat(pages.get()).isGreaterThan(2);
    }

    private static int paidOf(PayoutOrder order) {
        return PAYOUTS.of(order.requestId(), 1_000).size();
    }

    private void sell(int from, int to, Instant at) {
        BOOKS.settle(orders.subList(from, to), at);
    }

    private List<Money> pay(String request, LocalDate date, Instant now) {
        var carriedOver = new ArrayList<Money>();
        run(now, 10)
                .pay(
                        Optional.of(consignor),
                        order(request, date),
                        PayoutDesk.ANYTHING,
                        (_, left) -> carriedOver.addAll(left.carriedOver()),
                        () -> {});
        return carriedOver;
    }

    private static PayoutOrder order(String request, LocalDate date) {
        var id = new byte[32];
        var bytes = request.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, id, 0, Math.min(32, bytes.length));
        return new PayoutOrder(date, id, "finance:test", null);
    }

    private static PayoutRun run(Instant now, int page) {
        var pool = PATH.pool();
        return new PayoutRun(
                JdbcClient.create(pool),
                new Transactions(new JdbcTransactionManager(pool), new Random()),
                new Bookings(PATH, pool).writes(),
                new PayoutLimit(JdbcClient.create(pool), InstantSource.fixed(now)),
                new Audit(
                        JdbcClient.create(pool),
                        IdSource.secure(InstantSource.system()),
                        InstantSource.system()),
                InstantSource.fixed(now),
                page);
    }

    private List<String> paid() {
        return PAYOUTS
                .page(consignor, null, Window.all(NumberPrefix.PAYOUT))
                .items()
                .reversed()
                .stream()
                .map(PayoutRunTest::line)
                .toList();
    }

    private static String line(PayoutView payout) {
        return "%s %s %d of %d"
                .formatted(
                        payout.businessDate(),
                        payout.amount().currency(),
                        payout.amount().minor(),
                        payout.orders());
    }

    private static Instant noon(LocalDate date) {
        return Bookings.startOf(date).plus(Duration.ofHours(12));
    }
}
