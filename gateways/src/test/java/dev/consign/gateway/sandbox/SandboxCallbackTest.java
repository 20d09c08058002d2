package dev.consign.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.gateway.CallbackReading;
import dev.consign.gateway.CallbackReading.Facts;
import dev.consign.gateway.CallbackReading.Forged;
import dev.consign.gateway.CallbackReading.Said;
import dev.consign.gateway.CallbackReading.Unreadable;
import dev.consign.gateway.CallbackReading.Unrecognised;
import dev.consign.gateway.CallbackRequest;
import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private final SandboxCallbacks gateway =
            new SandboxCallbacks(
                    new GatewayCode("sandbox"),
                    new SandboxCallbackSettings(List.of(SECRET), "M1", Duration.ofMinutes(5)));

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
        assertThat(unrecognised(nameless))
                .isEqualTo(
                        new Unrecognised(
                                Signed.ID,
                                Map.of(
                                        "webhook-id",
                                        Signed.ID,
                                        "webhook-timestamp",
                                        Long.toString(NOW.getEpochSecond()),
                                        "webhook-signature",
                                        "***"),
                                "missing_field",
                                "data.refundNo is missing",
                                new Said(
                                        "payment.refunded",
                                        true,
                                        "P0123456789ABCDEF",
                                        "sbx_1",
                                        null,
                                        "CNY 27000")));
        var fact = fact(nameless.replace("\"memo\"", "\"refundNo\":\"R-1\",\"memo\""));
        assertThat(fact.kind()).isEqualTo(FactKind.REFUNDED);
        assertThat(fact.refundNo()).isEqualTo("R-1");
    }

    @Test
    void a_refund_that_the_bank_returned_names_the_refund_and_no_movement() {
        var failed =
                PAID.replace("payment.paid", "refund.failed")
                        .replace("\"transactionId\":\"sbx_1\"", "\"refundNo\":\"R-1\"");
        var fact = fact(failed);
        assertThat(fact.kind()).isEqualTo(FactKind.REFUND_RETURNED);
        assertThat(fact.refundNo()).isEqualTo("R-1");
        assertThat(fact.transactionId()).isNull();
        assertThat(fact.money()).isEqualTo(Money.of("CNY", 27_000));
        assertThat(unrecognised(failed.replace("\"refundNo\":\"R-1\",", "")).reason())
                .isEqualTo("missing_field");
    }

    @ParameterizedTest
    @CsvSource({
        "payment.disputed, DISPUTE_OPENED",
        "payment.dispute_won, DISPUTE_WON",
        "payment.dispute_lost, DISPUTE_LOST"
    })
    void a_dispute_has_a_number_of_its_own_or_is_named_by_its_payments_transaction(
            String type, FactKind kind) {
        var numbered =
                PAID.replace("payment.paid", type)
                        .replace("\"memo\"", "\"disputeNo\":\"D-1\",\"memo\"");
        assertThat(fact(numbered).kind()).isEqualTo(kind);
        assertThat(fact(numbered).disputeNo()).isEqualTo("D-1");
        assertThat(fact(numbered).number()).isEqualTo("D-1");
        var nameless = fact(numbered.replace("\"disputeNo\":\"D-1\",", ""));
        assertThat(nameless.disputeNo()).isNull();
        assertThat(nameless.number()).isEqualTo("sbx_1");
        var bare = numbered.replace("\"transactionId\":\"sbx_1\",", "");
        assertThat(fact(bare).transactionId()).isNull();
        assertThat(unrecognised(numbered.replace("\"D-1\"", "\"D 1\"")).reason())
                .isEqualTo("bad_field");
        assertThat(unrecognised(numbered.replace("\"D-1\"", "7")).said().ofMoney()).isTrue();
    }

    @Test
    void the_number_of_a_dispute_or_a_refund_is_no_part_of_another_fact() {
        var with = PAID.replace("\"memo\"", "\"disputeNo\":7,\"refundNo\":[],\"memo\"");
        assertThat(fact(with)).isEqualTo(fact(PAID));
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
                    P0123456789ABCDEF       | ORDER-2026/11/29#1          | bad_field     | data.paymentNo has not the right form
                    P0123456789ABCDEF       | \ud800                      | bad_field     | data.paymentNo has not the right form
                    "CNY"                   | "USDT"                      | bad_field     | data.amount.currency has not the right form
                    payment.paid            | payment.settled             | unknown_type  | type is none that we know
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
                    {"type"                 | \ufeff{"type"               | bad_json      |
                    """)
    void what_does_not_say_what_it_should_is_kept_for_a_person(
            String text, String instead, String reason, String detail) {
        var body = PAID.replace(text, instead.replace("\\ufeff", "\ufeff"));
        assertThat(body).isNotEqualTo(PAID);
        var kept = unrecognised(body);
        assertThat(kept.reason()).isEqualTo(reason);
        assertThat(kept.detail())
                .contains(detail == null ? "strict JSON" : detail)
                .doesNotContain("Ann");
        // Whatever is wrong with it, somebody says that money came.
        assertThat(kept.said().ofMoney()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"payment.failed, false", "payment.pending, false", "payment.disputed, true"})
    void only_what_speaks_of_money_is_said_to(String type, boolean ofMoney) {
        var body = PAID.replace("payment.paid", type).replace("\"paymentNo\"", "\"number\"");
        assertThat(unrecognised(body).said().ofMoney()).isEqualTo(ofMoney);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"account.updated\",\"data\":{\"name\":\"x\"}}",
                "{\"type\":\"payment.seen\",\"data\":{\"paymentNo\":\"P0123456789ABCDEF\"}}"
            })
    void what_names_no_amount_and_no_movement_does_not_speak_of_money(String body) {
        assertThat(unrecognised(body).said().ofMoney()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"minor\":270.00",
                "\"minor\":\"27000\"",
                "\"minor\":-1",
                "\"minor\":9223372036854775808",
                "\"minor\":1e400",
                "\"minor\":27000,\"minor\":1"
            })
    void an_amount_is_shown_as_it_was_written(String minor) {
        var said = unrecognised(PAID.replace("\"minor\":27000", minor)).said();
        var written = minor.split(",", 2)[0].replace("\"minor\":", "").replace("\"", "");
        assertThat(said.amount()).isEqualTo("CNY " + written);
        assertThat(said.transactionId()).isEqualTo("sbx_1");
    }

    @Test
    void an_object_is_kept_however_deep_or_large_it_is() {
        var deep = "{\"a\":".repeat(8_000) + "1" + "}".repeat(8_000);
        assertThat(unrecognised(deep).reason()).isEqualTo("bad_json");
        var arrays = PAID.replace("\"for Ann\"", "[".repeat(30_000) + "]".repeat(30_000));
        assertThat(unrecognised(arrays).said().paymentNo()).isEqualTo("P0123456789ABCDEF");
        var number = "{\"amount\":" + "9".repeat(60_000) + "}";
        assertThat(unrecognised(number).said().amount()).hasSize(60_000);
        var name = "{\"" + "a".repeat(60_000) + "\":1,\"amount\":1}";
        assertThat(unrecognised(name).said().amount()).isEqualTo("1");
        var bytes = PAID.getBytes(StandardCharsets.ISO_8859_1);
        bytes[PAID.indexOf("Ann")] = (byte) 0xc3;
        assertThat(gateway.read(signedBytes(bytes), NOW))
                .isInstanceOfSatisfying(
                        Unrecognised.class,
                        kept -> {
                            assertThat(kept.reason()).isEqualTo("bad_encoding");
                            assertThat(kept.said().amount()).isEqualTo("CNY 27000");
                        });
    }

    @Test
    void a_long_memo_and_half_a_pair_in_it_change_nothing() {
        assertThat(fact(PAID.replace("for Ann", "x".repeat(60_000)))).isEqualTo(fact(PAID));
        assertThat(fact(PAID.replace("for Ann", "\\ud800"))).isEqualTo(fact(PAID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                " ",
                "\"x\"",
                "1",
                "{\"a\":027}",
                "{\"a\":NaN}",
                "{} {}",
                "{\"a\":1",
                "{\"a\":1 /* y */}",
                "[{}]",
                "{'a':1}",
                "a=1&b=2"
            })
    void what_is_no_json_object_is_unreadable(String body) {
        assertThat(reason(body)).isEqualTo("bad_json");
    }

    @Test
    void no_size_or_depth_breaks_the_reader() {
        assertThat(reason("[".repeat(60_000))).isEqualTo("bad_json");
        assertThat(reason("{\"a\":".repeat(10_000))).isEqualTo("bad_json");
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

    private Unrecognised unrecognised(String body) {
        if (read(body) instanceof Unrecognised kept) {
            return kept;
        }
        throw failed(body);
    }

    private String reason(String body) {
        return read(body) instanceof Unreadable(var reason, _) ? reason : "none";
    }

    private PaymentFact fact(String body) {
        if (read(body) instanceof Facts(var facts)) {
            return facts.getFirst();
        }
        throw failed(body);
    }

    private AssertionError failed(String body) {
        return new AssertionError(read(body) + " of " + body);
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
