package dev.consign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath.Engine;
import dev.consign.engine.OrderProcessor.CarriedOut;
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
import dev.consign.payment.RefundUse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every way an order can end once its first payment did not simply pay it: late, second and
/// returned money, another attempt, a time to pay that is over.
class OrderEndsTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final OrderRows ROWS = new OrderRows(PATH);
    private static final Engine ENGINE = PATH.engine(InstantSource.system());

    @AfterEach
    void the_books_are_right() throws SQLException {
        assertThat(PATH.violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    @ParameterizedTest
    @EnumSource
    void late_money_is_delivered_for_when_the_goods_can_be_had_again(ItemKind kind) {
        var order = PATH.orders(1, kind, 2).getFirst();
        process(order.fact(FactKind.FAILED, FactSource.CALLBACK));
        assertThat(process(order.fact(FactKind.PAID, FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(ROWS.cases(order)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void late_money_in_the_batch_that_ends_the_order_is_delivered_for(ItemKind kind) {
        var order = PATH.orders(1, kind, 2).getFirst();
        assertThat(
                        process(
                                order.fact(FactKind.CLOSED, FactSource.QUERY),
                                order.fact(FactKind.PAID, FactSource.QUERY)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v4, PAID");
    }

    @ParameterizedTest
    @EnumSource
    void late_money_goes_back_when_the_goods_are_gone(ItemKind kind) {
        var order = PATH.orders(1, kind).getFirst();
        process(order.fact(FactKind.FAILED, FactSource.CALLBACK));
        PATH.sellOut(order);
        assertThat(process(order.fact(FactKind.PAID, FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("FAILED v3, PAID");
        assertThat(ROWS.refunds(order)).containsExactly("HELD REQUESTED 27001");
        assertThat(ROWS.tasks(order)).containsExactly("REFUND");

        var refundNo = ROWS.refundNo(order);
        assertThat(process(order.returned(refundNo, order.amount()))).isEqualTo(Outcome.APPLIED);
        assertThat(process(order.returned(refundNo, order.amount()))).isEqualTo(Outcome.DUPLICATE);
        assertThat(ROWS.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        assertThat(ROWS.tasks(order)).isEmpty();
        assertThat(ROWS.amounts(order))
                .containsExactly(
                        "buyer:funds -27001",
                        "gateway:sandbox:clearing 27001",
                        "buyer:funds 27001",
                        "gateway:sandbox:clearing -27001");
    }

    /// The shares are rounded at every part, and are exact when the last one is back.
    @Test
    void refunds_in_parts_take_the_split_back_to_the_minor_unit() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        process(order.fact(FactKind.PAID, FactSource.QUERY));
        for (var part : List.of(1L, 9_998L, 3L, 16_999L)) {
            var amount = Money.of("CNY", part);
            var refundNo = ENGINE.askBack(order, amount);
            assertThat(process(order.returned(refundNo, amount))).isEqualTo(Outcome.APPLIED);
        }
        assertThat(ROWS.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        assertThat(
                        ROWS.rows(
                                """
                                SELECT CONCAT(e.account, ' ', SUM(e.amount_minor)) FROM ledger_entry e
                                  JOIN journal j ON j.journal_key = e.journal_key AND j.order_no = '%s'
                                 GROUP BY e.account HAVING SUM(e.amount_minor) <> 0
                                """,
                                order))
                .isEmpty();
    }

    @Test
    void a_refund_nobody_asked_for_is_a_case() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        process(order.fact(FactKind.PAID, FactSource.QUERY));
        var stranger = new RefundNo("R0000000000000009");
        assertThat(process(order.returned(stranger, order.amount()))).isEqualTo(Outcome.PARKED);
        assertThat(ROWS.cases(order)).containsExactly("UNEXPECTED_REFUND OPEN");
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
    }

    @Test
    void a_refund_that_was_given_up_and_happens_all_the_same_is_booked() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        process(order.fact(FactKind.PAID, FactSource.QUERY));
        var refundNo = ENGINE.askBack(order, order.amount());
        ENGINE.carryOut(new Command.KeepMoney(order.orderNo(), refundNo));
        assertThat(ROWS.refunds(order)).containsExactly("PROCEEDS ABANDONED 27001");
        assertThat(ROWS.tasks(order)).isEmpty();
        assertThat(process(order.returned(refundNo, order.amount()))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        assertThat(ROWS.cases(order))
                .as("it may have gone back twice")
                .containsExactly("UNEXPECTED_REFUND OPEN");
    }

    @Test
    void late_money_that_is_kept_has_an_open_case_until_it_is_gone() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        process(order.fact(FactKind.FAILED, FactSource.CALLBACK));
        PATH.sellOut(order);
        process(order.fact(FactKind.PAID, FactSource.QUERY));
        var refundNo = ROWS.refundNo(order);
        ENGINE.carryOut(new Command.KeepMoney(order.orderNo(), refundNo));
        assertThat(ROWS.refunds(order)).containsExactly("HELD ABANDONED 27001");
        assertThat(ROWS.cases(order)).containsExactly("REFUND_FAILED OPEN");
        // It comes back after all; but the order holds other money by then.
        process(
                order.fact(
                        FactKind.PAID,
                        FactSource.QUERY,
                        order.amount(),
                        "second-" + order.orderNo()));
        assertThat(process(order.returned(refundNo, order.amount()))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.cases(order))
                .containsExactlyInAnyOrder(
                        "REFUND_FAILED OPEN", "SECOND_PAYMENT OPEN", "UNEXPECTED_REFUND OPEN");
    }

    @Test
    void a_case_about_a_kept_refund_is_over_when_its_money_is_back() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        process(order.fact(FactKind.FAILED, FactSource.CALLBACK));
        PATH.sellOut(order);
        process(order.fact(FactKind.PAID, FactSource.QUERY));
        var refundNo = ROWS.refundNo(order);
        ENGINE.carryOut(new Command.KeepMoney(order.orderNo(), refundNo));
        process(order.returned(refundNo, order.amount()));
        assertThat(ROWS.cases(order))
                .containsExactlyInAnyOrder("REFUND_FAILED RESOLVED", "UNEXPECTED_REFUND OPEN");
        assertThat(ROWS.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
    }

    /// 20 callers ask for 4,000 each of 27,001: six get it, whoever is first.
    @Test
    void callers_who_race_get_no_more_back_than_was_paid() throws Exception {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        process(order.fact(FactKind.PAID, FactSource.QUERY));
        var engines = List.of(ENGINE, PATH.engine(InstantSource.system()));
        var wish =
                new Command.ReturnMoney(order.orderNo(), null, null, null, Money.of("CNY", 4_000));
        var callers = new ArrayList<Callable<CarriedOut>>();
        for (var i = 0; i < 20; i++) {
            var engine = engines.get(i % 2);
            callers.add(() -> engine.carryOut(wish));
        }
        try (var threads = Executors.newFixedThreadPool(20)) {
            var asked = 0;
            for (var future : threads.invokeAll(callers)) {
                asked += future.get().refundNo() == null ? 0 : 1;
            }
            assertThat(asked).isEqualTo(6);
        }
        assertThat(
                        PATH.count(
                                "SELECT SUM(amount_minor) FROM refund WHERE order_no = '%s'"
                                        .formatted(order.orderNo())))
                .isEqualTo(24_000);
    }

    @Test
    void a_payment_that_two_transactions_paid_is_a_case_and_its_second_money_can_go_back() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        process(order.fact(FactKind.PAID, FactSource.QUERY));
        assertThat(process(order.fact(FactKind.PAID, FactSource.QUERY, order.amount(), "second")))
                .isEqualTo(Outcome.PARKED);
        assertThat(ROWS.cases(order)).containsExactly("SECOND_PAYMENT OPEN");
        // As whoever resolves a case does first.
        closeCases(order);
        var done =
                ENGINE.carryOut(
                        new Command.ReturnMoney(
                                order.orderNo(),
                                order.paymentNo(),
                                RefundUse.HELD,
                                new TransactionId("second"),
                                null));
        assertThat(process(order.returned(Objects.requireNonNull(done.refundNo()), order.amount())))
                .isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
    }

    /// P7: the second of two attempts goes back by itself.
    @Test
    void the_money_of_a_second_attempt_goes_back() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var second = PATH.attempt(ENGINE, order);
        assertThat(process(second.fact(FactKind.PAID, FactSource.QUERY)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(process(order.fact(FactKind.PAID, FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.refunds(order)).containsExactly("HELD REQUESTED 27001");
        assertThat(process(order.returned(ROWS.refundNo(order), order.amount())))
                .isEqualTo(Outcome.APPLIED);
        assertThat(
                        ROWS.rows(
                                "SELECT CONCAT(o.status, ' ', p.status) FROM orders o JOIN payment p USING (order_no) WHERE order_no = '%s' ORDER BY p.payment_no",
                                order))
                .containsExactly("COMPLETED REFUNDED", "COMPLETED PAID");
    }

    @Test
    void a_failed_order_can_be_tried_again_and_has_its_stock_again() {
        var order = PATH.orders(1, ItemKind.CARD_KEY, 2).getFirst();
        process(order.fact(FactKind.FAILED, FactSource.CALLBACK));
        var second = PATH.attempt(ENGINE, order);
        assertThat(process(second.fact(FactKind.PAID, FactSource.QUERY)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(
                        ROWS.rows(
                                "SELECT CONCAT(status, ' v', version) FROM orders WHERE order_no = '%s'",
                                order))
                .containsExactly("COMPLETED v5");
    }

    @Test
    void an_order_that_fails_once_more_is_told_once_more() {
        var order = PATH.orders(1, ItemKind.CARD_KEY, 2).getFirst();
        process(order.fact(FactKind.FAILED, FactSource.CALLBACK));
        process(order.fact(FactKind.FAILED, FactSource.CALLBACK));
        var second = PATH.attempt(ENGINE, order);
        process(second.fact(FactKind.FAILED, FactSource.CALLBACK));
        assertThat(ROWS.status(order)).startsWith("FAILED v5");
        assertThat(
                        ROWS.rows(
                                "SELECT message_id FROM outbox WHERE message_id LIKE '%s%%' ORDER BY message_id",
                                order))
                .containsExactly(order.orderNo() + ":FAILED:v3", order.orderNo() + ":FAILED:v5");
    }

    @Test
    void an_overdue_order_nobody_knows_about_is_shown_to_a_person_and_can_still_be_paid() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var late = PATH.engine(InstantSource.fixed(Instant.now().plus(Duration.ofHours(1))));
        assertThat(ENGINE.carryOut(new Command.Overdue(order.orderNo())).decision())
                .isInstanceOf(Decision.Refused.class);
        late.carryOut(new Command.Overdue(order.orderNo()));
        assertThat(ROWS.status(order)).isEqualTo("IN_REVIEW v3, PENDING");
        assertThat(
                        ROWS.rows(
                                "SELECT CONCAT(kind, ' ', status) FROM case_file WHERE order_no = '%s'",
                                order))
                .containsExactly("OVERDUE OPEN");
        assertThat(process(order.fact(FactKind.PAID, FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(
                        ROWS.rows(
                                "SELECT CONCAT(kind, ' ', status) FROM case_file WHERE order_no = '%s'",
                                order))
                .containsExactly("OVERDUE RESOLVED");
    }

    /// docs/rules.md, states: the stock waits for the person, since the right money may follow.
    @Test
    void an_order_with_money_in_doubt_does_not_expire() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        process(
                order.fact(
                        FactKind.PAID,
                        FactSource.CALLBACK,
                        Money.of("USD", order.amount().minor()),
                        "t-" + order.paymentNo()));
        var late = PATH.processor(InstantSource.fixed(Instant.now().plus(Duration.ofHours(1))));
        late.process(List.of(order.fact(FactKind.CLOSED, FactSource.QUERY)));
        assertThat(ROWS.status(order)).isEqualTo("IN_REVIEW v3, CLOSED");
        assertThat(process(order.fact(FactKind.PAID, FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v4, PAID");
    }

    /// It brings no money: put right, it leaves no case, so nobody would ever look at the order.
    @Test
    void a_wrong_word_that_moves_no_money_sends_no_order_to_review() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        assertThat(
                        process(
                                order.fact(
                                        FactKind.CLOSED,
                                        FactSource.CALLBACK,
                                        Money.of("CNY", 1),
                                        "t-" + order.paymentNo())))
                .isEqualTo(Outcome.MISMATCH);
        assertThat(process(order.fact(FactKind.CLOSED, FactSource.QUERY)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("FAILED v3, CLOSED");
    }

    /// One transaction claimed for two orders: it is booked once, for the first, and a person sees
    /// that the gateway speaks of two.
    @Test
    void one_movement_of_money_is_booked_for_one_order_only() {
        var wrong = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var right = PATH.orders(1, ItemKind.ASSET_CREDIT, 2).getFirst();
        var claimed = "t-of-both-" + wrong.orderNo();
        process(wrong.fact(FactKind.PAID, FactSource.CALLBACK, right.amount(), claimed));
        assertThat(process(right.fact(FactKind.PAID, FactSource.QUERY, right.amount(), claimed)))
                .isEqualTo(Outcome.CONFLICT);
        assertThat(ROWS.status(wrong)).isEqualTo("IN_REVIEW v3, PAID");
        assertThat(ROWS.cases(wrong)).containsExactly("MISMATCH OPEN");
        assertThat(ROWS.cases(right)).containsExactly("CONFLICT OPEN");
    }

    @Test
    void an_order_that_is_overdue_once_more_is_shown_once_more() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var overdue = new Command.Overdue(order.orderNo());
        PATH.engine(InstantSource.fixed(Instant.now().plus(Duration.ofHours(1)))).carryOut(overdue);
        process(order.fact(FactKind.CLOSED, FactSource.QUERY));
        assertThat(ROWS.cases(order)).containsExactly("OVERDUE RESOLVED");
        PATH.attempt(ENGINE, order);
        PATH.engine(InstantSource.fixed(Instant.now().plus(Duration.ofHours(2)))).carryOut(overdue);
        assertThat(ROWS.cases(order)).containsExactly("OVERDUE OPEN");
    }

    /// A gateway returns what one transaction brought, not more in one go.
    @Test
    void money_of_two_transactions_goes_back_by_two_refunds() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        process(order.fact(FactKind.PAID, FactSource.CALLBACK));
        for (var again : List.of("second", "third")) {
            process(
                    order.fact(
                            FactKind.PAID,
                            FactSource.QUERY,
                            order.amount(),
                            again + order.orderNo()));
        }
        closeCases(order);
        var held =
                new Command.ReturnMoney(
                        order.orderNo(), order.paymentNo(), RefundUse.HELD, null, null);
        for (var i = 0; i < 2; i++) {
            var refundNo = Objects.requireNonNull(ENGINE.carryOut(held).refundNo());
            assertThat(process(order.returned(refundNo, order.amount())))
                    .isEqualTo(Outcome.APPLIED);
        }
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
    }

    private static void closeCases(MoneyPath.Waiting order) {
        PATH.sql()
                .sql(
                        "UPDATE case_file SET status = 'RESOLVED', owner = 'engine', resolution = 'seen', resolved_at = opened_at WHERE order_no = ?")
                .param(order.orderNo().value())
                .update();
    }

    /// The outcome of the last one.
    private static Outcome process(PaymentFact... facts) {
        return ENGINE.processor().process(List.of(facts)).getLast().outcome();
    }
}
