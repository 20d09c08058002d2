package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.id.NumberPrefix;
import dev.consign.order.CaseKind;
import dev.consign.payment.FactKind;
import dev.consign.platform.audit.Audit;
import dev.consign.sql.InvariantViolation;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The line is written in the transaction of what was done, or shown; nothing else is in it (issue
/// 11 number 6).
class AuditedInItsTransactionTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final Deeds DEEDS = new Deeds(SHOP);

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void a_payout_has_a_line_of_its_own_and_a_repeat_none() throws Exception {
        SHOP.paid();
        // Other tests pay on this database, and one of them takes all audit lines away.
        var payouts = payouts();
        var before = lines("PAYOUT");
        var matched = matched();
        var body = "{\"businessDate\":\"%s\"}".formatted(Deeds.today());
        var key = Deeds.IDS.next(NumberPrefix.SEND);
        for (var i = 0; i < 2; i++) {
            assertThat(
                            SHOP.send(
                                            "finance",
                                            "POST",
                                            "/api/payouts",
                                            body,
                                            "Idempotency-Key",
                                            key)
                                    .status())
                    .isEqualTo(201);
        }
        assertThat(payouts()).isGreaterThan(payouts);
        assertThat(lines("PAYOUT") - before)
                .isEqualTo(payouts() - payouts)
                .isEqualTo(matched() - matched);
    }

    /// Not what is refused.
    @Test
    void what_did_not_happen_is_not_in_the_audit() throws Exception {
        var order = SHOP.paid();
        var before = ShopServer.DATABASE.count("SELECT COUNT(*) FROM audit");
        assertThat(
                        DEEDS.keyed(
                                        "finance",
                                        order.path() + "/refunds",
                                        "{\"amount\":{\"currency\":\"CNY\",\"minor\":99999999},\"reason\":\"r\"}")
                                .verdict())
                .isEqualTo("409 refund_too_large");
        assertThat(DEEDS.keyed("shop", order.path() + "/cancel", "").verdict())
                .isEqualTo("409 not_cancellable");
        assertThat(DEEDS.contact("nobody", "DELETE", "").status()).isEqualTo(204);
        assertThat(ShopServer.DATABASE.count("SELECT COUNT(*) FROM audit")).isEqualTo(before);
    }

    @Test
    void whoever_is_shown_a_card_key_stands_in_the_audit_and_the_key_does_not() throws Exception {
        var item = SHOP.item("CARD_KEY");
        var key = "CANARY-KEY-" + Deeds.IDS.next(NumberPrefix.SEND);
        DEEDS.stock(item, "{\"keys\":[\"%s\"]}".formatted(key));
        var order = SHOP.placed(item);
        SHOP.send("support", "GET", order.path(), "");
        assertThat(read(order)).as("reserved keys are shown to nobody").isZero();
        ShopServer.says(order.paymentNo(), FactKind.PAID, "t-" + order.paymentNo(), 27_000);
        var shown = 0;
        for (var role : ShopServer.KEYS.keySet()) {
            SHOP.send(role, "GET", order.path(), "");
            assertThat(read(order)).as(role).isEqualTo(++shown);
        }
        var caseId =
                new CaseRoom(SHOP)
                        .open(CaseKind.NOTIFICATION_FAILED, "NOTIFICATION_FAILED:read", order);
        SHOP.send("finance", "GET", "/api/cases/" + caseId, "");
        assertThat(read(order)).isEqualTo(++shown);
        SHOP.send("ops", "GET", SHOP.paid().path(), "");
        assertThat(read(order)).isEqualTo(shown);
        assertThat(
                        ShopServer.DATABASE.count(
                                "SELECT COUNT(*) FROM audit WHERE CONCAT_WS(' ', reason, subject, before_state, after_state) REGEXP 'CANARY|secret@|whsec'"))
                .isZero();
    }

    /// One transaction: whoever cannot be written down does nothing, and is shown nothing.
    @Test
    void without_the_audit_nothing_is_done_or_shown() throws Exception {
        var item = SHOP.item("CARD_KEY");
        DEEDS.stock(item, "{\"keys\":[\"NOBODY-READS-%s\"]}".formatted(item));
        var order = SHOP.placed(item);
        ShopServer.says(order.paymentNo(), FactKind.PAID, "t-" + order.paymentNo(), 27_000);
        var before = ShopServer.DATABASE.count("SELECT COUNT(*) FROM consignor");
        Deeds.run("RENAME TABLE audit TO audit_elsewhere");
        try {
            assertThat(DEEDS.consignor().status()).isEqualTo(500);
            var shown = SHOP.send("shop", "GET", order.path(), "");
            assertThat(shown.status()).isEqualTo(500);
            assertThat(shown.response().body()).doesNotContain("NOBODY-READS");
        } finally {
            Deeds.run("RENAME TABLE audit_elsewhere TO audit");
        }
        assertThat(ShopServer.DATABASE.count("SELECT COUNT(*) FROM consignor")).isEqualTo(before);
    }

    @Test
    void an_act_outside_a_transaction_is_a_bug() {
        var audit = new Audit(ShopServer.DATABASE.sql(), Deeds.IDS, InstantSource.system());
        assertThatThrownBy(() -> audit.write("shop:test", "TEST", "x", "y"))
                .isInstanceOf(InvariantViolation.class);
    }

    private static long read(ShopServer.Placed order) {
        return ShopServer.DATABASE.count(
                "SELECT COUNT(*) FROM audit WHERE action = 'CARD_KEYS_READ' AND subject = '%s'"
                        .formatted(order.orderNo()));
    }

    private static long payouts() {
        return ShopServer.DATABASE.count("SELECT COUNT(*) FROM payout");
    }

    /// Payouts whose own line names who made them.
    private static long matched() {
        return ShopServer.DATABASE.count(
                "SELECT COUNT(*) FROM payout p JOIN audit a ON a.subject = p.payout_id AND a.action = 'PAYOUT' AND a.actor = p.actor");
    }

    private static long lines(String action) {
        return ShopServer.DATABASE.count(
                "SELECT COUNT(*) FROM audit WHERE action = '%s'".formatted(action));
    }
}
