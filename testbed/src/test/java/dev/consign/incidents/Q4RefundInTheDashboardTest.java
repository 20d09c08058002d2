package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Incident Q4: a refund was made in the gateway's own dashboard and its callback was lost. The
/// statement opens the case that the callback would have opened, and once the refund was accepted
/// both sides agree.
class Q4RefundInTheDashboardTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    private final RunningConsign consign;
    private final StatementDay day;

    @TempDir Path scratch;

    Q4RefundInTheDashboardTest() throws InterruptedException {
        consign = RunningConsign.get();
        day = new StatementDay(consign);
    }

    @Test
    void a_refund_that_only_the_statement_tells_becomes_a_case_and_then_no_difference()
            throws Exception {
        var order = consign.shop().order(consign.shop().credits(1), 1);
        consign.gateway().pay(order, Map.of());
        consign.books().becomes(order.orderNo(), "COMPLETED/PAID");
        day.plant(
                Map.of(
                        "add",
                        List.of(
                                Map.of(
                                        "paymentNo",
                                        order.paymentNo(),
                                        "refundNo",
                                        "re_" + order.paymentNo(),
                                        "transactionId",
                                        "sbx_back_" + order.paymentNo(),
                                        "currency",
                                        "CNY",
                                        "minor",
                                        100))));
        var first = run();
        assertThat(day.differences(first.run(), order.paymentNo()))
                .containsExactly("REFUNDED_THERE_NOT_HERE SUBMITTED");
        assertThat(first.out()).contains("CNY 1.00").doesNotContain("{", "minor");

        await().atMost(LONG).until(() -> openCase(order.orderNo()).isPresent());
        var opened = openCase(order.orderNo()).orElseThrow();
        assertThat(opened.path("kind").asString()).isEqualTo("UNEXPECTED_REFUND");
        day.post(
                "/api/cases/" + opened.path("caseId").asString() + "/resolve",
                Map.of("action", "ACCEPT_REFUND", "reason", "the dashboard has it"));

        assertThat(day.differences(run().run(), order.paymentNo())).isEmpty();
        assertThat(day.differences(first.run(), order.paymentNo()))
                .containsExactly("REFUNDED_THERE_NOT_HERE GONE");
        day.plant(Map.of());
    }

    private Command run() throws Exception {
        return Command.asFinance(consign, scratch, "recon", "run", "sandbox", day.date.toString());
    }

    private Optional<JsonNode> openCase(String orderNo) throws Exception {
        return day.get("/api/orders/" + orderNo).path("openCases").valueStream().findFirst();
    }
}
