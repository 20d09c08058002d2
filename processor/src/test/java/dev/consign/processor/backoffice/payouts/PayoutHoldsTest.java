package dev.consign.processor.backoffice.payouts;

import static dev.consign.processor.backoffice.payouts.PayoutDesk.BOOKS;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.DAY;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.PATH;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.PAYOUTS;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.POOL;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.accept;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.cases;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.closeCases;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.noon;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.paid;
import static dev.consign.processor.backoffice.payouts.PayoutDesk.pay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.engine.payout.HeldOrder;
import dev.consign.engine.payout.PayoutWrites.Left;
import dev.consign.id.ConsignorId;
import dev.consign.id.NumberPrefix;
import dev.consign.ledger.Split;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.platform.keyset.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Money in doubt is nobody's to spend (docs/rules.md, rule 13; incident Q2): it is held back from
/// payouts, and paid exactly once when the doubt is over.
class PayoutHoldsTest {
    /// Of one order: 27,001 at 333 basis points.
    private static final Window ALL = Window.all(NumberPrefix.ORDER);

    private static final long SHARE = 26_101;

    private final List<Waiting> orders = PATH.orders(4, ItemKind.ASSET_CREDIT);
    private final Waiting doubtful = orders.getFirst();
    private final ConsignorId consignor = BOOKS.consignorOf(doubtful);

    @AfterEach
    void the_books_are_right() throws Exception {
        assertThat(PATH.violations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_in_doubt_is_held_back_and_paid_once_when_that_is_over(Cause cause) {
        sell(0, 2, noon(DAY));
        cause.begin(doubtful);
        var first = pay(consignor, DAY, noon(DAY).plusSeconds(300));
        assertThat(first.carriedOver()).containsExactly(Money.of("CNY", SHARE));
        assertThat(first.heldBack()).extracting(HeldOrder::why).containsExactly(why(cause.kind()));
        assertThat(first.heldBack())
                .extracting(HeldOrder::orderNo)
                .containsExactly(doubtful.orderNo());
        assertThat(pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(1))).heldBack()).hasSize(1);
        cause.end(doubtful);
        var after = pay(consignor, DAY.plusDays(2), noon(DAY.plusDays(2)));
        assertThat(after.heldBack()).isEmpty();
        pay(consignor, DAY.plusDays(3), noon(DAY.plusDays(3)));
        assertThat(paid(consignor))
                .containsExactly(
                        "2026-11-17 CNY 26101 of 2, held back 26101",
                        "2026-11-19 CNY 26101 of 0, held back 0");
        assertThat(PAYOUTS.held(consignor, ALL).items()).isEmpty();
    }

    @Test
    void an_open_dispute_holds_back_even_when_somebody_closed_its_case() {
        sell(0, 1, noon(DAY));
        Cause.DISPUTE.begin(doubtful);
        var open =
                "UPDATE case_file SET status = 'OPEN', owner = NULL, resolution = NULL, resolved_at = NULL WHERE payment_no = ?";
        closeCases(doubtful);
        assertThat(pay(consignor, DAY, noon(DAY).plusSeconds(300)).heldBack())
                .extracting(HeldOrder::why)
                .containsExactly("held back: dispute d-1");
        // As it is by the engine: the case stands as long as the dispute.
        PATH.sql().sql(open).param(doubtful.paymentNo().value()).update();
    }

    @Test
    void word_that_is_about_no_money_holds_nothing_back() {
        sell(0, 1, noon(DAY));
        // Another fact under the same message, and a failure of another amount.
        BOOKS.says(
                doubtful.fact(
                        FactKind.PAID,
                        FactSource.CALLBACK,
                        Money.of("CNY", 5),
                        "t-" + doubtful.paymentNo()),
                noon(DAY));
        BOOKS.says(
                doubtful.fact(FactKind.FAILED, FactSource.CALLBACK, Money.of("CNY", 5), "f"),
                noon(DAY));
        assertThat(PATH.count(cases("COUNT(*)", doubtful))).isPositive();
        assertThat(pay(consignor, DAY, noon(DAY).plusSeconds(300)).heldBack()).isEmpty();
        assertThat(paid(consignor)).containsExactly("2026-11-17 CNY 26101 of 1, held back 0");
    }

