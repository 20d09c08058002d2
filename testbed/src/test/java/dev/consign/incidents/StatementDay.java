package dev.consign.incidents;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// The sandbox's statement of today, what is planted in it, and what finance reads of it.
final class StatementDay {
    private final RunningConsign consign;
    final LocalDate date = LocalDate.now(ZoneOffset.UTC);

    StatementDay(RunningConsign consign) {
        this.consign = consign;
    }

    /// In place of what was planted before.
    void plant(Map<String, ?> differences) throws Exception {
        var url = url("sandbox") + "/control/statements/" + date;
        Web.accepted(Web.post(url, Map.of(), Web.write(differences)));
    }

    /// The file as the gateway gives it.
    String file() throws Exception {
        var headers = Map.of("Authorization", "Bearer " + consign.launcher().sandboxApiKey());
        return Web.get(url("sandbox") + "/statements/" + date + ".csv", headers);
    }

    /// `TYPE STATUS` of each difference that a run found about a payment.
    List<String> differences(String run, String paymentNo) throws Exception {
        return get("/api/reconciliations/" + run + "/breaks")
                .path("items")
                .valueStream()
                .filter(one -> one.path("paymentNo").asString("").equals(paymentNo))
                .map(one -> one.path("type").asString() + " " + one.path("status").asString())
                .toList();
    }

    /// As finance sees it.
    JsonNode get(String path) throws Exception {
        return Web.read(Web.get(url("processor") + path, finance()));
    }

    /// As finance does it.
    JsonNode post(String path, Map<String, ?> body) throws Exception {
        return Web.read(
                Web.accepted(Web.post(url("processor") + path, finance(), Web.write(body))));
    }

    private Map<String, String> finance() {
        return Map.of(
                "Authorization",
                "Bearer " + consign.launcher().apiKey("finance"),
                "Idempotency-Key",
                UUID.randomUUID().toString());
    }

    private String url(String name) {
        return Objects.requireNonNull(consign.launcher().urls().get(name)).toString();
    }
}
