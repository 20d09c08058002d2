package dev.consign.processor.shop;

import static dev.consign.processor.shop.CaseRoom.action;
import static dev.consign.processor.shop.CaseRoom.because;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.consign.engine.Bookings;
import dev.consign.order.CaseKind;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.processor.shop.ShopServer.Answer;
import dev.consign.processor.shop.ShopServer.Placed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Much money is moved by two people (issue 11, number 1): one proposes, another approves, and what
/// happens then is what one call did before.
class SecondPersonTest {
    private static final ShopServer SHOP =
            new ShopServer(
                    "--consign.approval.second-person-above=10000",
                    "--consign.approval.payout-above=20000");
    private static final CaseRoom ROOM = new CaseRoom(SHOP);
    private static final Bookings BOOKS = new Bookings(ShopServer.DATABASE);
    private static final AtomicInteger KEYS = new AtomicInteger();

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void a_large_refund_waits_for_another_person_and_is_asked_for_once() throws Exception {
        var order = SHOP.paid();
        var first = refund("fay", order, 27_000, "big-" + order.orderNo());
        assertThat(first.verdict()).isEqualTo("202");
        assertThat(first.text("status")).isEqualTo("OPEN");
        assertThat(first.text("proposedBy")).isEqualTo("finance:fay");
        assertThat(first.text("what")).contains("refund", order.orderNo().value());
        assertThat(first.json().at("/amounts/0/minor").asLong()).isEqualTo(27_000);
        assertThat(Instant.parse(first.text("until"))).isAfter(Instant.now());
        assertThat(refunds(order)).isZero();
        var again = refund("fay", order, 27_000, "big-" + order.orderNo());
        assertThat(again.response().body()).isEqualTo(first.response().body());
        var id = first.text("proposalId");
        var other = refund("fred", order, 27_000, "own-" + order.orderNo());
        assertThat(other.verdict()).isEqualTo("409 already_proposed");
        assertThat(other.text("proposalId")).isEqualTo(id);

        assertThat(decide("fay", id, "approve").verdict()).isEqualTo("409 same_person");
        SHOP.people("fay finance Zx7cV2bN9mK4jH6gF1dS8aQw\n");
        await().until(() -> decide("Zx7cV2bN9mK4jH6gF1dS8aQw", id, "approve").status() != 401);
        assertThat(decide("Zx7cV2bN9mK4jH6gF1dS8aQw", id, "approve").verdict())
                .isEqualTo("409 same_person");
        assertThat(decide("sam", id, "approve").verdict()).isEqualTo("403 forbidden");
        assertThat(refunds(order)).isZero();

        var answers = Together.run(20, _ -> () -> decide("fred", id, "approve"));
        assertThat(answers).extracting(Answer::verdict).containsOnly("200");
        assertThat(answers)
                .extracting(one -> one.response().body())
                .hasSize(20)
                .containsOnly(answers.getFirst().response().body());
        assertThat(refunds(order)).isOne();
        var shown = SHOP.send("sam", "GET", order.path(), "").json().at("/refunds/0");
        assertThat(shown.path("refundNo").asString())
                .isEqualTo(answers.getFirst().json().at("/result/refundNo").asString());
        assertThat(shown.path("actor").asString()).isEqualTo("finance:fay");
        assertThat(shown.path("reason").asString()).isEqualTo("broken (approved by finance:fred)");
        assertThat(decide("fay", id, "approve").verdict()).isEqualTo("409 already_decided");
        assertThat(decide("fred", id, "reject").verdict()).isEqualTo("409 already_decided");
        assertThat(audit(id))
                .containsExactly(
                        "finance:fay PROPOSAL_OPEN OPEN", "finance:fred PROPOSAL_APPROVE APPROVED");
    }

