package dev.consign.testbed.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.testbed.sandbox.callback.Signature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway's own bad days: money that goes back unasked, comes back, is disputed, or is another
/// amount than was asked for.
class ReversalsTest {
    @TempDir Path directory;

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(directory);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void the_dashboard_returns_a_part_and_then_the_rest_under_numbers_of_its_own()
            throws Exception {
        gateway.create("P1");
        gateway.happens("P1/pay", "");
        var part =
                gateway.happens("P1/refunds", "{\"amount\":{\"currency\":\"CNY\",\"minor\":200}}");
        var rest = gateway.happens("P1/refunds", "{\"refundNo\":\"dash-2\"}");
        assertThat(part.path("refundNo").asString()).startsWith("rfd_");
        assertThat(rest.path("amount").path("minor").asInt()).isEqualTo(700);
        assertThat(gateway.post("/control/payments/P1/refunds", "").statusCode()).isEqualTo(422);

        await().until(() -> gateway.told().size() == 3);
        assertThat(gateway.told())
                .filteredOn(event -> event.path("type").asString().equals("payment.refunded"))
                .extracting(event -> event.path("data").path("refundNo").asString())
                .containsExactlyInAnyOrder(part.path("refundNo").asString(), "dash-2");
        assertThat(gateway.statement()).filteredOn(line -> line.startsWith("REFUND,")).hasSize(2);
    }

    @Test
    void a_dashboard_refund_is_told_before_the_success_it_takes_back() throws Exception {
        gateway.create("P1");
        gateway.happens("P1/pay", "{\"lose\":true}");
        gateway.happens("P1/refunds", "{\"outOfOrder\":true}");
        await().until(() -> gateway.told().size() == 2);
        assertThat(gateway.toldTypes()).containsExactly("payment.refunded", "payment.paid");
    }

    @Test
    void a_refund_of_a_payment_that_nobody_paid_is_refused() throws Exception {
        gateway.create("P1");
        assertThat(gateway.post("/control/payments/P1/refunds", "").statusCode()).isEqualTo(422);
        assertThat(gateway.post("/control/payments/P1/dispute", "").statusCode()).isEqualTo(422);
    }

    @Test
    void a_refund_that_the_bank_returns_can_be_made_again_under_another_number() throws Exception {
        gateway.create("P1");
        gateway.happens("P1/pay", "{\"lose\":true}");
        gateway.happens("P1/refunds", "{\"refundNo\":\"R1\",\"lose\":true}");
        gateway.happens("P1/refunds/R1/fail", "{\"callbacks\":2}");
        gateway.happens("P1/refunds/R1/fail", "{\"lose\":true}");

        await().until(() -> gateway.told().size() == 2);
        assertThat(gateway.toldTypes()).containsOnly("refund.failed");
        var data = gateway.told().getFirst().path("data");
        assertThat(data.path("refundNo").asString()).isEqualTo("R1");
        assertThat(data.path("amount").path("minor").asInt()).isEqualTo(900);
        assertThat(gateway.payment("P1").path("refunds").path(0).path("status").asString())
                .isEqualTo("FAILED");
        assertThat(gateway.statement())
                .anyMatch(line -> line.startsWith("REFUND,P1,R1,"))
                .anyMatch(line -> line.startsWith("REFUND_RETURNED,P1,R1,"));

        gateway.restart();
        var again = "{\"refundNo\":\"R2\",\"amount\":{\"currency\":\"CNY\",\"minor\":900}}";
        assertThat(gateway.post("/payments/P1/refunds", again).statusCode()).isEqualTo(201);
        // The old number is not asked for anew: it says what became of it.
        var old = gateway.post("/payments/P1/refunds", again.replace("R2", "R1"));
        assertThat(old.statusCode()).isEqualTo(200);
        assertThat(old.body()).contains("\"status\":\"FAILED\"");
    }

    @Test
    void a_refund_that_was_only_accepted_can_fail_and_is_not_made_after_a_restart()
            throws Exception {
        gateway.create("P1");
        gateway.happens("P1/pay", "{\"lose\":true}");
        gateway.post("/control/faults", "{\"refundAfterMs\":3600000}");
        var refund = "{\"refundNo\":\"R1\",\"amount\":{\"currency\":\"CNY\",\"minor\":900}}";
        assertThat(gateway.post("/payments/P1/refunds", refund).statusCode()).isEqualTo(202);
        gateway.happens("P1/refunds/R1/fail", "{\"lose\":true}");
        gateway.restart();
        assertThat(gateway.payment("P1").path("refunds").path(0).path("status").asString())
                .isEqualTo("FAILED");
        assertThat(gateway.post("/control/payments/P1/refunds/R1/make", "").statusCode())
                .isEqualTo(409);
        // Nothing moved, so the day's file knows nothing of it.
        assertThat(gateway.statement()).hasSize(1);
    }

