package dev.consign.processor.shop;

import static dev.consign.processor.shop.CaseRoom.action;
import static dev.consign.processor.shop.CaseRoom.because;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.order.CaseKind;
import dev.consign.payment.FactKind;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Money of a buyer that was neither used nor sent back never waits unwatched (incident I8), and to
/// let it be is a decision of finance.
class HeldMoneyTest {
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
    void second_money_is_watched_until_all_of_it_has_gone_back() throws Exception {
        var order = ROOM.paidTwice();
        var id = ROOM.find(CaseKind.SECOND_PAYMENT, order);
        var nothing = ROOM.finance(id, "");
        assertThat(nothing.verdict()).isEqualTo("409 case_needs_action");
        assertThat(nothing.text("detail")).contains(order.paymentNo() + " holds CNY 27000");
        // Neither can another case be the one to watch it.
        ROOM.open(CaseKind.NOTIFICATION_FAILED, "NOTIFICATION_FAILED:" + id, order);
        assertThat(ROOM.finance(id, "").verdict()).isEqualTo("409 case_needs_action");
        var part = action("REFUND") + ",\"amount\":{\"currency\":\"CNY\",\"minor\":7000}";
        assertThat(ROOM.finance(id, part).text("status")).isEqualTo("OPEN");
        assertThat(ROOM.actions(id)).containsExactly("REFUND");
        assertThat(ROOM.finance(id, action("REFUND")).text("status")).isEqualTo("RESOLVED");
        assertThat(
                        ROOM.count(
                                "SELECT SUM(amount_minor) FROM refund WHERE order_no = '%s'",
                                order.orderNo()))
                .isEqualTo(27_000);
    }

    /// Each transaction has its own case, and only that case returns its money.
    @Test
    void one_case_does_not_watch_the_money_of_two_transactions() throws Exception {
        var order = ROOM.paidTwice();
        var second = ROOM.find(CaseKind.SECOND_PAYMENT, order);
        ShopServer.says(order.paymentNo(), FactKind.PAID, "t-third-" + order.orderNo(), 27_000);
        assertThat(ROOM.finance(second, "").verdict()).isEqualTo("409 case_needs_action");
        assertThat(ROOM.finance(second, action("REFUND")).text("status")).isEqualTo("RESOLVED");
        var third = ROOM.find(CaseKind.SECOND_PAYMENT, order);
        assertThat(ROOM.finance(third, action("REFUND")).text("status")).isEqualTo("RESOLVED");
    }

    @Test
    void to_let_be_what_went_wrong_with_money_is_for_finance() throws Exception {
        var paid = SHOP.paid();
        ShopServer.says(paid.paymentNo(), FactKind.REFUNDED, "r-" + paid.orderNo(), 7_000);
        var wrong = ROOM.inReview();
        ShopServer.says(wrong.paymentNo(), FactKind.PAID, "w-" + wrong.orderNo(), 1);
        for (var id :
                List.of(
                        ROOM.find(CaseKind.UNEXPECTED_REFUND, paid),
                        ROOM.find(CaseKind.SECOND_PAYMENT, ROOM.paidTwice()),
                        ROOM.find(CaseKind.MISMATCH, wrong))) {
            assertThat(ROOM.support(id, "").verdict()).isEqualTo("403 forbidden");
            assertThat(ROOM.resolve("finance", "", id, because("")).verdict())
                    .isEqualTo("400 idempotency_key_missing");
            assertThat(ROOM.show(id).path("status").asString()).isEqualTo("OPEN");
        }
        var id = ROOM.find(CaseKind.UNEXPECTED_REFUND, paid);
        assertThat(ROOM.show(id).at("/actions/1/action").asString()).isEqualTo("NONE");
        assertThat(ROOM.show(id).at("/actions/1/role").asString()).isEqualTo("finance");
        assertThat(ROOM.show(id).at("/actions/1/idempotencyKey").asBoolean()).isTrue();
        assertThat(ROOM.finance(id, "").text("status")).isEqualTo("RESOLVED");
        // Where no money came, support may close it.
        var closed = SHOP.paid();
        ShopServer.says(closed.paymentNo(), FactKind.CLOSED, "c-" + closed.orderNo(), 1);
        var harmless = ROOM.find(CaseKind.MISMATCH, closed);
        assertThat(ROOM.support(harmless, "").text("status")).isEqualTo("RESOLVED");
    }

    @Test
    void kept_money_pays_for_a_delivery_once_the_goods_are_there() throws Exception {
        var order = ROOM.inReview();
        var overdue = ROOM.find(CaseKind.OVERDUE, order);
        ROOM.finance(overdue, action("CONFIRM_CLOSED"));
        var item =
                ShopServer.DATABASE
                        .sql()
                        .sql("SELECT item_id FROM orders WHERE order_no = ?")
                        .param(order.orderNo().value())
                        .query((row, _) -> row.getString(1))
                        .single();
        SHOP.placed(item);
        ShopServer.says(order.paymentNo(), FactKind.PAID, "late-" + order.orderNo(), 27_000);
        var refundNo = ROOM.order(order).at("/refunds/0/refundNo").asString();
        var failed = ROOM.exhausted(CaseKind.REFUND_FAILED, "REFUND", refundNo, order);
        assertThat(ROOM.finance(failed, action("KEEP_MONEY")).text("status")).isEqualTo("OPEN");
        assertThat(ROOM.show(failed).at("/audit/1/after").asString()).isEqualTo("OPEN");
        assertThat(ROOM.actions(failed)).containsExactly("REFUND");
        assertThat(ROOM.support(failed, "").verdict()).isEqualTo("409 case_needs_action");
        assertThat(ROOM.finance(failed, action("DELIVER")).verdict()).isEqualTo("409 out_of_stock");
        SHOP.send("shop", "POST", "/api/items/" + item + "/stock", "{\"units\":1}");
        assertThat(
                        ROOM.finance(
                                        failed,
                                        action("REFUND")
                                                + ",\"amount\":{\"currency\":\"CNY\",\"minor\":27001}")
                                .verdict())
                .isEqualTo("409 refund_too_large");
        assertThat(ROOM.finance(failed, action("DELIVER")).text("status")).isEqualTo("RESOLVED");
        assertThat(ROOM.status(order)).isEqualTo("COMPLETED");
    }
}