    @Test
    void many_small_refunds_are_one_large_one_and_the_shops_own_are_the_shops() throws Exception {
        var order = SHOP.paid();
        assertThat(refund("fay", order, 6_000, "s1-" + order.orderNo()).verdict()).isEqualTo("201");
        assertThat(refund("fred", order, 4_001, "s2-" + order.orderNo()).verdict())
                .isEqualTo("202");
        assertThat(refund("shop", order, 12_000, "s3-" + order.orderNo()).verdict())
                .isEqualTo("201");
        assertThat(refunds(order)).isEqualTo(2);
        // A person is no program, whatever their role.
        var other = SHOP.paid();
        SHOP.people("zoe shop Wq4xE9rT2yU7iO5pA8sD3fGh");
        await().until(() -> refund("Wq4xE9rT2yU7iO5pA8sD3fGh", other, 10_001, "z").status() != 401);
        assertThat(refund("Wq4xE9rT2yU7iO5pA8sD3fGh", other, 10_001, "z").verdict())
                .isEqualTo("202");
        assertThat(refunds(other)).isZero();
    }

    @Test
    void what_a_case_would_move_waits_and_can_be_rejected_or_be_over() throws Exception {
        var order = ROOM.paidTwice();
        var id = ROOM.find(CaseKind.SECOND_PAYMENT, order);
        var first = resolve("fay", id, action("REFUND"));
        assertThat(first.verdict()).isEqualTo("202");
        assertThat(ROOM.show(id).path("status").asString()).isEqualTo("OPEN");
        assertThat(refunds(order)).isZero();
        var rejected = decide("fay", first.text("proposalId"), "reject");
        assertThat(rejected.text("status")).isEqualTo("REJECTED");
        assertThat(decide("fred", first.text("proposalId"), "approve").verdict())
                .isEqualTo("409 already_decided");

        var second = resolve("fay", id, action("REFUND"));
        ShopServer.DATABASE
                .sql()
                .sql(
                        "UPDATE proposal SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE proposal_id = ?")
                .param(second.text("proposalId"))
                .update();
        assertThat(decide("fred", second.text("proposalId"), "approve").verdict())
                .isEqualTo("409 proposal_expired");
        assertThat(
                        SHOP.send("sam", "GET", "/api/proposals?status=EXPIRED&subject=" + id, "")
                                .json()
                                .path("items")
                                .size())
                .isOne();
        var third = resolve("fay", id, action("REFUND"));
        assertThat(third.verdict()).isEqualTo("202");
        assertThat(decide("fay", third.text("proposalId"), "approve").verdict())
                .isEqualTo("409 same_person");
        var done = decide("fred", third.text("proposalId"), "approve");
        assertThat(done.verdict()).isEqualTo("200");
        assertThat(done.json().at("/result/status").asString()).isEqualTo("RESOLVED");
        assertThat(done.json().at("/result/owner").asString()).isEqualTo("finance:fay");
        assertThat(refunds(order)).isOne();
        assertThat(audit(id)).containsExactly("finance:fay case.resolve.refund RESOLVED");
    }

    /// Each is undone while it waits, whatever it is.
    @Test
    void every_decision_about_money_waits() throws Exception {
        var late = ROOM.inReview();
        var overdue = ROOM.find(CaseKind.OVERDUE, late);
        for (var wish :
                List.of(
                        action("CONFIRM_PAID") + ",\"transactionId\":\"made-up\"",
                        action("CONFIRM_CLOSED"))) {
            var answer = resolve("fay", overdue, wish);
            assertThat(answer.verdict()).as(wish).isEqualTo("202");
            assertThat(ROOM.status(late)).isEqualTo("IN_REVIEW");
            assertThat(SHOP.send("fay", "GET", late.path(), "").json().path("confirming").isEmpty())
                    .isTrue();
            decide("fay", answer.text("proposalId"), "reject");
        }
        var paid = SHOP.paid();
        ShopServer.says(paid.paymentNo(), FactKind.REFUNDED, "r-" + paid.orderNo(), 15_000);
        var unasked = ROOM.find(CaseKind.UNEXPECTED_REFUND, paid);
        for (var wish : List.of(action("ACCEPT_REFUND"), action("NONE"))) {
            var answer = resolve("fay", unasked, wish);
            assertThat(answer.verdict()).as(wish).isEqualTo("202");
            assertThat(ROOM.show(unasked).path("status").asString()).isEqualTo("OPEN");
            decide("fay", answer.text("proposalId"), "reject");
        }
        var twice = ROOM.paidTwice();
        var second = ROOM.find(CaseKind.SECOND_PAYMENT, twice);
        var reversal = resolve("fay", second, action("REVERSE"));
        assertThat(reversal.verdict()).isEqualTo("202");
        assertThat(decide("fred", reversal.text("proposalId"), "approve").verdict())
                .isEqualTo("200");
        assertThat(ROOM.show(second).path("status").asString()).isEqualTo("RESOLVED");
    }

