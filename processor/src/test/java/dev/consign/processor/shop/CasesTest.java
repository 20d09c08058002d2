package dev.consign.processor.shop;

import static dev.consign.processor.shop.CaseRoom.action;
import static dev.consign.processor.shop.CaseRoom.because;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.order.CaseKind;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.processor.shop.ShopServer.Answer;
import dev.consign.processor.shop.ShopServer.Placed;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What support and finance do about cases, and what that does to orders, money and other cases.
class CasesTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final CaseRoom ROOM = new CaseRoom(SHOP);
    private static List<String> before = List.of();

    @BeforeAll
    static void remember() throws Exception {
        before = ShopServer.DATABASE.violations();
    }

    @BeforeEach
    void healthyGateway() {
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
    }

    @AfterEach
    void the_books_are_right() throws Exception {
        assertThat(ShopServer.DATABASE.violations()).isSubsetOf(before);
    }

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void the_second_money_of_a_payment_goes_back_by_its_own_transaction() throws Exception {
        var order = ROOM.paidTwice();
        var id = ROOM.find(CaseKind.SECOND_PAYMENT, order);
        assertThat(ROOM.actions(id)).containsExactly("REFUND", "REVERSE");
        assertThat(ROOM.support(id, action("REFUND")).verdict()).isEqualTo("403 forbidden");
        assertThat(ROOM.resolve("finance", "", id, because(action("REFUND"))).verdict())
                .isEqualTo("400 idempotency_key_missing");
        var done = ROOM.resolve("finance", "second-" + id, id, because(action("REFUND")));
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.text("status")).isEqualTo("RESOLVED");
        assertThat(done.text("resolution")).isEqualTo("the gateway called");
        assertThat(done.text("owner")).startsWith("finance:");
        var again = ROOM.resolve("finance", "second-" + id, id, because(action("REFUND")));
        assertThat(again.response().body()).isEqualTo(done.response().body());
        assertThat(again.response().headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(ROOM.resolve("finance", "second-" + id, id, because("")).verdict())
                .isEqualTo("422 idempotency_key_reused");
        assertThat(ROOM.finance(id, action("REFUND")).verdict()).isEqualTo("409 already_resolved");
        assertThat(
                        ROOM.count(
                                "SELECT amount_minor FROM refund WHERE refund_no = '%s' AND transaction_id = 't-second-%s' AND use_of_money = 'HELD'",
                                done.text("refundNo"), order.orderNo()))
                .isEqualTo(27_000);
        assertThat(
                        ShopServer.says(
                                order.paymentNo(),
                                FactKind.REFUNDED,
                                "back-" + id,
                                done.text("refundNo"),
                                27_000))
                .isEqualTo(Outcome.APPLIED);
        assertThat(ROOM.status(order)).isEqualTo("COMPLETED");
    }

    @Test
    void twenty_people_resolve_one_case_once() throws Exception {
        var order = ROOM.paidTwice();
        var id = ROOM.find(CaseKind.SECOND_PAYMENT, order);
        var answers = Together.run(20, _ -> () -> ROOM.finance(id, action("REFUND")));
        assertThat(answers).extracting(Answer::verdict).filteredOn("200"::equals).hasSize(1);
        assertThat(answers)
                .extracting(Answer::verdict)
                .filteredOn("409 already_resolved"::equals)
                .hasSize(19);
        assertThat(ROOM.count("SELECT COUNT(*) FROM audit WHERE subject = '%s'", id)).isOne();
        assertThat(
                        ROOM.count(
                                "SELECT SUM(amount_minor) FROM refund WHERE order_no = '%s'",
                                order.orderNo()))
                .isEqualTo(27_000);
    }

    @Test
    void money_that_went_back_unasked_is_accepted_into_the_books() throws Exception {
        var order = SHOP.paid();
        assertThat(
                        ShopServer.says(
                                order.paymentNo(),
                                FactKind.REFUNDED,
                                "r-" + order.orderNo(),
                                7_000))
                .isEqualTo(Outcome.PARKED);
        var id = ROOM.find(CaseKind.UNEXPECTED_REFUND, order);
        assertThat(ROOM.actions(id)).containsExactly("ACCEPT_REFUND", "NONE");
        var done = ROOM.finance(id, action("ACCEPT_REFUND"));
        assertThat(done.text("status")).isEqualTo("RESOLVED");
        var shown = ROOM.order(order);
        assertThat(shown.at("/refunds/0/refundNo").asString()).isEqualTo(done.text("refundNo"));
        assertThat(shown.at("/refunds/0/status").asString()).isEqualTo("SUCCEEDED");
        assertThat(shown.at("/refunds/0/reason").asString()).isEqualTo("the gateway called");
        assertThat(shown.at("/payments/0/refunded/minor").asLong()).isEqualTo(7_000);
        assertThat(
                        ROOM.count(
                                "SELECT COUNT(*) FROM gateway_task WHERE payment_no = '%s'",
                                order.paymentNo()))
                .isZero();
        assertThat(
                        ROOM.count(
                                "SELECT -amount_minor FROM ledger_entry WHERE journal_key = '%s:REFUND' AND account = 'gateway:sandbox:clearing'",
                                done.text("refundNo")))
                .isEqualTo(7_000);
        // The message may come again; it is one fact.
        ShopServer.says(order.paymentNo(), FactKind.REFUNDED, "r-" + order.orderNo(), 7_000);
        assertThat(ROOM.order(order).at("/payments/0/refunded/minor").asLong()).isEqualTo(7_000);
    }

    @Test
    void a_refund_the_gateway_refuses_is_asked_for_again_or_kept() throws Exception {
        var order = SHOP.paid();
        var refundNo = ROOM.refund(order, 7_000);
        var id = ROOM.exhausted(CaseKind.REFUND_FAILED, "REFUND", refundNo.value(), order);
        assertThat(ROOM.actions(id)).containsExactly("KEEP_MONEY", "ASK_AGAIN");
        var nothing = ROOM.support(id, "");
        assertThat(nothing.verdict()).isEqualTo("409 case_needs_action");
        assertThat(nothing.text("detail")).contains(refundNo.value());
        assertThat(ROOM.show(id).path("status").asString()).isEqualTo("OPEN");

        assertThat(ROOM.support(id, action("ASK_AGAIN")).text("status")).isEqualTo("RESOLVED");
        assertThat(
                        ROOM.count(
                                "SELECT COUNT(*) FROM gateway_task WHERE reference = '%s' AND status = 'WAITING' AND attempts = 0 AND due_at <= UTC_TIMESTAMP(3)",
                                refundNo))
                .isOne();
        ROOM.exhausted(CaseKind.REFUND_FAILED, "REFUND", refundNo.value(), order);
        assertThat(ROOM.finance(id, action("KEEP_MONEY")).text("status")).isEqualTo("RESOLVED");
        assertThat(ROOM.order(order).at("/refunds/0/status").asString()).isEqualTo("ABANDONED");
        assertThat(ROOM.count("SELECT COUNT(*) FROM gateway_task WHERE reference = '%s'", refundNo))
                .isZero();
        var audit = ROOM.show(id).path("audit");
        assertThat(audit.valueStream().map(one -> one.path("action").asString()))
                .containsExactly("case.resolve.ask_again", "case.resolve.keep_money");
    }

    @Test
    void an_order_in_review_is_given_up_but_never_forgotten() throws Exception {
        var order = ROOM.inReview();
        var id = ROOM.find(CaseKind.OVERDUE, order);
        assertThat(ROOM.actions(id)).containsExactly("CONFIRM_PAID", "CONFIRM_CLOSED", "GIVE_UP");
        assertThat(ROOM.support(id, "").verdict()).isEqualTo("409 case_needs_action");
        assertThat(ROOM.finance(id, action("DELIVER")).verdict()).isEqualTo("409 not_possible");
        assertThat(ROOM.finance(id, action("REFUND")).verdict()).isEqualTo("409 not_possible");
        assertThat(ROOM.support(id, action("ASK_AGAIN")).verdict()).isEqualTo("409 not_possible");
        assertThat(ROOM.status(order)).isEqualTo("IN_REVIEW");
        assertThat(ROOM.support(id, action("GIVE_UP")).text("status")).isEqualTo("RESOLVED");
        assertThat(ROOM.status(order)).isEqualTo("FAILED");
        var last = ROOM.order(order).path("history").valueStream().toList().getLast();
        assertThat(last.path("source").asString()).isEqualTo("MANUAL");
        assertThat(last.path("why").asString()).isEqualTo("the gateway called");
    }

    @Test
    void a_case_that_alone_watches_an_order_stays_open_after_asking_again() throws Exception {
        var order = ROOM.inReview();
        var overdue = ROOM.find(CaseKind.OVERDUE, order);
        var id =
                ROOM.exhausted(
                        CaseKind.REQUERY_EXHAUSTED, "QUERY", order.paymentNo().value(), order);
        assertThat(ROOM.support(overdue, "").text("status")).isEqualTo("RESOLVED");
        var asked = ROOM.support(id, action("ASK_AGAIN"));
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.text("status")).isEqualTo("OPEN");
        assertThat(asked.json().path("owner").isNull()).isTrue();
        assertThat(ROOM.show(id).at("/audit/1/after").asString()).isEqualTo("OPEN");
        // The gateway gives its word after all, and the engine closes what is left.
        ShopServer.says(order.paymentNo(), FactKind.PAID, "t-" + order.orderNo(), 27_000);
        assertThat(ROOM.status(order)).isEqualTo("COMPLETED");
        assertThat(ROOM.support(id, "").verdict()).isEqualTo("409 already_resolved");
    }

    /// Incident I8: rule 12 lets the word wait, and somebody has to ask.
    @Test
    void a_case_stays_while_a_callback_waits_for_a_gateway_that_nobody_asks() throws Exception {
        var order = ROOM.inReview();
        var payment = order.paymentNo();
        assertThat(ShopServer.says(payment, FactKind.CLOSED, "c-" + order.orderNo(), 27_000))
                .isEqualTo(Outcome.APPLIED);
        var late = "late-" + order.orderNo();
        assertThat(CaseRoom.callback(order, FactKind.PAID, late, 27_000))
                .isEqualTo(Outcome.CONFIRMING);
        var id = ROOM.exhausted(CaseKind.REQUERY_EXHAUSTED, "QUERY", payment.value(), order);
        assertThat(ROOM.actions(id)).containsExactly("ASK_AGAIN", "CONFIRM_PAID");
        var nothing = ROOM.support(id, "");
        assertThat(nothing.verdict()).isEqualTo("409 case_needs_action");
        assertThat(nothing.text("detail")).contains("what was said of payment " + payment);
        assertThat(ROOM.support(id, action("ASK_AGAIN")).status()).isEqualTo(200);
        assertThat(ShopServer.says(payment, FactKind.PAID, late, 27_000))
                .isEqualTo(Outcome.APPLIED);
        assertThat(ROOM.show(id).path("status").asString()).isEqualTo("RESOLVED");
    }

    /// P2: finance's word passes the same engine, and pays once.
    @Test
    void what_the_gateway_says_by_phone_pays_once() throws Exception {
        var order = ROOM.inReview();
        var id = ROOM.find(CaseKind.OVERDUE, order);
        assertThat(ROOM.finance(id, action("CONFIRM_PAID")).verdict())
                .isEqualTo("400 invalid_request");
        var paid = action("CONFIRM_PAID") + ",\"transactionId\":\"phone-" + id + "\"";
        assertThat(ROOM.support(id, paid).verdict()).isEqualTo("403 forbidden");
        // The gateway is asked first (docs/rules.md, rule 12).
        assertThat(ROOM.finance(id, paid).text("status")).isEqualTo("OPEN");
        assertThat(ROOM.status(order)).isEqualTo("IN_REVIEW");
        assertThat(ROOM.order(order).at("/confirming/0/source").asString()).isEqualTo("MANUAL");
        assertThat(collected(order)).isZero();
        assertThat(
                        ROOM.count(
                                "SELECT COUNT(*) FROM gateway_task WHERE reference = '%s' AND kind = 'QUERY' AND due_at <= UTC_TIMESTAMP(3)",
                                order.paymentNo()))
                .isOne();
        assertThat(ShopServer.says(order.paymentNo(), FactKind.PAID, "phone-" + id, 27_000))
                .isEqualTo(Outcome.APPLIED);
        assertThat(ROOM.status(order)).isEqualTo("COMPLETED");
        assertThat(ROOM.show(id).path("owner").asString()).isEqualTo("engine");
        assertThat(ROOM.order(order).path("confirming").isEmpty()).isTrue();
        var actors =
                ShopServer.DATABASE
                        .sql()
                        .sql(
                                "SELECT CONCAT(source, ' ', actor, ' ', why) FROM order_history WHERE order_no = ? AND move = 'DELIVER'")
                        .param(order.orderNo().value())
                        .query((row, _) -> row.getString(1))
                        .list();
        assertThat(actors)
                .containsExactly(
                        "QUERY finance:finance paid and delivered; the gateway confirmed what was said: the gateway called");
        // The callback comes after all: the same fact.
        assertThat(ShopServer.says(order.paymentNo(), FactKind.PAID, "phone-" + id, 27_000))
                .isEqualTo(Outcome.DUPLICATE);

        var other = ROOM.open(CaseKind.NOTIFICATION_FAILED, "NOTIFICATION_FAILED:" + id, order);
        var second = action("CONFIRM_PAID") + ",\"transactionId\":\"again-" + id + "\"";
        var refused = ROOM.finance(other, second);
        assertThat(refused.verdict()).isEqualTo("409 not_confirmed");
        assertThat(refused.text("detail")).contains("paid before, by another transaction");
        assertThat(ROOM.show(other).path("status").asString()).isEqualTo("OPEN");
        assertThat(collected(order)).isOne();
        // The same once more is no second payment: it is so already.
        assertThat(ROOM.finance(other, paid).text("status")).isEqualTo("RESOLVED");
        assertThat(collected(order)).isOne();
    }

    @Test
    void what_the_gateway_closed_by_phone_frees_the_stock() throws Exception {
        var order = ROOM.inReview();
        var id = ROOM.find(CaseKind.OVERDUE, order);
        var closed = action("CONFIRM_CLOSED");
        assertThat(ROOM.finance(id, closed + ",\"transactionId\":\"x\"").verdict())
                .isEqualTo("400 invalid_request");
        assertThat(ROOM.finance(id, closed).text("status")).isEqualTo("RESOLVED");
        assertThat(ROOM.status(order)).isEqualTo("FAILED");

        var paid = SHOP.paid();
        var other = ROOM.open(CaseKind.NOTIFICATION_FAILED, "NOTIFICATION_FAILED:" + id, paid);
        assertThat(ROOM.finance(other, closed).verdict()).isEqualTo("409 not_confirmed");
        assertThat(ROOM.status(paid)).isEqualTo("COMPLETED");
    }

    @Test
    void a_posting_of_money_that_never_came_is_taken_back() throws Exception {
        var order = ROOM.inReview();
        var overdue = ROOM.find(CaseKind.OVERDUE, order);
        ShopServer.says(order.paymentNo(), FactKind.PAID, "t-" + order.orderNo(), 1);
        var id = ROOM.find(CaseKind.MISMATCH, order);
        assertThat(ROOM.actions(id)).containsExactly("DELIVER", "REFUND", "WAIT", "REVERSE");
        assertThat(ROOM.finance(id, action("WAIT")).text("status")).isEqualTo("OPEN");
        // However little it is, one person alone takes back no posting, and no program does.
        assertThat(ROOM.finance(id, action("REVERSE")).verdict()).isEqualTo("403 person_needed");
        assertThat(ROOM.byTwo(id, action("REVERSE"))).isEqualTo("OPEN");
        assertThat(ROOM.order(order).at("/payments/0/unallocated/minor").asLong()).isZero();
        assertThat(ROOM.finance(id, action("GIVE_UP")).text("status")).isEqualTo("RESOLVED");
        assertThat(ROOM.status(order)).isEqualTo("FAILED");
        assertThat(ROOM.show(overdue).path("owner").asString()).isEqualTo("engine");
    }

    /// A word that only said how the payment stands is put right by the next, and its case closed;
    /// that word ends no order whose payment was emptied.
    @Test
    void an_order_whose_money_was_taken_back_is_looked_at_until_a_person_ends_it()
            throws Exception {
        var order = ROOM.inReview();
        ShopServer.says(order.paymentNo(), FactKind.FAILED, "f-" + order.orderNo(), 1);
        ShopServer.says(order.paymentNo(), FactKind.PAID, "t-" + order.orderNo(), 1);
        var id = paidMismatch(order);
        assertThat(ROOM.byTwo(id, action("REVERSE"))).isEqualTo("OPEN");
        ShopServer.says(order.paymentNo(), FactKind.FAILED, "f-" + order.orderNo(), 27_000);
        assertThat(ROOM.find(CaseKind.MISMATCH, order)).isEqualTo(id);
        assertThat(ROOM.status(order)).isEqualTo("IN_REVIEW");
        assertThat(ROOM.finance(id, "").verdict()).isEqualTo("409 case_needs_action");
        assertThat(ROOM.finance(id, action("GIVE_UP")).text("status")).isEqualTo("RESOLVED");
        assertThat(ROOM.status(order)).isEqualTo("FAILED");
    }

    private static String paidMismatch(Placed order) {
        return ShopServer.DATABASE
                .sql()
                .sql(
                        "SELECT case_id FROM case_file WHERE order_no = ? AND kind = 'MISMATCH' AND fact_kind = 'PAID'")
                .param(order.orderNo().value())
                .query((row, _) -> row.getString(1))
                .single();
    }

    @Test
    void a_case_is_shown_with_all_that_is_known_of_it() throws Exception {
        var order = ROOM.paidTwice();
        var id = ROOM.find(CaseKind.SECOND_PAYMENT, order);
        var byPayment =
                SHOP.send("ops", "GET", "/api/cases?paymentNo=" + order.paymentNo(), "").json();
        assertThat(byPayment.at("/items/0/caseId").asString()).isEqualTo(id);
        var shown = ROOM.show(id);
        assertThat(shown.path("kind").asString()).isEqualTo("SECOND_PAYMENT");
        assertThat(shown.at("/order/status").asString()).isEqualTo("COMPLETED");
        assertThat(shown.at("/order/payments/0/held/minor").asLong()).isEqualTo(27_000);
        assertThat(shown.at("/messages/0/outcome").asString()).isEqualTo("PARKED");
        assertThat(shown.at("/actions/0/role").asString()).isEqualTo("finance");
        assertThat(shown.at("/actions/0/idempotencyKey").asBoolean()).isTrue();
        assertThat(SHOP.send("ops", "GET", "/api/cases/K0000000000000009", "").verdict())
                .isEqualTo("404 not_found");
    }

    @Test
    void money_of_nobody_is_looked_at_by_support_alone() throws Exception {
        var stranger = new dev.consign.id.PaymentNo("P0000000000000077");
        ShopServer.says(stranger, FactKind.PAID, "t-stranger", 5);
        var id =
                SHOP.send("support", "GET", "/api/cases?paymentNo=" + stranger, "")
                        .json()
                        .at("/items/0/caseId")
                        .asString();
        assertThat(ROOM.actions(id)).containsExactly("NONE");
        assertThat(ROOM.show(id).at("/messages/0/outcome").asString()).isEqualTo("UNKNOWN_ORDER");
        assertThat(ROOM.finance(id, action("REFUND")).verdict()).isEqualTo("409 not_possible");
        assertThat(ROOM.support(id, action("PAY")).verdict()).isEqualTo("400 invalid_request");
        assertThat(ROOM.support(id, ",\"amount\":{\"currency\":\"CNY\",\"minor\":1}").verdict())
                .isEqualTo("400 invalid_request");
        assertThat(ROOM.resolve("support", "", id, "{}").verdict())
                .isEqualTo("400 invalid_request");
        var done = ROOM.resolve("support", "mine-" + id, id, because(""));
        assertThat(done.text("status")).isEqualTo("RESOLVED");
        // A key is honoured where none is needed.
        assertThat(
                        ROOM.resolve("support", "mine-" + id, id, because(""))
                                .response()
                                .headers()
                                .firstValue("Idempotency-Replayed"))
                .contains("true");
    }

    private static long collected(Placed order) {
        return ROOM.count(
                "SELECT COUNT(*) FROM journal WHERE kind = 'COLLECT' AND order_no = '%s'",
                order.orderNo());
    }
}