    @Test
    void the_doubt_of_one_consignor_holds_back_nothing_of_another() {
        var others = PATH.orders(1, ItemKind.ASSET_CREDIT);
        var other = BOOKS.consignorOf(others.getFirst());
        sell(0, 1, noon(DAY));
        BOOKS.settle(others, noon(DAY));
        Cause.UNEXPECTED_REFUND.begin(doubtful);
        assertThat(pay(consignor, DAY, noon(DAY).plusSeconds(300)).heldBack()).hasSize(1);
        assertThat(pay(other, DAY, noon(DAY).plusSeconds(300)).heldBack()).isEmpty();
        assertThat(paid(consignor)).isEmpty();
        assertThat(paid(other)).containsExactly("2026-11-17 CNY 26101 of 1, held back 0");
        assertThat(PAYOUTS.held(consignor, ALL).items())
                .singleElement()
                .satisfies(held -> {
                    assertThat(held.amount().minor()).isEqualTo(SHARE);
                    assertThat(held.why()).isEqualTo(why("UNEXPECTED_REFUND"));
                    assertThat(held.caseStatus()).isEqualTo("OPEN");
                });
        assertThat(PAYOUTS.held(other, ALL).items()).isEmpty();
        assertThat(PAYOUTS.held(null, ALL).items())
                .extracting(Payouts.HeldView::consignorId)
                .contains(consignor.value());
        assertThat(
                        PAYOUTS.held(
                                        null,
                                        Window.after(
                                                NumberPrefix.ORDER, doubtful.orderNo().value()))
                                .items())
                .extracting(Payouts.HeldView::orderNo)
                .doesNotContain(doubtful.orderNo().value());
    }

