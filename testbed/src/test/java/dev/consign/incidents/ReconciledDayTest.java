package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.incidents.Shop.Placed;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A day of the sandbox, reconciled from outside: what only its statement tells puts itself right,
/// what it leaves out is reported, and a reconciler that dies in between changes neither.
class ReconciledDayTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    private final RunningConsign consign;

    ReconciledDayTest() throws InterruptedException {
        consign = RunningConsign.get();
    }

    @Test
    void the_statement_completes_an_order_and_names_what_it_leaves_out() throws Exception {
        var item = consign.shop().credits(2);
        var paidHere = consign.shop().order(item, 1);
        var paidThere = consign.shop().order(item, 1);
        consign.gateway().pay(paidHere, Map.of());
        await().atMost(LONG)
                .until(() -> consign.books().state(paidHere.orderNo()).startsWith("COMPLETED"));
        var date = LocalDate.now(ZoneOffset.UTC);
        var line =
                Map.of(
                        "paymentNo",
                        paidThere.paymentNo(),
                        "transactionId",
                        "sbx-" + paidThere.paymentNo(),
                        "currency",
                        "CNY",
                        "minor",
                        paidThere.minor());
        plant(date, Map.of("omit", List.of(paidHere.paymentNo()), "add", List.of(line)));

        var first = done(request(date));
        assertThat(types(first, paidHere)).containsExactly("PAID_HERE_NOT_THERE");
        assertThat(types(first, paidThere)).containsExactly("PAID_THERE_NOT_HERE");
        await().atMost(LONG)
                .until(() -> consign.books().state(paidThere.orderNo()).startsWith("COMPLETED"));
        consign.books().creditedOnce(paidThere.orderNo(), Shop.UNITS);

        plant(date, Map.of("add", List.of(line)));
        var asked = request(date);
        consign.launcher().kill9("reconciler");
        var second = done(asked);
        assertThat(types(second, paidHere)).isEmpty();
        assertThat(types(second, paidThere)).isEmpty();
        assertThat(types(first, paidHere)).containsExactly("PAID_HERE_NOT_THERE");
        plant(date, Map.of());
    }

    private String request(LocalDate date) throws Exception {
        var headers =
                Map.of("Authorization", finance(), "Idempotency-Key", UUID.randomUUID().toString());
        var body = Web.write(Map.of("gateway", "sandbox", "businessDate", date.toString()));
        return Web.read(Web.accepted(Web.post(path(), headers, body))).path("runId").asString();
    }

    private String done(String run) {
        await().atMost(LONG)
                .until(() -> get("/" + run).path("status").asString().matches("DONE|FAILED"));
        return run;
    }

    private List<String> types(String run, Placed order) throws Exception {
        assertThat(get("/" + run).path("status").asString()).isEqualTo("DONE");
        return get("/" + run + "/breaks")
                .path("items")
                .valueStream()
                .filter(one -> one.path("paymentNo").asString().equals(order.paymentNo()))
                .map(one -> one.path("type").asString())
                .toList();
    }

    private JsonNode get(String below) throws Exception {
        return Web.read(Web.get(path() + below, Map.of("Authorization", finance())));
    }

    private void plant(LocalDate date, Map<String, ?> differences) throws Exception {
        var url = url("sandbox") + "/control/statements/" + date;
        Web.accepted(Web.post(url, Map.of(), Web.write(differences)));
    }

    private String path() {
        return url("processor") + "/api/reconciliations";
    }

    private String url(String name) {
        return Objects.requireNonNull(consign.launcher().urls().get(name)).toString();
    }

    private String finance() {
        return "Bearer " + consign.launcher().apiKey("finance");
    }
}
