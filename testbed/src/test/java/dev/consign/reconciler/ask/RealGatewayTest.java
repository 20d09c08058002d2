package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.gateway.sandbox.SandboxClient;
import dev.consign.gateway.sandbox.SandboxClientSettings;
import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.payment.FactKind;
import dev.consign.secret.Secret;
import dev.consign.testbed.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Close and refund tasks against the sandbox program, on good days and bad ones.
class RealGatewayTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String KEY = "key-of-this-test";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir Path directory;

    private final TaskTable table = TaskTable.migrated();
    private final Recorder broker = new Recorder();
    private final AtomicReference<Instant> clock = new AtomicReference<>(TaskTable.NOON);
    private Sandbox sandbox;
    private SandboxClient gateway;
    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(0, directory, KEY, SECRET, InstantSource.system());
        gateway =
                new SandboxClient(
                        new GatewayCode("sandbox"),
                        new SandboxClientSettings(
                                URI.create("http://127.0.0.1:" + sandbox.port()),
                                new Secret(KEY),
                                "consign",
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                new SandboxClientSettings.StatementLimits(
                                        1_000, Duration.ofSeconds(1))),
                        clock::get);
        engine = new Engine(table.open(), clock::get, gateway, Engine.UNLIMITED, broker::send);
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
        gateway.close();
        sandbox.close();
        table.close();
    }

    @Test
    void an_overdue_payment_the_gateway_never_saw_can_not_be_paid_any_more() throws Exception {
        var payment = overdue();
        nextSlot(1);
        assertThat(told()).containsExactly(FactKind.CLOSED);
        assertThat(create(payment)).contains("CLOSED").doesNotContain("payUrl");
    }

    @Test
    void an_overdue_payment_is_closed_once_the_gateway_answers_again() throws Exception {
        var payment = overdue();
        create(payment);
        post("/control/faults", "{\"hang\":true}");
        nextSlot(1);
        assertThat(told()).isEmpty();
        post("/control/faults", "");
        nextSlot(2);
        assertThat(told()).containsExactly(FactKind.CLOSED);
    }

    @Test
    void an_overdue_payment_that_was_paid_is_not_closed() throws Exception {
        var payment = overdue();
        create(payment);
        post("/control/payments/" + payment + "/pay", "{\"lose\":true}");
        nextSlot(1);
        assertThat(told()).containsExactly(FactKind.PAID);
    }

    @Test
    void a_refund_whose_answer_and_callback_are_lost_is_made_once_and_told() throws Exception {
        var refund = paidAndAskedBack();
        post("/control/faults", "{\"hang\":true,\"loseRefundCallbacks\":true}");
        nextSlot(1);
        assertThat(told()).isEmpty();
        post("/control/faults", "");
        nextSlot(2);
        assertThat(told()).containsExactly(FactKind.REFUNDED);
        assertThat(broker.facts().getFirst().refundNo()).isEqualTo(refund.refundNo());
        assertThat(get("/payments/" + refund.payment()).split("\"refundNo\"", -1)).hasSize(2);
    }

    @Test
    void an_accepted_refund_is_told_when_it_is_made() throws Exception {
        var refund = paidAndAskedBack();
        post("/control/faults", "{\"refundAfterMs\":3600000}");
        nextSlot(1);
        assertThat(told()).isEmpty();
        post(
                "/control/payments/%s/refunds/%s/make"
                        .formatted(refund.payment(), refund.refundNo()),
                "");
        nextSlot(2);
        assertThat(told()).containsExactly(FactKind.REFUNDED);
    }

    @Test
    void a_refused_refund_becomes_a_case_with_the_gateways_own_word() throws Exception {
        paidAndAskedBack();
        post("/control/faults", "{\"refuseRefunds\":true}");
        nextSlot(1);
        assertThat(table.text("SELECT CONCAT(status, ' ', last_answer) FROM gateway_task"))
                .isEqualTo("EXHAUSTED the gateway answered 422: refunds_refused");
        assertThat(table.text("SELECT kind FROM case_file")).isEqualTo("REFUND_FAILED");
        assertThat(told()).isEmpty();
    }

    private record Asked(PaymentNo payment, String refundNo) {}

    private Asked paidAndAskedBack() throws Exception {
        var payment = table.payment("UNKNOWN");
        create(payment);
        var paid = post("/control/payments/" + payment + "/pay", "{\"lose\":true}");
        var transaction = paid.replaceAll(".*\"transactionId\":\"([^\"]+)\".*", "$1");
        return new Asked(payment, table.refund("sandbox", payment, transaction).value());
    }

    private PaymentNo overdue() {
        var payment = table.overdue(1, "UNKNOWN").getFirst();
        table.jdbc.update("UPDATE gateway_task SET gateway = 'sandbox'");
        return payment;
    }

    /// Lets the next slot be used, and no further one.
    private void nextSlot(int slot) {
        if (slot == 1) {
            engine.start();
        } else {
            clock.updateAndGet(now -> now.plus(Duration.ofHours(2)));
        }
        await().atMost(LONG).until(() -> table.number("SELECT attempts FROM gateway_task") == slot);
    }

    private List<FactKind> told() {
        return broker.facts().stream().map(fact -> fact.kind()).toList();
    }

    private String create(PaymentNo payment) throws Exception {
        return post(
                "/payments",
                """
                {"paymentNo":"%s","amount":{"currency":"CNY","minor":27000},
                 "notifyUrl":"http://127.0.0.1:1/","subject":"a card"}
                """
                        .formatted(payment));
    }

    private String post(String path, String body) throws Exception {
        var response =
                HTTP.send(
                        request(path).POST(BodyPublishers.ofString(body)).build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).isLessThan(300);
        return response.body();
    }

    private String get(String path) throws Exception {
        return HTTP.send(request(path).build(), BodyHandlers.ofString()).body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandbox.port() + path))
                .header("Authorization", "Bearer " + KEY);
    }
}