    @Test
    void a_doubt_in_one_currency_holds_back_nothing_in_another() {
        sell(1, 2, noon(DAY));
        var dollars = BOOKS.in("USD", doubtful);
        var more = BOOKS.in("USD", orders.get(2));
        BOOKS.settle(List.of(dollars, more), noon(DAY));
        Cause.UNEXPECTED_REFUND.begin(dollars);
        assertThat(pay(consignor, DAY, noon(DAY).plusSeconds(300)).carriedOver())
                .containsExactly(Money.of("USD", SHARE));
        assertThat(paid(consignor))
                .containsExactlyInAnyOrder(
                        "2026-11-17 CNY 26101 of 1, held back 0",
                        "2026-11-17 USD 26101 of 2, held back 26101");
        closeCases(dollars);
        pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(1)));
        assertThat(paid(consignor)).hasSize(3).contains("2026-11-18 USD 26101 of 0, held back 0");
    }

    @Test
    void what_was_paid_out_before_its_doubt_takes_nothing_from_what_is_sold_after_it() {
        sell(0, 1, noon(DAY));
        pay(consignor, DAY, noon(DAY).plusSeconds(60));
        Cause.UNEXPECTED_REFUND.begin(doubtful);
        sell(1, 2, noon(DAY.plusDays(1)));
        assertThat(pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(1)).plusSeconds(1)).heldBack())
                .isEmpty();
        assertThat(paid(consignor))
                .containsExactly(
                        "2026-11-17 CNY 26101 of 1, held back 0",
                        "2026-11-18 CNY 26101 of 1, held back 0");
    }

    /// One processor's clock is slow, or its transaction is: the sale bears an earlier time than
    /// the payout that did not see it.
    @Test
    void a_sale_that_is_committed_after_a_later_payout_is_held_back_by_the_next() {
        sell(1, 2, noon(DAY));
        pay(consignor, DAY, noon(DAY).plusSeconds(20));
        sell(0, 1, noon(DAY).plusSeconds(10));
        Cause.UNEXPECTED_REFUND.begin(doubtful);
        assertThat(pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(1))).heldBack()).hasSize(1);
        assertThat(paid(consignor)).containsExactly("2026-11-17 CNY 26101 of 1, held back 0");
    }

    /// Also when a sale that came late makes all of the last minutes count as not paid.
    @Test
    void what_was_held_back_and_then_paid_is_not_held_back_for_another_doubt() {
        sell(0, 1, noon(DAY));
        Cause.UNEXPECTED_REFUND.begin(doubtful);
        pay(consignor, DAY, noon(DAY).plusSeconds(20));
        Cause.UNEXPECTED_REFUND.end(doubtful);
        sell(1, 2, noon(DAY).plusSeconds(30));
        pay(consignor, DAY, noon(DAY).plusSeconds(60));
        sell(2, 3, noon(DAY).plusSeconds(40));
        Cause.DISPUTE.begin(doubtful);
        var third = pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(1)));
        assertThat(third.heldBack()).isEmpty();
        Cause.DISPUTE.end(doubtful);
    }

    @Test
    void a_refund_that_is_accepted_while_held_back_is_subtracted_once() {
        sell(0, 2, noon(DAY));
        Cause.UNEXPECTED_REFUND.begin(doubtful);
        pay(consignor, DAY, noon(DAY).plusSeconds(300));
        accept(doubtful);
        pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(1)));
        var left = Split.of(Money.of("CNY", 200), MoneyPath.FEE_BPS).payable().minor();
        assertThat(paid(consignor))
                .containsExactly(
                        "2026-11-17 CNY 26101 of 2, held back 26101",
                        "2026-11-18 CNY %d of 0, held back 0".formatted(SHARE - left));
    }

    @Test
    void what_is_left_after_a_refund_is_held_back_as_long_as_another_doubt_is_open() {
        sell(0, 2, noon(DAY));
        Cause.UNEXPECTED_REFUND.begin(doubtful);
        Cause.DISPUTE.begin(doubtful);
        pay(consignor, DAY, noon(DAY).plusSeconds(300));
        accept(doubtful);
        var left = SHARE - Split.of(Money.of("CNY", 200), MoneyPath.FEE_BPS).payable().minor();
        assertThat(pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(1))).heldBack())
                .singleElement()
                .satisfies(held -> {
                    assertThat(held.amount()).isEqualTo(Money.of("CNY", left));
                    assertThat(held.why()).isEqualTo(why("DISPUTE"));
                });
        assertThat(paid(consignor)).hasSize(1);
    }

    @Test
    void nothing_is_left_to_hold_back_of_what_all_went_back() {
        sell(0, 2, noon(DAY));
        BOOKS.says(
                doubtful.fact(
                        FactKind.DISPUTE_OPENED, FactSource.CALLBACK, doubtful.amount(), "d-all"),
                noon(DAY));
        pay(consignor, DAY, noon(DAY).plusSeconds(300));
        BOOKS.says(
                doubtful.fact(
                        FactKind.DISPUTE_LOST, FactSource.CALLBACK, doubtful.amount(), "d-all"),
                noon(DAY).plusSeconds(400));
        assertThat(PAYOUTS.held(consignor, ALL).items()).isEmpty();
        sell(2, 3, noon(DAY.plusDays(1)));
        var left = pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(1)).plusSeconds(1));
        assertThat(left).isEqualTo(new Left(left.made(), List.of(), List.of(), List.of()));
        assertThat(paid(consignor)).hasSize(2).contains("2026-11-18 CNY 26101 of 1, held back 0");
    }

    /// Its debts are less than what is held, and more than what is not.
    @Test
    void debts_are_not_paid_with_what_is_held_back() {
        sell(1, 2, noon(DAY));
        pay(consignor, DAY, noon(DAY).plusSeconds(1));
        BOOKS.refund(orders.get(1), 1_000, noon(DAY).plusSeconds(2));
        sell(0, 1, noon(DAY.plusDays(1)));
        Cause.UNEXPECTED_REFUND.begin(doubtful);
        var due = SHARE - Split.of(Money.of("CNY", 1_000), MoneyPath.FEE_BPS).payable().minor();
        var left = pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(1)).plusSeconds(300));
        assertThat(left.carriedOver()).containsExactly(Money.of("CNY", due));
        assertThat(left.heldBack()).hasSize(1);
        closeCases(doubtful);
        pay(consignor, DAY.plusDays(2), noon(DAY.plusDays(2)));
        assertThat(paid(consignor))
                .containsExactly(
                        "2026-11-17 CNY 26101 of 1, held back 0",
                        "2026-11-19 CNY %d of 1, held back 0".formatted(due));
    }

    @Test
    void a_payout_of_a_day_before_neither_holds_nor_pays_what_was_sold_after_it() {
        sell(1, 2, noon(DAY));
        sell(0, 1, noon(DAY.plusDays(1)));
        Cause.UNEXPECTED_REFUND.begin(doubtful);
        assertThat(pay(consignor, DAY, noon(DAY.plusDays(2))).heldBack()).isEmpty();
        assertThat(PAYOUTS.held(consignor, ALL).items()).isEmpty();
        assertThat(pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(2))).heldBack()).hasSize(1);
        closeCases(doubtful);
        pay(consignor, DAY.plusDays(2), noon(DAY.plusDays(2)));
        assertThat(paid(consignor))
                .containsExactly(
                        "2026-11-17 CNY 26101 of 1, held back 0",
                        "2026-11-19 CNY 26101 of 1, held back 0");
    }

    @Test
    void an_earlier_day_paid_after_a_later_one_does_not_pay_what_that_held_back() {
        sell(0, 1, noon(DAY));
        sell(1, 2, noon(DAY.plusDays(1)));
        Cause.UNEXPECTED_REFUND.begin(doubtful);
        pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(2)));
        assertThat(pay(consignor, DAY, noon(DAY.plusDays(2))).heldBack()).hasSize(1);
        assertThat(paid(consignor)).containsExactly("2026-11-18 CNY 26101 of 2, held back 26101");
    }

    /// Its case is committed after the payout has read: for this payout nothing was in doubt, and
    /// nobody waits for anybody.
    @Test
    void a_case_that_is_being_opened_is_seen_by_the_next_payout() throws Exception {
        sell(0, 1, noon(DAY));
        try (var connection = POOL.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate(
                    """
                    INSERT INTO case_file (case_id, case_key, kind, status, order_no, payment_no, fact_kind, evidence, opened_at)
                    VALUES ('%s', '%s', 'UNEXPECTED_REFUND', 'OPEN', '%s', '%s', 'REFUNDED', '', '2026-11-17 12:00:00')
                    """
                            .formatted(
                                    doubtful.orderNo().value().replace('O', 'K'),
                                    doubtful.orderNo(),
                                    doubtful.orderNo(),
                                    doubtful.paymentNo()));
            assertThat(pay(consignor, DAY, noon(DAY).plusSeconds(1)).heldBack()).isEmpty();
            connection.commit();
            connection.setAutoCommit(true);
        }
        sell(1, 2, noon(DAY).plusSeconds(2));
        assertThat(pay(consignor, DAY.plusDays(1), noon(DAY.plusDays(1))).heldBack()).isEmpty();
        assertThat(paid(consignor)).hasSize(2);
        closeCases(doubtful);
    }

    @Test
    void twenty_at_once_hold_one_order_back_and_pay_the_others_once() throws Exception {
        sell(0, 4, noon(DAY));
        Cause.UNEXPECTED_REFUND.begin(doubtful);
        var tasks = new ArrayList<Callable<Left>>();
        for (var i = 0; i < 20; i++) {
            var date = DAY.plusDays(i % 2);
            tasks.add(() -> pay(consignor, date, noon(DAY.plusDays(1))));
        }
        try (var threads = Executors.newFixedThreadPool(20)) {
            for (var one : threads.invokeAll(tasks)) {
                assertThat(one.get().heldBack()).hasSizeLessThanOrEqualTo(1);
            }
        }
        assertThat(paid(consignor))
                .singleElement()
                .asString()
                .endsWith("CNY 78303 of 4, held back 26101");
    }

    private String why(String kind) {
        var caseId =
                PATH.sql()
                        .sql(cases("case_id", doubtful) + " AND kind = '%s'".formatted(kind))
                        .query(String.class)
                        .single();
        return "held back: case %s (%s)".formatted(caseId, kind);
    }

    private void sell(int from, int to, Instant at) {
        BOOKS.settle(orders.subList(from, to), at);
    }
}
