package dev.consign.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.consign.gateway.CallbackReading;
import dev.consign.gateway.CallbackRequest;
import dev.consign.gateway.CloseAnswer;
import dev.consign.gateway.CreateAnswer;
import dev.consign.gateway.CreateRequest;
import dev.consign.gateway.QueryAnswer;
import dev.consign.gateway.RefundAnswer;
import dev.consign.gateway.RefundRequest;
import dev.consign.gateway.StatementAnswer;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;
import dev.consign.testbed.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxProgramTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private static final String KEY = "sandbox-key";
    private static final Money PRICE = Money.of("CNY", 27_000);
    private static final PaymentNo NO = new PaymentNo("P0123456789ABCDEF");
    private static final RefundNo REFUND = new RefundNo("R0123456789ABCDEF");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir Path directory;
    private final Queue<PaymentFact> told = new ConcurrentLinkedQueue<>();
    private HttpServer shop;
    private Sandbox sandbox;
    private SandboxClient gateway;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(0, directory, KEY, SECRET, CLOCK);
        gateway = gateway();
        var reader = SandboxAccount.callbacks(SECRET);
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        var body = exchange.getRequestBody().readAllBytes();
                        var request =
                                CallbackRequest.of(Map.copyOf(exchange.getRequestHeaders()), body);
                        if (reader.read(request, CLOCK.instant())
                                instanceof CallbackReading.Facts(var facts)) {
                            told.addAll(facts);
                        }
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        shop.start();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        sandbox.close();
        shop.stop(0);
    }

    @Test
    void a_number_closed_before_it_was_seen_can_never_be_paid_not_after_a_restart_either()
            throws Exception {
        assertThat(gateway.query(NO)).isEqualTo(new QueryAnswer.NotFound());
        assertThat(closed()).isEqualTo(FactKind.CLOSED);
        assertThat(closed()).isEqualTo(FactKind.CLOSED);
        assertThat(create()).isInstanceOf(CreateAnswer.Unclear.class);
        assertThat(gateway.query(NO))
                .isInstanceOfSatisfying(
                        QueryAnswer.Known.class,
                        known -> {
                            assertThat(known.fact().kind()).isEqualTo(FactKind.CLOSED);
                            assertThat(known.fact().money()).isEqualTo(PRICE);
                        });
        assertThat(post("/control/payments/" + NO + "/pay", "").statusCode()).isEqualTo(404);
        assertThat(post("/pay/" + NO, "").statusCode()).isEqualTo(404);
        sandbox.close();
        sandbox = Sandbox.start(0, directory, KEY, SECRET, CLOCK);
        gateway.close();
        gateway = gateway();
        assertThat(create()).isInstanceOf(CreateAnswer.Unclear.class);
        assertThat(closed()).isEqualTo(FactKind.CLOSED);
    }

    @Test
    void a_payment_is_closed_unless_it_was_paid() throws Exception {
        create();
        assertThat(closed()).isEqualTo(FactKind.CLOSED);
        assertThat(post("/control/payments/" + NO + "/pay", "").statusCode()).isEqualTo(200);
        assertThat(closed()).isEqualTo(FactKind.PAID);
    }

    @Test
    void a_refund_is_made_once_and_its_answer_and_its_callback_are_one_fact() throws Exception {
        var transaction = paid();
        var first = gateway.refund(refund(transaction, 20_000));
        assertThat(gateway.refund(refund(transaction, 20_000))).isEqualTo(first);
        var fact = ((RefundAnswer.Refunded) first).fact();
        await().until(() -> told.stream().anyMatch(one -> one.kind() == FactKind.REFUNDED));
        var callback = told.stream().filter(one -> one.kind() == FactKind.REFUNDED).toList();
        assertThat(callback).hasSize(1);
        assertThat(callback.getFirst().messageId()).isEqualTo(fact.messageId());
        assertThat(callback.getFirst().fingerprint()).isEqualTo(fact.fingerprint());
        assertThat(gateway.refund(refund(transaction, 10_000)))
                .isInstanceOf(RefundAnswer.Unclear.class);
        var second =
                new RefundRequest(
                        NO,
                        transaction,
                        new RefundNo("R0000000000000002"),
                        Money.of("CNY", 7_001),
                        "too much");
        assertThat(gateway.refund(second))
                .isEqualTo(new RefundAnswer.Refused("the gateway answered 422: too_much"));
    }

    @Test
    void a_refund_of_a_transaction_that_did_not_pay_the_payment_is_refused() throws Exception {
        var transaction = paid();
        var stranger = new TransactionId("sbx_none");
        assertThat(gateway.refund(refund(stranger, 20_000)))
                .isEqualTo(new RefundAnswer.Refused("the gateway answered 422: wrong_transaction"));
        assertThat(gateway.refund(refund(transaction, 20_000)))
                .isInstanceOf(RefundAnswer.Refunded.class);
        // The money went back: to refuse it now would say that it did not.
        assertThat(gateway.refund(refund(stranger, 20_000)))
                .isInstanceOf(RefundAnswer.Unclear.class);
        assertThat(statement()).filteredOn(line -> line.startsWith("REFUND,")).hasSize(1);
    }

    @Test
    void a_refund_is_refused_while_the_gateway_refunds_nothing() throws Exception {
        var transaction = paid();
        faults("{\"refuseRefunds\":true}");
        assertThat(gateway.refund(refund(transaction, 20_000)))
                .isEqualTo(new RefundAnswer.Refused("the gateway answered 422: refunds_refused"));
        faults("{}");
        assertThat(gateway.refund(refund(transaction, 20_000)))
                .isInstanceOf(RefundAnswer.Refunded.class);
    }

    @Test
    void an_accepted_refund_is_made_and_told_later() throws Exception {
        var transaction = paid();
        faults("{\"refundAfterMs\":3600000}");
        var request = refund(transaction, 20_000);
        assertThat(gateway.refund(request)).isInstanceOf(RefundAnswer.Accepted.class);
        faults("{}");
        assertThat(gateway.refund(request)).isInstanceOf(RefundAnswer.Accepted.class);
        assertThat(statement()).noneMatch(line -> line.startsWith("REFUND,"));
        post("/control/payments/%s/refunds/%s/make".formatted(NO, request.refundNo()), "");
        await().until(() -> told.stream().anyMatch(one -> one.kind() == FactKind.REFUNDED));
        assertThat(gateway.refund(request)).isInstanceOf(RefundAnswer.Refunded.class);
        assertThat(statement()).filteredOn(line -> line.startsWith("REFUND,")).hasSize(1);
    }

    @Test
    void a_refund_whose_callback_is_lost_is_found_by_asking_again() throws Exception {
        var transaction = paid();
        faults("{\"loseRefundCallbacks\":true,\"refundAfterMs\":1}");
        var request = refund(transaction, 20_000);
        assertThat(gateway.refund(request)).isInstanceOf(RefundAnswer.Accepted.class);
        await().until(() -> gateway.refund(request) instanceof RefundAnswer.Refunded);
        assertThat(get("/control/stats")).contains("\"pending\":0");
        assertThat(told).noneMatch(one -> one.kind() == FactKind.REFUNDED);
    }

    @Test
    void differences_are_planted_in_the_statement_and_its_trailer_fits() throws Exception {
        var transaction = paid();
        gateway.refund(refund(transaction, 20_000));
        assertThat(statement()).hasSize(4).last().isEqualTo("TRAILER,2,,,,7000,162,");
        var plant = "/control/statements/" + today();
        post(
                plant,
                """
                {"change":[{"paymentNo":"%s","minor":26000}],"omit":["R0123456789ABCDEF"],
                 "add":[{"paymentNo":"P9","transactionId":"sbx_9","currency":"CNY","minor":500},
                        {"paymentNo":"P9","refundNo":"F9","transactionId":"sbx_10",
                         "currency":"CNY","minor":100}]}
                """
                        .formatted(NO));
        var lines = statement();
        assertThat(lines.get(1)).startsWith("PAYMENT," + NO + ",," + transaction + ",CNY,26000,");
        assertThat(lines.get(2)).isEqualTo("PAYMENT,P9,,sbx_9,CNY,500,3," + today() + "T12:00:00Z");
        assertThat(lines.get(3)).startsWith("REFUND,P9,F9,sbx_10,CNY,-100,0,");
        assertThat(lines.getLast()).isEqualTo("TRAILER,3,,,,26400,159,");
        post(plant, "{\"notReady\":true}");
        assertThat(gateway.statement(today(), directory.resolve("none.csv")))
                .isEqualTo(new StatementAnswer.NotReady());
        post(plant, "");
        assertThat(statement()).hasSize(4);
        assertThat(post(plant, "{\"add\":[{}]}").statusCode()).isEqualTo(400);
        assertThat(post("/control/statements/yesterday", "").statusCode()).isEqualTo(400);
    }

    @Test
    void what_a_spreadsheet_a_dashboard_and_an_unknown_word_do_to_a_file_can_be_planted()
            throws Exception {
        gateway.refund(refund(paid(), 20_000));
        var plant = "/control/statements/" + today();
        post(
                plant,
                """
                {"change":[{"paymentNo":"%s","transactionId":"4.2E+27"},
                           {"refundNo":"R0123456789ABCDEF","gatewayRefundNo":"re_42"}],
                 "add":[{"kind":"CHARGEBACK_FEE","currency":"CNY","minor":-1500}]}
                """
                        .formatted(NO));
        var lines = statement();
        assertThat(lines.get(1)).startsWith("PAYMENT," + NO + ",,4.2E+27,CNY,27000,");
        assertThat(lines.get(2)).startsWith("REFUND," + NO + ",re_42,").contains(",CNY,-20000,");
        assertThat(lines.get(3))
                .isEqualTo("CHARGEBACK_FEE,,,,CNY,-1500,0," + today() + "T12:00:00Z");
        assertThat(lines.getLast()).isEqualTo("TRAILER,3,,,,5500,162,");
        for (var wrong :
                List.of(
                        "{\"change\":[{\"paymentNo\":\"P1\"}]}",
                        "{\"change\":[{\"minor\":1}]}",
                        "{\"add\":[{\"kind\":\"A,B\",\"currency\":\"CNY\",\"minor\":1}]}",
                        "{\"add\":[{\"kind\":\"FEE\",\"currency\":\"CNY\"}]}")) {
            assertThat(post(plant, wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        post(plant, "");
    }

    @Test
    void a_refund_of_its_own_dashboard_can_be_told_before_the_success_it_takes_back()
            throws Exception {
        create();
        happens("pay", "{\"lose\":true}");
        happens("refunds", "{\"refundNo\":\"dash-1\",\"outOfOrder\":true}");
        await().until(() -> told.size() == 2);
        assertThat(told)
                .extracting(PaymentFact::kind)
                .containsExactly(FactKind.REFUNDED, FactKind.PAID);
        assertThat(told.element().refundNo()).isEqualTo("dash-1");
        // Asking tells of the payment as ever.
        assertThat(gateway.query(NO)).isInstanceOf(QueryAnswer.Known.class);
    }

    @Test
    void a_refund_that_the_bank_returns_is_a_fact_and_asked_again_a_refusal() throws Exception {
        var transaction = paid();
        var request = refund(transaction, 20_000);
        gateway.refund(request);
        happens("refunds/" + request.refundNo() + "/fail", "{\"outOfOrder\":true}");
        await().until(() -> told(FactKind.REFUND_RETURNED).size() == 1);
        var returned = told(FactKind.REFUND_RETURNED).getFirst();
        assertThat(returned.refundNo()).isEqualTo(request.refundNo().value());
        assertThat(returned.money()).isEqualTo(Money.of("CNY", 20_000));
        assertThat(gateway.refund(request)).isInstanceOf(RefundAnswer.Refused.class);
        var again =
                new RefundRequest(
                        NO,
                        transaction,
                        new RefundNo("R0000000000000002"),
                        Money.of("CNY", 27_000),
                        "once more");
        assertThat(gateway.refund(again)).isInstanceOf(RefundAnswer.Refunded.class);
    }

    @Test
    void a_dispute_is_opened_and_lost_and_its_money_cannot_be_refunded() throws Exception {
        var transaction = paid();
        happens("dispute", "{\"disputeNo\":\"D-1\"}");
        assertThat(gateway.refund(refund(transaction, 1))).isInstanceOf(RefundAnswer.Refused.class);
        happens("dispute/lost", "{\"callbacks\":2}");
        await().until(() -> told(FactKind.DISPUTE_LOST).size() == 2);
        for (var kind : List.of(FactKind.DISPUTE_OPENED, FactKind.DISPUTE_LOST)) {
            var fact = told(kind).getFirst();
            assertThat(fact.disputeNo()).isEqualTo("D-1");
            assertThat(fact.transactionId()).isEqualTo(transaction);
            assertThat(fact.money()).isEqualTo(PRICE);
        }
        assertThat(statement()).anyMatch(line -> line.startsWith("REFUND," + NO + ",D-1,"));
        assertThat(gateway.refund(refund(transaction, 1))).isInstanceOf(RefundAnswer.Refused.class);
    }

    @Test
    void another_amount_is_the_same_fact_in_the_callback_and_in_the_answer() throws Exception {
        create();
        happens("pay", "{\"minor\":26999}");
        await().until(() -> told.size() == 1);
        assertThat(told.element().money()).isEqualTo(Money.of("CNY", 26_999));
        assertThat(gateway.query(NO))
                .isInstanceOfSatisfying(
                        QueryAnswer.Known.class,
                        known -> {
                            assertThat(known.fact().messageId())
                                    .isEqualTo(told.element().messageId());
                            assertThat(known.fact().fingerprint())
                                    .isEqualTo(told.element().fingerprint());
                        });
    }

    private List<PaymentFact> told(FactKind kind) {
        return told.stream().filter(fact -> fact.kind() == kind).toList();
    }

    private void happens(String what, String body) throws Exception {
        var answer = post("/control/payments/" + NO + "/" + what, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private TransactionId paid() throws Exception {
        create();
        post("/control/payments/" + NO + "/pay", "");
        return gateway.query(NO) instanceof QueryAnswer.Known(var fact)
                        && fact.transactionId() != null
                ? fact.transactionId()
                : new TransactionId("none");
    }

    private static RefundRequest refund(TransactionId transaction, long minor) {
        return new RefundRequest(NO, transaction, REFUND, Money.of("CNY", minor), "for a test");
    }

    private CreateAnswer create() {
        var url = URI.create("http://127.0.0.1:" + shop.getAddress().getPort() + "/callbacks");
        return gateway.create(new CreateRequest(NO, PRICE, url, "a card", null));
    }

    private FactKind closed() {
        var answer = gateway.close(NO, PRICE);
        return answer instanceof CloseAnswer.Known(var fact) ? fact.kind() : FactKind.PENDING;
    }

    private List<String> statement() throws IOException {
        var file = directory.resolve("statement.csv");
        assertThat(gateway.statement(today(), file)).isInstanceOf(StatementAnswer.Fetched.class);
        return Files.readAllLines(file);
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(CLOCK.instant(), ZoneOffset.UTC);
    }

    private void faults(String body) throws Exception {
        assertThat(post("/control/faults", body).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return HTTP.send(
                request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private String get(String path) throws Exception {
        return HTTP.send(request(path).build(), BodyHandlers.ofString()).body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandbox.port() + path));
    }

    private SandboxClient gateway() {
        return SandboxAccount.client(sandbox.port(), KEY, CLOCK);
    }
}