    @Test
    void a_large_payout_waits_and_is_paid_once_also_by_who_dies_in_between() throws Exception {
        var consignor = sold();
        var first = pay("fay", consignor);
        assertThat(first.verdict()).isEqualTo("202");
        assertThat(payouts(consignor).size()).isZero();
        var id = first.text("proposalId");
        assertThat(decide("fay", id, "approve").verdict()).isEqualTo("409 same_person");
        var done = decide("fred", id, "approve");
        assertThat(done.verdict()).isEqualTo("200");
        assertThat(done.json().at("/result/payouts/0/amount/minor").asLong()).isEqualTo(26_101);
        // As whoever died after the approval, before its answer was stored.
        ShopServer.DATABASE
                .sql()
                .sql("UPDATE proposal SET answer = NULL WHERE proposal_id = ?")
                .param(id)
                .update();
        assertThat(decide("fred", id, "approve").json().path("result"))
                .isEqualTo(done.json().path("result"));
        assertThat(payouts(consignor).size()).isOne();
        assertThat(payouts(consignor).at("/0/actor").asString()).isEqualTo("finance:fay");
        assertThat(payouts(consignor).at("/0/approvedBy").asString()).isEqualTo("finance:fred");
    }

    /// Each alone is within the limit; what could not be paid any more is proposed when it is asked
    /// for once more.
    @Test
    void payouts_asked_for_at_the_same_time_are_limited_together() throws Exception {
        ShopServer.DATABASE.sql().sql("DELETE FROM payout_count").update();
        var consignors = new ArrayList<String>();
        for (var i = 0; i < 6; i++) {
            consignors.add(soldForLess());
        }
        var answers = Together.run(6, i -> () -> pay("fay", consignors.get(i)));
        assertThat(answers).extracting(Answer::verdict).containsAnyOf("201", "202");
        var paid = 0L;
        for (var consignor : consignors) {
            paid += payouts(consignor).at("/0/amount/minor").asLong();
        }
        assertThat(paid).isBetween(1L, 20_000L);
        for (var i = 0; i < 6; i++) {
            if (payouts(consignors.get(i)).isEmpty()) {
                var first = answers.get(i);
                var again =
                        first.verdict().equals("202")
                                ? first
                                : pay("fay", consignors.get(i), "again-" + consignors.get(i));
                assertThat(again.verdict()).isEqualTo("202");
                assertThat(again.json().at("/amounts/0/minor").asLong()).isLessThan(20_000);
                var done = decide("fred", again.text("proposalId"), "approve");
                assertThat(done.verdict()).isEqualTo("200");
                assertThat(payouts(consignors.get(i)).size()).isOne();
            }
        }
    }

    @Test
    void no_more_is_moved_than_was_approved() throws Exception {
        var order = SHOP.paid();
        var proposed = refund("fay", order, 15_000, "m1-" + order.orderNo());
        assertThat(proposed.verdict()).isEqualTo("202");
        assertThat(refund("fred", order, 5_000, "m2-" + order.orderNo()).verdict())
                .isEqualTo("201");
        assertThat(decide("fred", proposed.text("proposalId"), "approve").verdict())
                .isEqualTo("409 proposal_outdated");
        assertThat(refunds(order)).isOne();
    }

