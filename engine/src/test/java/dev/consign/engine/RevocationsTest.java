package dev.consign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.money.Money;
import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the outside can revoke, on a real database (issue 10; docs/rules.md, rules 13 to 19). Every
/// test ends with all invariants.
class RevocationsTest {
    private static final Revocations DAY = new Revocations();

    @AfterEach
    void every_invariant_holds() throws SQLException {
        assertThat(DAY.path.violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        DAY.path.close();
    }

    /// Row 1: the buyer had the same money twice.
    @Test
    void money_that_went_back_unasked_is_not_sent_back_again() {
        var order = DAY.paid();
        assertThat(DAY.process(DAY.refunded(order, 200, "their-1"))).isEqualTo(Outcome.PARKED);
        var again = DAY.askBack(order, 200);
        assertThat(again).isInstanceOf(Decision.Refused.class);
        assertThat(((Decision.Refused) again).reason()).isEqualTo(Decision.Reason.MONEY_IN_DOUBT);
        assertThat(((Decision.Refused) again).caseId()).startsWith("K");
        DAY.accept(order, 200, "their-1");
        assertThat(DAY.rows.refunds(order)).containsExactly("PROCEEDS SUCCEEDED 200");
        assertThat(DAY.askBack(order, 200)).isInstanceOf(Decision.RequestRefund.class);
    }

    /// What is on its way is held as well: a sibling of row 1.
    @Test
    void a_refund_that_is_being_asked_for_waits_while_money_is_in_doubt() {
        var order = DAY.paid();
        var asked = DAY.engine.askBack(order, Money.of("CNY", 500));
        DAY.process(DAY.refunded(order, 200, "their-2"));
        assertThat(
                        DAY.rows.rows(
                                "SELECT status FROM gateway_task WHERE reference = '%s'"
                                        .formatted(asked)))
                .containsExactly("EXHAUSTED");
        assertThat(DAY.rows.cases(order))
                .containsExactly("UNEXPECTED_REFUND OPEN", "REFUND_FAILED OPEN");
    }

    /// The same word, after a person had the refund asked for once more.
    @Test
    void a_refund_that_is_held_once_more_has_its_case_open() {
        var order = DAY.paid();
        var asked = DAY.engine.askBack(order, Money.of("CNY", 500));
        DAY.process(DAY.refunded(order, 200, "their-again"));
        DAY.closeCases(order);
        assertThat(DAY.askAgain(order, asked)).isTrue();
        DAY.path.sql().sql("DELETE FROM processed_message").update();
        DAY.process(DAY.refunded(order, 200, "their-again"));
        assertThat(DAY.rows.cases(order)).contains("REFUND_FAILED OPEN");
    }

    /// Rule 14: known by either number, also when the dedup table is empty.
    @Test
    void an_accepted_refund_is_known_by_the_gateways_number() {
        var order = DAY.paid();
        DAY.process(DAY.refunded(order, 200, "their-3"));
        DAY.accept(order, 200, "their-3");
        DAY.path.sql().sql("DELETE FROM processed_message").update();
        DAY.path
                .sql()
                .sql("DELETE FROM payment_evidence WHERE kind <> 'PAID' AND payment_no = ?")
                .param(order.paymentNo().value())
                .update();
        assertThat(DAY.process(DAY.refunded(order, 200, "their-3"))).isEqualTo(Outcome.STALE);
    }

    /// Rule 16: a gateway numbers refunds within their payment.
    @Test
    void two_payments_may_share_a_refund_number() {
        for (var i = 0; i < 2; i++) {
            var order = DAY.paid();
            assertThat(DAY.process(DAY.refunded(order, 200, "1"))).isEqualTo(Outcome.PARKED);
            DAY.accept(order, 200, "1");
            assertThat(DAY.rows.refunds(order)).containsExactly("PROCEEDS SUCCEEDED 200");
        }
    }

    /// Row 6, incident Q2.
    @Test
    void nothing_is_delivered_for_money_that_had_gone_back_before_it_came() {
        var order = DAY.waiting();
        DAY.process(DAY.refunded(order, order.amount().minor(), "their-4"));
        assertThat(DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(DAY.rows.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        assertThat(DAY.rows.refunds(order)).containsExactly("HELD SUCCEEDED 27001");
        assertThat(DAY.journals(order)).containsExactly("COLLECT", "REFUND");
        assertThat(DAY.rows.cases(order)).containsExactly("UNEXPECTED_REFUND RESOLVED");
    }

    @Test
    void money_of_which_a_part_had_gone_back_is_held() {
        var order = DAY.waiting();
        DAY.process(DAY.refunded(order, 200, "their-5"));
        DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(DAY.rows.status(order)).isEqualTo("IN_REVIEW v3, PAID");
        assertThat(DAY.rows.cases(order)).containsExactly("UNEXPECTED_REFUND OPEN");
        DAY.accept(order, 200, "their-5");
        DAY.engine.carryOut(new Command.Deliver(order.orderNo(), order.paymentNo(), true));
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(DAY.rows.amounts(order)).contains("platform:difference 200");
    }

    /// A case that was closed before the delivery, and is open again since, held nothing back then.
    @Test
    void a_case_that_is_open_again_is_open_since_then() {
        var order = DAY.waiting();
        DAY.process(DAY.refunded(order, 200, "their-11").from(FactSource.UPLOAD));
        DAY.closeCases(order);
        DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v3, PAID");
        DAY.path.sql().sql("DELETE FROM processed_message").update();
        DAY.path.sql().sql("UPDATE case_file SET opened_at = opened_at - INTERVAL 1 DAY").update();
        DAY.process(DAY.refunded(order, 200, "their-11"));
        assertThat(DAY.rows.cases(order)).containsExactly("UNEXPECTED_REFUND OPEN");
    }

    @Test
    void a_reversal_in_the_batch_of_its_success_counts_before_it() {
        var order = DAY.waiting();
        DAY.process(
                DAY.refunded(order, order.amount().minor(), "their-6"),
                order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(DAY.rows.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
    }

    /// The case that only said that the order was yet to come is over once it has come: as long as
    /// it counted, money that went back and came back was booked as gone.
    @Test
    void what_went_back_and_came_back_before_its_order_was_known_is_no_doubt_any_more() {
        var order = DAY.waiting();
        var gone = DAY.refunded(order, order.amount().minor(), "their-7");
        DAY.rows.hide(order, "X");
        assertThat(DAY.process(gone)).isEqualTo(Outcome.UNKNOWN_ORDER);
        DAY.rows.hide(order, "");
        DAY.process(
                gone,
                DAY.numbered(order, FactKind.REFUND_RETURNED, order.amount(), "their-7"),
                order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v3, PAID");
        assertThat(DAY.rows.refunds(order)).isEmpty();
        assertThat(DAY.rows.cases(order)).containsExactly("UNEXPECTED_REFUND RESOLVED");
    }

    @Test
    void what_went_back_before_its_order_was_known_counts_once() {
        var order = DAY.waiting();
        var gone = DAY.refunded(order, order.amount().minor(), "their-8");
        DAY.rows.hide(order, "X");
        DAY.process(gone);
        DAY.rows.hide(order, "");
        DAY.process(gone, order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(DAY.rows.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        assertThat(DAY.rows.refunds(order)).containsExactly("HELD SUCCEEDED 27001");
    }

    /// A person has seen that the movement is another order's. The same word again leaves it open
    /// whether the buyer has paid, so the order does not fail, and somebody is told once more.
    @Test
    void an_order_that_did_not_end_for_a_contradiction_is_looked_at_again() {
        var paid = DAY.paid();
        var order = DAY.waiting();
        var claimed = DAY.paidBy(order, FactSource.UPLOAD, "t-" + paid.paymentNo());
        assertThat(DAY.process(claimed)).isEqualTo(Outcome.CONFLICT);
        assertThat(DAY.process(claimed)).isEqualTo(Outcome.CONFLICT);
        DAY.closeCases(order);
        DAY.process(claimed, order.fact(FactKind.FAILED, FactSource.QUERY));
        assertThat(DAY.rows.status(order)).isEqualTo("IN_REVIEW v3, FAILED");
        assertThat(DAY.rows.cases(order)).containsExactly("CONFLICT OPEN");
        DAY.closeCases(order);
        DAY.engine.carryOut(new Command.CloseUndeliverable(order.orderNo()));
        DAY.process(claimed);
        assertThat(DAY.rows.cases(order)).containsExactly("CONFLICT RESOLVED");
    }

    /// What is over in a batch, and said again in the same one, is open.
    @Test
    void a_doubt_that_was_over_and_is_there_again_has_its_case_open() {
        var order = DAY.waiting();
        var gone = DAY.refunded(order, order.amount().minor(), "their-10");
        DAY.process(gone);
        DAY.path
                .sql()
                .sql("DELETE FROM processed_message WHERE message_id = ?")
                .param(gone.messageId().value())
                .update();
        DAY.process(
                DAY.numbered(order, FactKind.REFUND_RETURNED, order.amount(), "their-10"),
                gone.from(FactSource.UPLOAD),
                order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(DAY.rows.status(order)).isEqualTo("IN_REVIEW v3, PAID");
        assertThat(DAY.rows.cases(order)).containsExactly("UNEXPECTED_REFUND OPEN");
    }

    /// Row 8, rule 17: the buyer's bank did not take the money.
    @Test
    void a_refund_that_comes_back_is_held_and_can_be_sent_another_way() {
        var order = DAY.paid();
        var refundNo = DAY.engine.askBack(order, order.amount());
        DAY.process(order.returned(refundNo, order.amount()));
        assertThat(DAY.rows.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        var back = DAY.numbered(order, FactKind.REFUND_RETURNED, order.amount(), refundNo.value());
        assertThat(DAY.process(back)).isEqualTo(Outcome.APPLIED);
        assertThat(DAY.process(back)).isEqualTo(Outcome.DUPLICATE);
        assertThat(DAY.rows.status(order)).isEqualTo("REFUNDED v4, PAID");
        assertThat(DAY.rows.refunds(order)).containsExactly("PROCEEDS RETURNED 27001");
        assertThat(DAY.rows.cases(order)).containsExactly("REFUND_RETURNED OPEN");
        var second = DAY.engine.askBack(order, order.amount());
        DAY.process(order.returned(second, order.amount()));
        assertThat(DAY.rows.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        DAY.closeCases(order);
    }

    /// Word of it came before word that the refund was made, and the case was closed meanwhile: the
    /// gateway's own file is believed, a callback that comes once more may only be late.
    @Test
    void a_refund_that_came_back_is_booked_by_the_gateways_file_when_its_callback_came_too_early() {
        var order = DAY.paid();
        var refundNo = DAY.engine.askBack(order, order.amount());
        var back = DAY.numbered(order, FactKind.REFUND_RETURNED, order.amount(), refundNo.value());
        assertThat(DAY.process(back)).isEqualTo(Outcome.PARKED);
        DAY.closeCases(order);
        assertThat(DAY.process(order.returned(refundNo, order.amount())))
                .isEqualTo(Outcome.APPLIED);
        assertThat(DAY.process(back)).isEqualTo(Outcome.DUPLICATE);
        assertThat(DAY.rows.refunds(order)).containsExactly("PROCEEDS SUCCEEDED 27001");
        var line =
                new PaymentFact(
                        back.gateway(),
                        back.merchant(),
                        back.paymentNo(),
                        back.kind(),
                        back.money(),
                        back.transactionId(),
                        back.refundNo(),
                        back.occurredAt(),
                        FactSource.STATEMENT);
        assertThat(DAY.process(line)).isEqualTo(Outcome.APPLIED);
        assertThat(DAY.rows.refunds(order)).containsExactly("PROCEEDS RETURNED 27001");
        assertThat(DAY.process(line)).isEqualTo(Outcome.DUPLICATE);
        var second = DAY.engine.askBack(order, order.amount());
        DAY.process(order.returned(second, order.amount()));
        assertThat(DAY.rows.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        DAY.closeCases(order);
    }

    @Test
    void a_dispute_that_is_won_leaves_the_books_as_they_were() {
        var order = DAY.paid();
        var before = DAY.rows.amounts(order);
        assertThat(DAY.process(DAY.dispute(order, FactKind.DISPUTE_OPENED)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(DAY.rows.cases(order)).containsExactly("DISPUTE OPEN");
        assertThat(DAY.askBack(order, 1)).isInstanceOf(Decision.Refused.class);
        assertThat(DAY.balance(order, "gateway:sandbox:disputed")).isEqualTo(27_001);
        assertThat(DAY.process(DAY.dispute(order, FactKind.DISPUTE_WON)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(DAY.rows.cases(order)).containsExactly("DISPUTE RESOLVED");
        assertThat(DAY.balance(order, "gateway:sandbox:disputed")).isZero();
        assertThat(DAY.rows.amounts(order)).containsAll(before);
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v3, PAID");
    }

    @Test
    void a_dispute_that_is_lost_takes_the_split_back() {
        var order = DAY.paid();
        DAY.process(DAY.dispute(order, FactKind.DISPUTE_OPENED));
        assertThat(DAY.process(DAY.dispute(order, FactKind.DISPUTE_LOST)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(DAY.process(DAY.dispute(order, FactKind.DISPUTE_LOST)))
                .isEqualTo(Outcome.DUPLICATE);
        assertThat(DAY.rows.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        assertThat(DAY.rows.refunds(order)).containsExactly("PROCEEDS SUCCEEDED 27001");
        assertThat(DAY.balance(order, "gateway:sandbox:disputed")).isZero();
        assertThat(DAY.rows.cases(order)).containsExactly("DISPUTE RESOLVED");
    }

    @Test
    void money_that_is_contested_before_it_comes_is_delivered_for_once_that_is_won() {
        var order = DAY.waiting();
        DAY.process(DAY.dispute(order, FactKind.DISPUTE_OPENED));
        DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(DAY.rows.status(order)).isEqualTo("IN_REVIEW v3, PAID");
        DAY.process(DAY.dispute(order, FactKind.DISPUTE_WON));
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v4, PAID");
    }

    /// Row 11, rule 14.
    @Test
    void another_amount_is_booked_as_it_came_and_delivered_for_by_a_person() {
        var order = DAY.waiting();
        var came = order.amount().minus(Money.of("CNY", 1));
        DAY.process(
                order.fact(FactKind.PAID, FactSource.CALLBACK, came, "less-" + order.orderNo()));
        assertThat(DAY.rows.status(order)).isEqualTo("IN_REVIEW v3, PAID");
        assertThat(DAY.balance(order, "gateway:sandbox:clearing")).isEqualTo(27_000);
        DAY.closeCases(order);
        DAY.engine.carryOut(new Command.Deliver(order.orderNo(), order.paymentNo(), true));
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(DAY.balance(order, "platform:difference")).isEqualTo(1);
        // All the buyer paid can go back, and then the platform has its unit again.
        DAY.closeCases(order);
        assertThat(DAY.askBack(order, 27_001)).isInstanceOf(Decision.Refused.class);
        var all = DAY.engine.askBack(order, came);
        DAY.process(order.returned(all, came));
        assertThat(DAY.rows.status(order)).isEqualTo("REFUNDED v5, REFUNDED");
        assertThat(DAY.balance(order, "platform:difference")).isZero();
    }

    @Test
    void the_rest_of_the_money_completes_the_order() {
        var order = DAY.waiting();
        var first = Money.of("CNY", 27_000);
        DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK, first, "a-" + order.orderNo()));
        var rest = Money.of("CNY", 1);
        DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK, rest, "b-" + order.orderNo()));
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(DAY.rows.cases(order)).containsExactly("MISMATCH RESOLVED");
    }

    @Test
    void a_corrected_amount_has_a_correcting_journal() {
        var order = DAY.waiting();
        var transaction = "c-" + order.orderNo();
        DAY.process(
                order.fact(FactKind.PAID, FactSource.CALLBACK, Money.of("CNY", 5), transaction));
        assertThat(DAY.queryDue(order)).isTrue();
        DAY.process(order.fact(FactKind.PAID, FactSource.QUERY, order.amount(), transaction));
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(DAY.journals(order)).containsExactly("COLLECT", "CORRECT", "SETTLE");
        assertThat(DAY.rows.tasks(order)).isEmpty();
    }

    /// Row 12.
    @Test
    void an_order_is_cancelled_once_its_gateway_has_closed_it() {
        var order = DAY.waiting();
        var done = DAY.engine.carryOut(new Command.Cancel(order.orderNo()));
        assertThat(done.decision()).isEqualTo(new Decision.CloseFirst());
        assertThat(DAY.rows.status(order)).isEqualTo("PROCESSING v2, PENDING");
        DAY.process(order.fact(FactKind.CLOSED, FactSource.QUERY));
        assertThat(DAY.rows.status(order)).isEqualTo("CANCELLED v3, CLOSED");
    }

    @Test
    void money_that_is_faster_than_the_cancellation_is_delivered_for() {
        var order = DAY.waiting();
        DAY.engine.carryOut(new Command.Cancel(order.orderNo()));
        DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v3, PAID");
    }

    /// Row 13, rule 19.
    @Test
    void every_refund_is_told_with_what_went_back_so_far() {
        var order = DAY.paid();
        var first = DAY.engine.askBack(order, Money.of("CNY", 1_000));
        DAY.process(order.returned(first, Money.of("CNY", 1_000)));
        var rest = DAY.engine.askBack(order, Money.of("CNY", 26_001));
        DAY.process(order.returned(rest, Money.of("CNY", 26_001)));
        var told =
                DAY.rows.rows(
                        "SELECT body FROM outbox WHERE message_id LIKE '%s:%%' ORDER BY outbox_id"
                                .formatted(order.orderNo()));
        assertThat(told).hasSize(3);
        assertThat(told.get(1))
                .contains(first.value())
                .contains("\"refundedTotal\":{\"currency\":\"CNY\",\"minor\":1000}");
        assertThat(told.get(2))
                .contains(rest.value())
                .contains("\"refundedTotal\":{\"currency\":\"CNY\",\"minor\":27001}")
                .contains("REFUNDED");
    }
}
