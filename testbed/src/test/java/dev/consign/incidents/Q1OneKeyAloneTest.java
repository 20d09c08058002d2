package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Incident Q1, as it was tried here (issue 11, number 1): one finance key alone invented a line of
/// a statement, or a transaction, an order of a billion was delivered for it, and the same key paid
/// it out. Now the gateway is asked, and so much money needs a second person.
class Q1OneKeyAloneTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final long BILLION = 1_000_000_000;

    private final RunningConsign consign;
    private final Books books;

    @TempDir Path scratch;

    Q1OneKeyAloneTest() throws InterruptedException {
        consign = RunningConsign.get();
        books = consign.books();
    }

    @AfterEach
    void the_books_are_right() {
        books.holdEveryInvariant();
    }

    @Test
    void an_invented_line_and_an_invented_transaction_get_no_goods_and_no_payout()
            throws Exception {
        var day = new StatementDay(consign);
        var order = consign.shop().order(consign.shop().credits(1, BILLION), 1);
        var file = scratch.resolve("day.csv");
        Files.writeString(
                file,
                """
                kind,paymentNo,refundNo,transactionId,currency,minor,feeMinor,occurredAt
                PAYMENT,%s,,invented-1,CNY,%d,0,%s
                TRAILER,1,,,,%d,0,
                """
                        .formatted(order.paymentNo(), BILLION, Instant.now(), BILLION));
        Command.asFinance(
                consign,
                scratch,
                "recon",
                "run",
                "sandbox",
                day.date.toString(),
                "--file",
                file.toString());
        await().atMost(LONG).until(() -> books.cases(order.orderNo()).contains("UNCONFIRMED OPEN"));
        // Whose word it was, not the program's.
        assertThat(
                        books.strings(
                                "SELECT actor FROM fact_confirmation WHERE order_no = ?",
                                order.orderNo()))
                .containsExactly("finance:finance");
        nothingMoved(order);

        var caseId =
                books.strings(
                                "SELECT case_id FROM case_file WHERE order_no = ? AND kind = 'UNCONFIRMED'",
                                order.orderNo())
                        .getFirst();
        var confirm =
                Map.of(
                        "action",
                        "CONFIRM_PAID",
                        "reason",
                        "they called",
                        "transactionId",
                        "invented-2");
        var proposed = post("/api/cases/" + caseId + "/resolve", confirm);
        assertThat(proposed.statusCode()).isEqualTo(202);
        var id = Web.read(proposed.body()).path("proposalId").asString();
        var alone = post("/api/proposals/" + id + "/approve", Map.of());
        assertThat(alone.statusCode()).isEqualTo(409);
        assertThat(Web.read(alone.body()).path("code").asString()).isEqualTo("same_person");
        nothingMoved(order);

        var consignor =
                books.strings("SELECT consignor_id FROM orders WHERE order_no = ?", order.orderNo())
                        .getFirst();
        var payout =
                day.post(
                        "/api/payouts",
                        Map.of("businessDate", day.date.toString(), "consignorId", consignor));
        assertThat(payout.path("payouts").isEmpty()).isTrue();
        nothingMoved(order);
    }

    /// What one person may move alone is still for the gateway to say.
    @Test
    void a_small_invented_transaction_is_asked_about_and_delivers_nothing() throws Exception {
        var day = new StatementDay(consign);
        var order = consign.shop().order(consign.shop().credits(1), 1);
        var file = scratch.resolve("small.csv");
        Files.writeString(
                file,
                """
                kind,paymentNo,refundNo,transactionId,currency,minor,feeMinor,occurredAt
                PAYMENT,%s,,invented-3,CNY,%d,0,%s
                TRAILER,1,,,,%d,0,
                """
                        .formatted(order.paymentNo(), Shop.PRICE, Instant.now(), Shop.PRICE));
        Command.asFinance(
                consign,
                scratch,
                "recon",
                "run",
                "sandbox",
                day.date.toString(),
                "--file",
                file.toString());
        await().atMost(LONG).until(() -> books.cases(order.orderNo()).contains("UNCONFIRMED OPEN"));
        var caseId =
                books.strings(
                                "SELECT case_id FROM case_file WHERE order_no = ? AND kind = 'UNCONFIRMED'",
                                order.orderNo())
                        .getFirst();
        var confirmed =
                day.post(
                        "/api/cases/" + caseId + "/resolve",
                        Map.of(
                                "action",
                                "CONFIRM_PAID",
                                "reason",
                                "they called",
                                "transactionId",
                                "invented-4"));
        assertThat(confirmed.path("status").asString()).isEqualTo("OPEN");
        await().atMost(LONG)
                .until(() ->
                        books.strings(
                                        "SELECT status FROM fact_confirmation WHERE order_no = ? AND transaction_id = 'invented-4'",
                                        order.orderNo())
                                .contains("REFUTED"));
        nothingMoved(order);
    }

    private void nothingMoved(Shop.Placed order) {
        assertThat(books.state(order.orderNo())).doesNotContain("COMPLETED", "PAID");
        assertThat(books.journals(order.orderNo())).isEmpty();
        assertThat(books.credits(order.orderNo())).isEmpty();
    }

    private HttpResponse<String> post(String path, Map<String, ?> body) throws Exception {
        return Web.post(
                Objects.requireNonNull(consign.launcher().urls().get("processor")) + path,
                Map.of(
                        "Authorization",
                        "Bearer " + consign.launcher().apiKey("finance"),
                        "Idempotency-Key",
                        UUID.randomUUID().toString()),
                Web.write(body));
    }
}