    /// Whoever has it and a key of their own would be two people.
    @Test
    void the_key_of_a_role_is_no_person_where_two_people_have_keys() throws Exception {
        var order = SHOP.paid();
        var key = "p-" + order.orderNo();
        assertThat(refund("finance", order, 27_000, key).verdict()).isEqualTo("403 person_needed");
        assertThat(refund("support", order, 27_000, key).verdict()).isEqualTo("403 forbidden");
        assertThat(pay("finance", sold()).verdict()).isEqualTo("403 person_needed");
        // What one may do alone, a program may.
        assertThat(refund("finance", order, 1_000, "a" + key).verdict()).isEqualTo("201");
        var id = refund("fay", order, 26_000, "b" + key).text("proposalId");
        assertThat(decide("finance", id, "approve").verdict()).isEqualTo("403 person_needed");
        // As one that was proposed when there were no two people yet.
        ShopServer.DATABASE
                .sql()
                .sql("UPDATE proposal SET proposed_by = 'finance:finance' WHERE proposal_id = ?")
                .param(id)
                .update();
        assertThat(decide("fred", id, "approve").verdict()).isEqualTo("409 person_needed");
        assertThat(decide("finance", id, "reject").verdict()).isEqualTo("200");
        assertThat(refunds(order)).isOne();
    }

    /// Whatever the program does.
    @Test
    void the_database_itself_lets_nobody_approve_their_own() throws Exception {
        var order = SHOP.paid();
        var id = refund("fay", order, 27_000, "db-" + order.orderNo()).text("proposalId");
        assertThat(
                        catchThrowable(() ->
                                ShopServer.DATABASE
                                        .sql()
                                        .sql(
                                                "UPDATE proposal SET status = 'APPROVED', decided_at = UTC_TIMESTAMP(3), decided_by = 'support:fay' WHERE proposal_id = ?")
                                        .param(id)
                                        .update()))
                .hasMessageContaining("proposal_two_people");
    }

    private static Answer refund(String who, Placed order, long minor, String key)
            throws Exception {
        return SHOP.send(
                who,
                "POST",
                order.path() + "/refunds",
                "{\"amount\":{\"currency\":\"CNY\",\"minor\":%d},\"reason\":\"broken\"}"
                        .formatted(minor),
                "Idempotency-Key",
                key);
    }

    private static Answer resolve(String who, String caseId, String wish) throws Exception {
        return ROOM.resolve(who, "r-" + KEYS.incrementAndGet() + caseId, caseId, because(wish));
    }

    private static Answer decide(String who, String proposalId, String how) throws Exception {
        return SHOP.send(
                who,
                "POST",
                "/api/proposals/" + proposalId + "/" + how,
                "{\"reason\":\"looked at it\"}");
    }

    private static Answer pay(String who, String consignor) throws Exception {
        return pay(who, consignor, "pay-" + consignor);
    }

    private static Answer pay(String who, String consignor, String key) throws Exception {
        return SHOP.send(
                who,
                "POST",
                "/api/payouts",
                "{\"businessDate\":\"%s\",\"consignorId\":\"%s\"}"
                        .formatted(LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC), consignor),
                "Idempotency-Key",
                key);
    }

    private static JsonNode payouts(String consignor) throws Exception {
        return SHOP.send("fay", "GET", "/api/payouts?consignorId=" + consignor, "")
                .json()
                .path("items");
    }

    private static String sold() {
        var orders = ShopServer.DATABASE.orders(1, ItemKind.ASSET_CREDIT);
        BOOKS.settle(orders, Instant.now());
        return BOOKS.consignorOf(orders.getFirst()).value();
    }

    /// Within the limit, and two of them are not.
    private static String soldForLess() {
        var order = ShopServer.DATABASE.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        BOOKS.settle(List.of(order), Instant.now().minusSeconds(5));
        BOOKS.refund(order, 13_000, Instant.now().minusSeconds(2));
        return BOOKS.consignorOf(order).value();
    }

    private static long refunds(Placed order) {
        return ROOM.count("SELECT COUNT(*) FROM refund WHERE order_no = '%s'", order.orderNo());
    }

    private static List<String> audit(String subject) {
        return ShopServer.DATABASE
                .sql()
                .sql(
                        "SELECT CONCAT(actor, ' ', action, ' ', after_state) FROM audit WHERE subject = ? ORDER BY audit_id")
                .param(subject)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