    @Test
    void disputed_money_cannot_be_refunded_until_the_dispute_is_won() throws Exception {
        gateway.create("P1");
        gateway.happens("P1/pay", "{\"lose\":true}");
        gateway.happens("P1/dispute", "{\"disputeNo\":\"D1\"}");
        gateway.happens("P1/dispute", "{\"disputeNo\":\"D1\",\"lose\":true}");
        assertThat(gateway.post("/control/payments/P1/refunds", "").statusCode()).isEqualTo(422);

        gateway.restart();
        gateway.happens("P1/dispute/won", "");
        assertThat(gateway.post("/control/payments/P1/dispute/lost", "").statusCode())
                .isEqualTo(409);
        gateway.happens("P1/refunds", "{\"lose\":true}");
        // At least once: what was on its way when the gateway stopped is told again.
        await().until(() -> Set.copyOf(gateway.toldTypes()).size() == 2);
        assertThat(gateway.toldTypes()).containsOnly("payment.disputed", "payment.dispute_won");
        assertThat(gateway.told())
                .allSatisfy(event -> {
                    var data = event.path("data");
                    assertThat(data.path("disputeNo").asString()).isEqualTo("D1");
                    assertThat(data.path("transactionId").asString()).startsWith("sbx_");
                    assertThat(data.path("amount").path("minor").asInt()).isEqualTo(900);
                });
    }

    @Test
    void a_lost_dispute_has_taken_its_part_like_a_refund_under_its_own_number() throws Exception {
        gateway.create("P1");
        gateway.happens("P1/pay", "{\"lose\":true}");
        gateway.happens(
                "P1/dispute",
                "{\"disputeNo\":\"D1\",\"lose\":true,"
                        + "\"amount\":{\"currency\":\"CNY\",\"minor\":300}}");
        gateway.happens("P1/dispute/lost", "{\"outOfOrder\":true}");
        await().until(() -> gateway.told().size() == 2);
        assertThat(gateway.toldTypes()).containsExactly("payment.dispute_lost", "payment.disputed");
        assertThat(gateway.statement())
                .anyMatch(line -> line.startsWith("REFUND,P1,D1,") && line.contains(",-300,0,"));
        assertThat(
                        gateway.happens("P1/refunds", "{\"lose\":true}")
                                .path("amount")
                                .path("minor")
                                .asInt())
                .isEqualTo(600);
        assertThat(gateway.payment("P1").path("disputes").path(0).path("status").asString())
                .isEqualTo("LOST");
    }

    @Test
    void another_amount_is_told_asked_and_filed_as_it_came_and_the_rest_is_paid_afterwards()
            throws Exception {
        gateway.create("P1");
        var first = gateway.happens("P1/pay", "{\"minor\":899}");
        await().until(() -> gateway.told().size() == 1);
        assertThat(gateway.told().getFirst().path("data").path("amount").path("minor").asInt())
                .isEqualTo(899);
        assertThat(gateway.payment("P1").path("status").asString()).isEqualTo("PAID");
        assertThat(gateway.payment("P1").path("amount").path("minor").asInt()).isEqualTo(899);
        assertThat(gateway.get("/pay/P1")).contains("CNY 0.01 is due").contains("Pay the rest");

        gateway.restart();
        var second = gateway.happens("P1/pay", "");
        var again = gateway.happens("P1/pay", "{\"lose\":true}");
        assertThat(second.path("transactionId")).isNotEqualTo(first.path("transactionId"));
        assertThat(again.path("transactionId")).isEqualTo(second.path("transactionId"));
        await().untilAsserted(() ->
                assertThat(gateway.told())
                        .extracting(
                                event -> event.path("data").path("amount").path("minor").asInt())
                        .containsOnly(899, 1)
                        .contains(1));
        assertThat(gateway.payment("P1").path("charges")).hasSize(2);
        assertThat(gateway.statement())
                .extracting(line -> List.of(line.split(",", -1)).get(5))
                .containsExactly("899", "1");
        assertThat(gateway.get("/pay/P1")).doesNotContain("<button>");
    }

    @Test
    void any_event_is_signed_and_posted_as_it_stands() throws Exception {
        gateway.create("P1");
        var made =
                """
                {"type":"payment.settled","data":{"paymentNo":"ORDER-2026/11/29#1",
                 "amount":{"currency":"USDT","minor":1.50}},"callbacks":2}
                """;
        assertThat(gateway.post("/control/events", made).statusCode()).isEqualTo(200);
        await().until(() -> gateway.shop().callbacks().size() == 2);
        var posted = gateway.shop().callbacks().getFirst();
        assertThat(posted.body())
                .contains("\"type\":\"payment.settled\"")
                .contains("ORDER-2026/11/29#1")
                .contains("USDT");
        var time = Long.parseLong(posted.header("Webhook-timestamp"));
        assertThat(posted.header("Webhook-signature"))
                .isEqualTo(new Signature(Gateway.SECRET).sign(posted.id(), time, posted.body()));

        var raw = "{\"body\":\"{\\\"a\\\":\\\"\\\\ud800\\\",\"}";
        assertThat(gateway.post("/control/events", raw).statusCode()).isEqualTo(200);
        await().until(() -> gateway.shop().callbacks().size() == 3);
        assertThat(gateway.shop().callbacks().getLast().body()).isEqualTo("{\"a\":\"\\ud800\",");
        assertThat(gateway.post("/control/events", "{}").statusCode()).isEqualTo(400);
    }
}
