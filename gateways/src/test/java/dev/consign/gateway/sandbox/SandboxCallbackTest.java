package dev.consign.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.gateway.CallbackReading;
import dev.consign.gateway.CallbackReading.Facts;
import dev.consign.gateway.CallbackReading.Forged;
import dev.consign.gateway.CallbackReading.Unreadable;
import dev.consign.gateway.CallbackRequest;
import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxCallbackTest {
    private static final Secret SECRET = Signed.secret(7, 32);
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final String PAID =
            """
            {"type":"payment.paid","timestamp":"2026-11-20T10:00:00Z","data":{\
            "paymentNo":"P0123456789ABCDEF","transactionId":"sbx_1",\
            "amount":{"currency":"CNY","minor":27000},\
            "occurredAt":"2026-11-20T09:59:58.5Z","memo":"for Ann"}}\
            """;

    private final SandboxGateway gateway =
            new SandboxGateway(
                    new SandboxSettings(
                            URI.create("http://127.0.0.1:9"),
                            new Secret("key"),
                            List.of(SECRET),
                            "M1",
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(1),
                            new SandboxSettings.StatementLimits(1_000, Duration.ofSeconds(1)),
                            Duration.ofMinutes(5)),
                    InstantSource.fixed(NOW));

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void money_that_came_is_read_as_paid() {
        assertThat(read(PAID))
                .isEqualTo(
                        new Facts(
                                List.of(
                                        new PaymentFact(
                                                new GatewayCode("sandbox"),
                                                "M1",
                                                new PaymentNo("P0123456789ABCDEF"),
                                                FactKind.PAID,
                                                Money.of("CNY", 27_000),
                                                new TransactionId("sbx_1"),
                                                null,
                                                Instant.parse("2026-11-20T09:59:58.5Z"),
                                                FactSource.CALLBACK))));
    }

    @ParameterizedTest
    @CsvSource({"payment.pending, PENDING", "payment.failed, FAILED", "payment.closed, CLOSED"})
    void what_moved_no_money_needs_no_transaction(String type, FactKind kind) {
        var fact =
                fact(
                        PAID.replace("payment.paid", type)
                                .replace("\"transactionId\":\"sbx_1\",", ""));
        assertThat(fact.kind()).isEqualTo(kind);
        assertThat(fact.transactionId()).isNull();
        assertThat(fact.money()).isEqualTo(Money.of("CNY", 27_000));
    }

    @Test
    void a_refund_names_the_money_that_went_back() {
        var nameless = PAID.replace("payment.paid", "payment.refunded");
        assertThat(read(nameless))
                .isEqualTo(new Unreadable("missing_field", "data.refundNo is missing"));
        var fact = fact(nameless.replace("\"memo\"", "\"refundNo\":\"R-1\",\"memo\""));
        assertThat(fact.kind()).isEqualTo(FactKind.REFUNDED);
        assertThat(fact.refundNo()).isEqualTo("R-1");
    }

    @Test
    void money_for_a_payment_we_never_made_is_a_fact_all_the_same() {
        for (var paymentNo : List.of("X", "unknown-1_2", "p0123456789abcdef", "9".repeat(32))) {
            assertThat(fact(PAID.replace("P0123456789ABCDEF", paymentNo)).paymentNo())
                    .hasToString(paymentNo);
        }
    }

    @Test
    void fields_we_do_not_know_and_the_memo_change_nothing() {
        var more = PAID.replace("\"memo\":\"for Ann\"", "\"memo\":{\"x\":[1.5,null]},\"new\":true");
        assertThat(fact(more)).isEqualTo(fact(PAID));
        assertThat(fact(PAID.replace("{\"type\"", "{\"v\":1e400,\"type\""))).isEqualTo(fact(PAID));
    }

    @Test
    void a_forgery_is_no_reading() {
        var callback = Signed.with(SECRET, NOW.getEpochSecond(), PAID);
        assertThat(gateway.read(callback.body(PAID.replace("27000", "1")).request(), NOW))
                .isEqualTo(new Forged("wrong_signature"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "minor":27000           | "minor":270.00              | bad_field     | data.amount.minor is not a whole number
                    "minor":27000           | "minor":2.7e4               | bad_field     | data.amount.minor is not a whole number
                    "minor":27000           | "minor":"27000"             | bad_field     | data.amount.minor is not a whole number
                    "minor":27000           | "minor":true                | bad_field     | data.amount.minor is not a whole number
                    "minor":27000           | "minor":-1                  | bad_field     | data.amount.minor is negative or too large
                    "minor":27000           | "minor":9223372036854775808 | bad_field     | data.amount.minor is negative or too large
                    "minor":27000           | "minor":null                | missing_field | data.amount.minor is missing
                    "minor":27000           | "cents":27000               | missing_field | data.amount.minor is missing
                    "minor":27000           | "minor":1,"minor":27000     | bad_json      |
                    "minor":27000           | "minor":027000              | bad_json      |
                    "minor":27000           | "minor":NaN                 | bad_json      |
                    "CNY"                   | "cny"                       | bad_field     | data.amount.currency has not the right form
                    "CNY"                   | "ZZZ"                       | bad_field     | data.amount.currency has not the right form
                    "CNY"                   | ""                          | bad_field     | data.amount.currency has not the right form
                    "CNY"                   | 156                         | bad_field     | data.amount.currency is not a text
                    "amount":{              | "sum":{                     | missing_field | data.amount is missing
                    payment.paid            | payment.paused              | unknown_type  | type is none that we know
                    payment.paid            | PAYMENT.PAID                | unknown_type  | type is none that we know
                    "payment.paid"          | 1                           | bad_field     | type is not a text
                    "type":                 | "kind":                     | missing_field | type is missing
                    "data":                 | "date":                     | missing_field | data is missing
                    "data":{                | "data":"x","more":{         | bad_field     | data is not an object
                    "paymentNo"             | "number"                    | missing_field | data.paymentNo is missing
                    P0123456789ABCDEF       | P 1                         | bad_field     | data.paymentNo has not the right form
                    P0123456789ABCDEF       | P0123456789ABCDEF0123456789ABCDEF | bad_field | data.paymentNo has not the right form
                    "P0123456789ABCDEF"     | ""                          | bad_field     | data.paymentNo has not the right form
                    "transactionId"         | "transaction"               | missing_field | data.transactionId is missing
                    "sbx_1"                 | ""                          | bad_field     | data.transactionId has not the right form
                    "sbx_1"                 | "sbx 1"                     | bad_field     | data.transactionId has not the right form
                    "occurredAt"            | "at"                        | missing_field | data.occurredAt is missing
                    2026-11-20T09:59:58.5Z  | 2026-11-20 09:59:58         | bad_field     | data.occurredAt has not the right form
                    2026-11-20T09:59:58.5Z  | 2026-11-20T09:59:58         | bad_field     | data.occurredAt has not the right form
                    2026-11-20T09:59:58.5Z  | +99999-11-20T09:59:58Z      | bad_field     | data.occurredAt has not the right form
                    2026-11-20T09:59:58.5Z  | 1969-12-31T23:59:59Z        | bad_field     | data.occurredAt has not the right form
                    "2026-11-20T09:59:58.5Z"| 1795000000                  | bad_field     | data.occurredAt is not a text
                    for Ann"}}              | for Ann"}} {}               | bad_json      |
                    for Ann"}}              | for Ann"}                   | bad_json      |
                    for Ann"}}              | for Ann"},"x":1 /* y */}    | bad_json      |
                    {"type"                 | [{"type"                    | bad_json      |
                    {"type"                 | \ufeff{"type"               | bad_json      |
                    """)
    void what_does_not_say_what_it_should_is_unreadable(
            String text, String instead, String reason, String detail) {
        var body = PAID.replace(text, instead.replace("\\ufeff", "\ufeff"));
        assertThat(body).isNotEqualTo(PAID);
        assertThat(read(body))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable -> {
                            assertThat(unreadable.reason()).isEqualTo(reason);
                            assertThat(unreadable.detail())
                                    .contains(detail == null ? "strict JSON" : detail)
                                    .doesNotContain("Ann");
                        });
    }

    @Test
    void no_size_depth_or_encoding_breaks_the_reader() {
        assertThat(reason("null")).isEqualTo("bad_json");
        assertThat(reason("[]")).isEqualTo("bad_json");
        assertThat(reason(" ")).isEqualTo("bad_json");
        assertThat(reason("[".repeat(60_000))).isEqualTo("bad_json");
        assertThat(reason("{\"a\":".repeat(10_000))).isEqualTo("bad_json");
        assertThat(reason("{\"a\":" + "9".repeat(60_000) + "}")).isEqualTo("bad_json");
        assertThat(reason(PAID + " ".repeat(70_000))).isEqualTo("too_large");
        assertThat(gateway.read(signedBytes(new byte[] {'{', (byte) 0xc3, '}'}), NOW))
                .isEqualTo(new Unreadable("bad_encoding", "the body is not UTF-8"));
    }

    @Test
    void it_answers_in_the_way_of_this_gateway() {
        assertThat(gateway.received().status()).isEqualTo(200);
        assertThat(gateway.received().body()).isEqualTo("{\"received\":true}");
        var again = gateway.sendAgain(Duration.ofSeconds(5));
        assertThat(again.status()).isEqualTo(503);
        assertThat(again.retryAfter()).isEqualTo(Duration.ofSeconds(5));
    }

    private String reason(String body) {
        return read(body) instanceof Unreadable(var reason, _) ? reason : "none";
    }

    private PaymentFact fact(String body) {
        return read(body) instanceof Facts(var facts) ? facts.getFirst() : failed(body);
    }

    private PaymentFact failed(String body) {
        throw new AssertionError(read(body) + " of " + body);
    }

    private CallbackReading read(String body) {
        return gateway.read(Signed.with(SECRET, NOW.getEpochSecond(), body).request(), NOW);
    }

    /// Signed by hand: the library signs text only, and these bytes are none.
    private static CallbackRequest signedBytes(byte[] body) {
        var latin = new String(body, StandardCharsets.ISO_8859_1);
        var time = Long.toString(NOW.getEpochSecond());
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(WebhookSignature.key(SECRET));
            var text = (Signed.ID + "." + time + "." + latin);
            var code = mac.doFinal(text.getBytes(StandardCharsets.ISO_8859_1));
            var signature = "v1," + Base64.getEncoder().encodeToString(code);
            return new Signed(Signed.ID, time, signature, body).request();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
