package dev.consign.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.consign.gateway.CallbackReading.Facts;
import dev.consign.gateway.CreateAnswer;
import dev.consign.gateway.CreateRequest;
import dev.consign.gateway.QueryAnswer;
import dev.consign.gateway.QueryAnswer.Known;
import dev.consign.gateway.QueryAnswer.NotFound;
import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxCallsTest {
    private static final Secret SECRET = Signed.secret(5, 32);
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final PaymentNo NO = new PaymentNo("P0123456789ABCDEF");
    private static final Money PRICE = Money.of("CNY", 27_000);
    private static final URI NOTIFY =
            URI.create("http://127.0.0.1:8080/gateways/sandbox/callbacks");
    private static final String CREATED =
            """
            {"paymentNo":"P0123456789ABCDEF","status":"PENDING","payUrl":"http://pay.test/1"}\
            """;
    private static final String PAID =
            """
            {"paymentNo":"P0123456789ABCDEF","status":"PAID",\
            "amount":{"currency":"CNY","minor":27000},"transactionId":"sbx_1",\
            "paidAt":"2026-11-20T09:59:00Z","refunds":[{"refundNo":"R1"}]}\
            """;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private SandboxClient gateway;
    private volatile int status = 200;
    private volatile String body = "";
    private volatile Trouble trouble = Trouble.NONE;
    private volatile String heard = "";

    enum Trouble {
        NONE,
        SILENCE,
        DRIP,
        CUT,
        CUT_IN_BODY,
        FLOOD
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/base/", this::answer);
        server.start();
        gateway = gateway(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        over.countDown();
        gateway.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void a_payment_is_asked_for_with_our_key_and_in_minor_units() {
        status = 201;
        body = CREATED;
        assertThat(create()).isEqualTo(new CreateAnswer.Created(URI.create("http://pay.test/1")));
        assertThat(heard)
                .startsWith("POST /base/payments Bearer key-1 ")
                .contains(
                        "\"paymentNo\":\"P0123456789ABCDEF\"",
                        "\"currency\":\"CNY\"",
                        "\"minor\":27000",
                        "\"notifyUrl\":\"" + NOTIFY + "\"",
                        "\"subject\":\"Card \\\"A\\\"\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void only_a_definite_no_is_a_refusal(int refusal) {
        status = refusal;
        assertThat(create()).isInstanceOf(CreateAnswer.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 204, 302, 401, 403, 405, 408, 409, 413, 429, 500, 502, 503, 504})
    void any_other_status_leaves_a_creation_unclear(int unclear) {
        status = unclear;
        assertThat(create()).isInstanceOf(CreateAnswer.Unclear.class);
        assertThat(query()).isInstanceOf(QueryAnswer.Unclear.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "{\"paymentNo\":\"P0123456789ABCDEF\",\"status\":\"PENDING\"}",
                "{\"paymentNo\":\"P1\",\"status\":\"PENDING\",\"payUrl\":\"http://pay.test/1\"}",
                "{\"paymentNo\":\"P0123456789ABCDEF\",\"status\":\"PAID\",\"payUrl\":\"http://a/1\"}",
                "{\"paymentNo\":\"P0123456789ABCDEF\",\"status\":\"PENDING\",\"payUrl\":\"javascript:1\"}",
                "{\"paymentNo\":\"P0123456789ABCDEF\",\"status\":\"PENDING\",\"payUrl\":\"no url\"}"
            })
    void a_creation_whose_answer_cannot_be_used_is_unclear(String answer) {
        status = 201;
        body = answer;
        assertThat(create()).isInstanceOf(CreateAnswer.Unclear.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void silence_cuts_drips_and_floods_end_in_time_and_are_never_a_failure(Trouble kind) {
        trouble = kind;
        body = PAID;
        var start = System.nanoTime();
        assertThat(create()).isInstanceOf(CreateAnswer.Unclear.class);
        assertThat(query()).isInstanceOf(QueryAnswer.Unclear.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void an_answer_without_end_is_given_up_before_it_fills_the_memory() {
        trouble = Trouble.FLOOD;
        body = PAID;
        assertThat(query()).isEqualTo(new QueryAnswer.Unclear("the call broke: IOException"));
    }

    @Test
    void nobody_there_is_unclear() {
        server.stop(0);
        assertThat(create()).isInstanceOf(CreateAnswer.Unclear.class);
        assertThat(query()).isInstanceOf(QueryAnswer.Unclear.class);
    }

    @Test
    void an_interrupt_is_an_unclear_answer_and_stays_one() {
        trouble = Trouble.SILENCE;
        Thread.currentThread().interrupt();
        assertThat(query()).isInstanceOf(QueryAnswer.Unclear.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_closed_gateway_answers_unclear() {
        gateway.close();
        assertThat(query()).isInstanceOf(QueryAnswer.Unclear.class);
    }

    @Test
    void what_was_paid_is_known_with_refunds_beside_it() {
        body = PAID;
        var fact = known();
        assertThat(fact.kind()).isEqualTo(FactKind.PAID);
        assertThat(fact.source()).isEqualTo(FactSource.QUERY);
        assertThat(fact.money()).isEqualTo(PRICE);
        assertThat(fact.transactionId()).isEqualTo(new TransactionId("sbx_1"));
        assertThat(fact.occurredAt()).isEqualTo("2026-11-20T09:59:00Z");
        assertThat(heard).startsWith("GET /base/payments/P0123456789ABCDEF Bearer key-1");
    }

    /// What stands beside the answer to our question may say what it will, known to us or not.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"refundNo\":\"nobody-asked\",\"status\":\"REFUNDED\"}]",
                "[{\"refundNo\":\"R1\",\"status\":\"WHO_KNOWS\",\"amount\":\"lots\"}]",
                "[{\"refundNo\":null},7,\"x\"]",
                "{\"count\":1}",
                "null",
                "[],\"disputes\":[{\"disputeNo\":\"D1\",\"status\":\"LOST\"}],\"charges\":{}"
            })
    void refunds_that_we_do_not_know_leave_the_answer_as_it_is(String refunds) {
        body = PAID.replace("[{\"refundNo\":\"R1\"}]", refunds);
        assertThat(body).isNotEqualTo(PAID);
        var fact = known();
        body = PAID;
        assertThat(fact).isEqualTo(known());
    }

    @ParameterizedTest
    @CsvSource({"PENDING", "FAILED", "CLOSED", "PAID"})
    void a_callback_and_an_answer_about_one_happening_are_one_fact(FactKind kind) {
        var money = kind == FactKind.PAID ? "\"transactionId\":\"sbx_1\"," : "";
        var common =
                "\"paymentNo\":\"%s\",%s\"amount\":{\"currency\":\"CNY\",\"minor\":27000}"
                        .formatted(NO, money);
        body = "{%s,\"status\":\"%s\",\"refunds\":[]}".formatted(common, kind);
        var asked = known();
        var callback =
                "{\"type\":\"payment.%s\",\"data\":{%s,\"occurredAt\":\"2026-11-20T09:00:00Z\"}}"
                        .formatted(kind.name().toLowerCase(Locale.ROOT), common);
        var request = Signed.with(SECRET, NOW.getEpochSecond(), callback).request();
        var reader =
                new SandboxCallbacks(
                        new GatewayCode("sandbox"),
                        new SandboxCallbackSettings(List.of(SECRET), "M1", Duration.ofMinutes(5)));
        assertThat(reader.read(request, NOW))
                .isInstanceOfSatisfying(
                        Facts.class,
                        facts -> {
                            var told = facts.facts().getFirst();
                            assertThat(told.messageId()).isEqualTo(asked.messageId());
                            assertThat(told.fingerprint()).isEqualTo(asked.fingerprint());
                        });
        assertThat(asked.occurredAt()).isEqualTo(NOW);
    }

    @Test
    void a_payment_the_gateway_never_heard_of_is_not_found() {
        status = 404;
        assertThat(query()).isEqualTo(new NotFound());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "PAID"              | "REFUNDED"     | status is none that we know
                    "PAID"              | "DISPUTED"     | status is none that we know
                    "PAID"              | "PARTIALLY_PAID" | status is none that we know
                    "PAID"              | "paid"         | status is none that we know
                    "CNY"               | "USDT"         | amount.currency has not the right form
                    "PAID"              | 1              | status is not a text
                    "transactionId"     | "id"           | transactionId is missing
                    "amount"            | "sum"          | amount is missing
                    27000               | 270.5          | amount.minor is not a whole number
                    P0123456789ABCDEF   | P2             | the answer is about another payment
                    2026-11-20T09:59:00Z| yesterday      | paidAt has not the right form
                    {"paymentNo"        | "paymentNo"    | the body is not
                    """)
    void an_answer_that_cannot_be_understood_is_unclear(String text, String instead, String why) {
        body = PAID.replace(text, instead);
        assertThat(query())
                .isInstanceOfSatisfying(
                        QueryAnswer.Unclear.class,
                        unclear -> assertThat(unclear.why()).contains(why));
    }

    private CreateAnswer create() {
        return gateway.create(new CreateRequest(NO, PRICE, NOTIFY, "Card \"A\"", null));
    }

    private QueryAnswer query() {
        return gateway.query(NO);
    }

    private PaymentFact known() {
        return query() instanceof Known(var fact) ? fact : failed();
    }

    private PaymentFact failed() {
        throw new AssertionError(query());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            heard =
                    "%s %s %s %s"
                            .formatted(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI(),
                                    exchange.getRequestHeaders().getFirst("Authorization"),
                                    new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            switch (trouble) {
                case NONE -> {
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
                case SILENCE -> untilOver();
                case DRIP -> {
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes, 0, 10);
                    exchange.getResponseBody().flush();
                    untilOver();
                }
                case CUT -> {}
                case CUT_IN_BODY -> {
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes, 0, 10);
                }
                case FLOOD -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody()
                            .write((body + " ".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private void untilOver() {
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static SandboxClient gateway(int port) {
        return new SandboxClient(
                new GatewayCode("sandbox"),
                new SandboxClientSettings(
                        URI.create("http://127.0.0.1:" + port + "/base"),
                        new Secret("key-1"),
                        "M1",
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        new SandboxClientSettings.StatementLimits(1_000, Duration.ofSeconds(1))),
                InstantSource.fixed(NOW));
    }
}
