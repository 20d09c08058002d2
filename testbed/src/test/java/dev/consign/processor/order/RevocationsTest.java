package dev.consign.processor.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.GatewayCode;
import dev.consign.id.IdSource;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Instruction;
import dev.consign.order.ItemKind;
import dev.consign.order.Outcome;
import dev.consign.order.Ruling;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.order.MoneyPath.Waiting;
import dev.consign.processor.outbox.Outbox;
import dev.consign.sql.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// What the outside can revoke, and what is not believed before its gateway has confirmed it, on a
/// real database (issue 10; DESIGN section 6, rules 12 to 18). Every test ends with all invariants.
class RevocationsTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final OrderRows ROWS = new OrderRows(PATH);
    private static final MoneyPath.Engine ENGINE = PATH.engine(InstantSource.system());

    @AfterEach
    void every_invariant_holds() throws SQLException {
        assertThat(PATH.violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    /// Row 1: the buyer had the same money twice.
    @Test
    void money_that_went_back_unasked_is_not_sent_back_again() {
        var order = paid();
        assertThat(judge(refunded(order, 200, "their-1"))).isEqualTo(Outcome.PARKED);
        var again = askBack(order, 200);
        assertThat(again).isInstanceOf(Ruling.Refused.class);
        assertThat(((Ruling.Refused) again).reason()).isEqualTo(Ruling.Reason.MONEY_IN_DOUBT);
        assertThat(((Ruling.Refused) again).caseId()).startsWith("K");
        accept(order, 200, "their-1");
        assertThat(ROWS.refunds(order)).containsExactly("PROCEEDS SUCCEEDED 200");
        assertThat(askBack(order, 200)).isInstanceOf(Ruling.AskBack.class);
    }

    /// What is on its way is held as well: a sibling of row 1.
    @Test
    void a_refund_that_is_being_asked_for_waits_while_money_is_in_doubt() {
        var order = paid();
        var asked = ENGINE.askBack(order, Money.of("CNY", 500));
        judge(refunded(order, 200, "their-2"));
        assertThat(
                        ROWS.rows(
                                "SELECT status FROM gateway_task WHERE reference = '%s'"
                                        .formatted(asked)))
                .containsExactly("EXHAUSTED");
        assertThat(ROWS.cases(order))
                .containsExactly("UNEXPECTED_REFUND OPEN", "REFUND_FAILED OPEN");
    }

    /// Rule 14: known by either number, also when the dedup table is empty.
    @Test
    void an_accepted_refund_is_known_by_the_gateways_number() {
        var order = paid();
        judge(refunded(order, 200, "their-3"));
        accept(order, 200, "their-3");
        PATH.sql().sql("DELETE FROM processed_message").update();
        PATH.sql().sql("DELETE FROM payment_evidence WHERE kind <> 'PAID'").update();
        assertThat(judge(refunded(order, 200, "their-3"))).isEqualTo(Outcome.STALE);
    }

    /// Rule 16: a gateway numbers refunds within their payment.
    @Test
    void two_payments_may_share_a_refund_number() {
        for (var i = 0; i < 2; i++) {
            var order = paid();
            assertThat(judge(refunded(order, 200, "1"))).isEqualTo(Outcome.PARKED);
            accept(order, 200, "1");
            assertThat(ROWS.refunds(order)).containsExactly("PROCEEDS SUCCEEDED 200");
        }
    }

    /// Row 2: a file that a person gave delivered goods.
    @Test
    void what_stands_in_a_given_file_is_asked_about_and_posts_nothing() {
        var order = waiting();
        var line = paidBy(order, FactSource.UPLOAD, "made-up-" + order.orderNo());
        assertThat(judge(line)).isEqualTo(Outcome.CONFIRMING);
        assertThat(judge(line)).isEqualTo(Outcome.DUPLICATE);
        assertThat(ROWS.status(order)).isEqualTo("PROCESSING v2, PENDING");
        assertThat(journals(order)).isEmpty();
        assertThat(queryDue(order)).isTrue();
        // The gateway says otherwise.
        judge(order.fact(FactKind.PENDING, FactSource.QUERY));
        assertThat(ROWS.cases(order)).containsExactly("UNCONFIRMED OPEN");
        assertThat(ROWS.status(order)).isEqualTo("PROCESSING v2, PENDING");
        // And later, that it was so after all.
        assertThat(judge(line.from(FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
        assertThat(ROWS.cases(order)).containsExactly("UNCONFIRMED RESOLVED");
    }

    @Test
    void what_the_gateway_confirms_is_applied_once() {
        var order = waiting();
        var line = order.fact(FactKind.PAID, FactSource.UPLOAD);
        judge(line);
        assertThat(judge(line.from(FactSource.QUERY), line.from(FactSource.CALLBACK)))
                .isEqualTo(Outcome.DUPLICATE);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
        assertThat(confirmations(order)).containsExactly("CONFIRMED");
        assertThat(ROWS.cases(order)).isEmpty();
    }

    /// Row 14, incident Q1: a signature says who speaks, not that money came.
    @Test
    void a_late_success_against_the_gateways_own_word_is_asked_about() {
        var order = expired();
        var late = order.fact(FactKind.PAID, FactSource.CALLBACK);
        assertThat(judge(late)).isEqualTo(Outcome.CONFIRMING);
        assertThat(ROWS.status(order)).isEqualTo("EXPIRED v3, CLOSED");
        assertThat(ROWS.tasks(order)).containsExactly("QUERY");
        judge(order.fact(FactKind.CLOSED, FactSource.QUERY));
        assertThat(ROWS.status(order)).isEqualTo("EXPIRED v3, CLOSED");
        assertThat(ROWS.cases(order)).containsExactly("UNCONFIRMED OPEN");
        assertThat(ROWS.tasks(order)).isEmpty();
        assertThat(confirmations(order)).containsExactly("REFUTED");
        assertThat(journals(order)).isEmpty();
    }

    @Test
    void a_late_success_that_the_gateway_confirms_is_delivered() {
        var order = expired();
        judge(order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(judge(order.fact(FactKind.PAID, FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(ROWS.tasks(order)).isEmpty();
        assertThat(ROWS.cases(order)).isEmpty();
    }

    @Test
    void a_large_payment_is_asked_about_although_it_is_in_time() {
        var pool = PATH.pool();
        var batches = new JdbcTemplate(pool);
        var ids = IdSource.secure(InstantSource.system());
        var strict =
                new OrderConfiguration()
                        .door(
                                new Transactions(new JdbcTransactionManager(pool), new Random()),
                                InstantSource.system(),
                                batches,
                                ids,
                                new Outbox(batches, ids, InstantSource.system()),
                                new ConfirmSettings(27_000L));
        var order = waiting();
        assertThat(
                        strict.judge(List.of(order.fact(FactKind.PAID, FactSource.CALLBACK)))
                                .getFirst()
                                .outcome())
                .isEqualTo(Outcome.CONFIRMING);
        assertThat(queryDue(order)).isTrue();
        assertThat(judge(order.fact(FactKind.PAID, FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
    }

    /// Row 6, incident Q2.
    @Test
    void nothing_is_delivered_for_money_that_had_gone_back_before_it_came() {
        var order = waiting();
        judge(refunded(order, order.amount().minor(), "their-4"));
        assertThat(judge(order.fact(FactKind.PAID, FactSource.CALLBACK)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        assertThat(ROWS.refunds(order)).containsExactly("HELD SUCCEEDED 27001");
        assertThat(journals(order)).containsExactly("COLLECT", "REFUND");
        assertThat(ROWS.cases(order)).containsExactly("UNEXPECTED_REFUND RESOLVED");
    }

    @Test
    void money_of_which_a_part_had_gone_back_is_held() {
        var order = waiting();
        judge(refunded(order, 200, "their-5"));
        judge(order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(ROWS.status(order)).isEqualTo("IN_REVIEW v3, PAID");
        assertThat(ROWS.cases(order)).containsExactly("UNEXPECTED_REFUND OPEN");
        accept(order, 200, "their-5");
        ENGINE.carryOut(new Instruction.Deliver(order.orderNo(), order.paymentNo(), true));
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(ROWS.amounts(order)).contains("platform:difference 200");
    }

    @Test
    void a_reversal_in_the_batch_of_its_success_counts_before_it() {
        var order = waiting();
        judge(
                refunded(order, order.amount().minor(), "their-6"),
                order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(ROWS.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
    }

    /// Row 8, rule 17: the buyer's bank did not take the money.
    @Test
    void a_refund_that_comes_back_is_held_and_can_be_sent_another_way() {
        var order = paid();
        var refundNo = ENGINE.askBack(order, order.amount());
        judge(order.returned(refundNo, order.amount()));
        assertThat(ROWS.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        var back = numbered(order, FactKind.REFUND_RETURNED, order.amount(), refundNo.value());
        assertThat(judge(back)).isEqualTo(Outcome.APPLIED);
        assertThat(judge(back)).isEqualTo(Outcome.DUPLICATE);
        assertThat(ROWS.status(order)).isEqualTo("REFUNDED v4, PAID");
        assertThat(ROWS.refunds(order)).containsExactly("PROCEEDS RETURNED 27001");
        assertThat(ROWS.cases(order)).containsExactly("REFUND_RETURNED OPEN");
        var second = ENGINE.askBack(order, order.amount());
        judge(order.returned(second, order.amount()));
        assertThat(ROWS.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        closeCases(order);
    }

    @Test
    void a_dispute_that_is_won_leaves_the_books_as_they_were() {
        var order = paid();
        var before = ROWS.amounts(order);
        assertThat(judge(dispute(order, FactKind.DISPUTE_OPENED))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.cases(order)).containsExactly("DISPUTE OPEN");
        assertThat(askBack(order, 1)).isInstanceOf(Ruling.Refused.class);
        assertThat(balance(order, "gateway:sandbox:disputed")).isEqualTo(27_001);
        assertThat(judge(dispute(order, FactKind.DISPUTE_WON))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.cases(order)).containsExactly("DISPUTE RESOLVED");
        assertThat(balance(order, "gateway:sandbox:disputed")).isZero();
        assertThat(ROWS.amounts(order)).containsAll(before);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
    }

    @Test
    void a_dispute_that_is_lost_takes_the_split_back() {
        var order = paid();
        judge(dispute(order, FactKind.DISPUTE_OPENED));
        assertThat(judge(dispute(order, FactKind.DISPUTE_LOST))).isEqualTo(Outcome.APPLIED);
        assertThat(judge(dispute(order, FactKind.DISPUTE_LOST))).isEqualTo(Outcome.DUPLICATE);
        assertThat(ROWS.status(order)).isEqualTo("REFUNDED v4, REFUNDED");
        assertThat(ROWS.refunds(order)).containsExactly("PROCEEDS SUCCEEDED 27001");
        assertThat(balance(order, "gateway:sandbox:disputed")).isZero();
        assertThat(ROWS.cases(order)).containsExactly("DISPUTE RESOLVED");
    }

    @Test
    void money_that_is_contested_before_it_comes_is_delivered_for_once_that_is_won() {
        var order = waiting();
        judge(dispute(order, FactKind.DISPUTE_OPENED));
        judge(order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(ROWS.status(order)).isEqualTo("IN_REVIEW v3, PAID");
        judge(dispute(order, FactKind.DISPUTE_WON));
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v4, PAID");
    }

    /// Row 11, rule 14.
    @Test
    void another_amount_is_booked_as_it_came_and_delivered_for_by_a_person() {
        var order = waiting();
        var came = order.amount().minus(Money.of("CNY", 1));
        judge(order.fact(FactKind.PAID, FactSource.CALLBACK, came, "less-" + order.orderNo()));
        assertThat(ROWS.status(order)).isEqualTo("IN_REVIEW v3, PAID");
        assertThat(balance(order, "gateway:sandbox:clearing")).isEqualTo(27_000);
        closeCases(order);
        ENGINE.carryOut(new Instruction.Deliver(order.orderNo(), order.paymentNo(), true));
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(balance(order, "platform:difference")).isEqualTo(1);
        // All the buyer paid can go back, and then the platform has its unit again.
        closeCases(order);
        assertThat(askBack(order, 27_001)).isInstanceOf(Ruling.Refused.class);
        var all = ENGINE.askBack(order, came);
        judge(order.returned(all, came));
        assertThat(ROWS.status(order)).isEqualTo("REFUNDED v5, REFUNDED");
        assertThat(balance(order, "platform:difference")).isZero();
    }

    @Test
    void the_rest_of_the_money_completes_the_order() {
        var order = waiting();
        var first = Money.of("CNY", 27_000);
        judge(order.fact(FactKind.PAID, FactSource.CALLBACK, first, "a-" + order.orderNo()));
        var rest = Money.of("CNY", 1);
        judge(order.fact(FactKind.PAID, FactSource.CALLBACK, rest, "b-" + order.orderNo()));
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(ROWS.cases(order)).containsExactly("MISMATCH RESOLVED");
    }

    @Test
    void a_corrected_amount_has_a_correcting_journal() {
        var order = waiting();
        var transaction = "c-" + order.orderNo();
        judge(order.fact(FactKind.PAID, FactSource.CALLBACK, Money.of("CNY", 5), transaction));
        assertThat(queryDue(order)).isTrue();
        judge(order.fact(FactKind.PAID, FactSource.QUERY, order.amount(), transaction));
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(journals(order)).containsExactly("COLLECT", "CORRECT", "SETTLE");
        assertThat(ROWS.tasks(order)).isEmpty();
    }

    /// Row 3, rule 18.
    @Test
    void a_posting_made_on_a_wrong_word_is_taken_back() {
        var order = paid();
        judge(order.fact(FactKind.PAID, FactSource.CALLBACK, order.amount(), "4.2E+27"));
        assertThat(balance(order, "gateway:sandbox:clearing")).isEqualTo(54_002);
        ENGINE.carryOut(
                new Instruction.ReverseCollection(
                        order.orderNo(),
                        order.paymentNo(),
                        new TransactionId("4.2E+27"),
                        order.amount()));
        closeCases(order);
        assertThat(balance(order, "gateway:sandbox:clearing")).isEqualTo(27_001);
        assertThat(balance(order, "buyer:funds")).isZero();
        assertThat(journals(order)).containsExactly("COLLECT", "COLLECT", "CORRECT", "SETTLE");
    }

    @Test
    void a_delivery_whose_money_never_came_is_borne_by_the_platform() {
        var order = paid();
        ENGINE.carryOut(
                new Instruction.ReverseCollection(
                        order.orderNo(),
                        order.paymentNo(),
                        new TransactionId("t-" + order.paymentNo()),
                        order.amount()));
        assertThat(balance(order, "platform:difference")).isEqualTo(27_001);
        assertThat(balance(order, "gateway:sandbox:clearing")).isZero();
    }

    /// Row 12.
    @Test
    void an_order_is_cancelled_once_its_gateway_has_closed_it() {
        var order = waiting();
        var done = ENGINE.carryOut(new Instruction.Cancel(order.orderNo()));
        assertThat(done.ruling()).isEqualTo(new Ruling.CloseFirst());
        assertThat(ROWS.status(order)).isEqualTo("PROCESSING v2, PENDING");
        judge(order.fact(FactKind.CLOSED, FactSource.QUERY));
        assertThat(ROWS.status(order)).isEqualTo("CANCELLED v3, CLOSED");
    }

    @Test
    void money_that_is_faster_than_the_cancellation_is_delivered_for() {
        var order = waiting();
        ENGINE.carryOut(new Instruction.Cancel(order.orderNo()));
        judge(order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
    }

    /// Row 13, rule 19.
    @Test
    void every_refund_is_told_with_what_went_back_so_far() {
        var order = paid();
        var first = ENGINE.askBack(order, Money.of("CNY", 1_000));
        judge(order.returned(first, Money.of("CNY", 1_000)));
        var rest = ENGINE.askBack(order, Money.of("CNY", 26_001));
        judge(order.returned(rest, Money.of("CNY", 26_001)));
        var told =
                ROWS.rows(
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

    private static Waiting waiting() {
        return PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
    }

    private static Waiting paid() {
        var order = waiting();
        judge(order.fact(FactKind.PAID, FactSource.CALLBACK));
        return order;
    }

    private static Waiting expired() {
        var order = waiting();
        PATH.door(InstantSource.fixed(Instant.now().plus(Duration.ofHours(1))))
                .judge(List.of(order.fact(FactKind.CLOSED, FactSource.QUERY)));
        assertThat(ROWS.status(order)).isEqualTo("EXPIRED v3, CLOSED");
        return order;
    }

    private static PaymentFact paidBy(Waiting order, FactSource source, String transaction) {
        return order.fact(FactKind.PAID, source, order.amount(), transaction);
    }

    private static PaymentFact refunded(Waiting order, long minor, String number) {
        return numbered(order, FactKind.REFUNDED, Money.of("CNY", minor), number);
    }

    private static PaymentFact dispute(Waiting order, FactKind kind) {
        return fact(order, kind, order.amount(), null, "d-1");
    }

    private static PaymentFact numbered(
            Waiting order, FactKind kind, Money money, String refundNo) {
        return fact(order, kind, money, refundNo, null);
    }

    private static PaymentFact fact(
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

    private static void accept(Waiting order, long minor, String number) {
        closeCases(order);
        ENGINE.carryOut(
                new Instruction.AcceptRefund(
                        order.orderNo(),
                        order.paymentNo(),
                        new TransactionId("back-" + order.orderNo() + number),
                        number,
                        Money.of("CNY", minor)));
    }

    /// As whoever resolves a case does first, in the same transaction.
    private static void closeCases(Waiting order) {
        PATH.sql()
                .sql(
                        "UPDATE case_file SET status = 'RESOLVED', owner = 'door', resolution = 'seen', resolved_at = opened_at WHERE order_no = ?")
                .param(order.orderNo().value())
                .update();
    }

    private static Ruling askBack(Waiting order, long minor) {
        return ENGINE.carryOut(
                        new Instruction.ReturnMoney(
                                order.orderNo(), null, null, null, Money.of("CNY", minor)))
                .ruling();
    }

    private static List<String> journals(Waiting order) {
        return ROWS.rows("SELECT kind FROM journal WHERE order_no = '%s' ORDER BY kind", order);
    }

    private static List<String> confirmations(Waiting order) {
        return ROWS.rows("SELECT status FROM fact_confirmation WHERE order_no = '%s'", order);
    }

    private static long balance(Waiting order, String account) {
        return PATH.count(
                "SELECT COALESCE(SUM(e.amount_minor), 0) FROM ledger_entry e JOIN journal j USING (journal_key) WHERE j.order_no = '%s' AND e.account = '%s'"
                        .formatted(order.orderNo(), account));
    }

    private static boolean queryDue(Waiting order) {
        return PATH.count(
                        "SELECT COUNT(*) FROM gateway_task WHERE reference = '%s' AND kind = 'QUERY' AND status = 'WAITING' AND due_at <= UTC_TIMESTAMP(3)"
                                .formatted(order.paymentNo()))
                == 1;
    }

    /// The outcome of the last one.
    private static Outcome judge(PaymentFact... facts) {
        return ENGINE.door().judge(List.of(facts)).getLast().outcome();
    }
}
