package dev.consign.broker.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.codec.DecodedFact.Undecodable;
import dev.consign.id.GatewayCode;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactCodecTest {
    private static final PaymentFact REFUND =
            new PaymentFact(
                    new GatewayCode("sandbox"),
                    "M1",
                    new PaymentNo("P0123456789ABCDEF"),
                    FactKind.REFUNDED,
                    Money.of("CNY", 27_000),
                    new TransactionId("sbx_1"),
                    "R1",
                    Instant.parse("2026-11-20T09:59:58.500Z"),
                    FactSource.CALLBACK);

    /// Messages of the last release are still in the queue when the next one starts: a change here
    /// needs a new schema version, and a reader of both.
    private static final String GOLDEN =
            """
            {"schema":1,"type":"PAYMENT_FACT","gateway":"sandbox","merchant":"M1",\
            "paymentNo":"P0123456789ABCDEF","kind":"REFUNDED",\
            "amount":{"currency":"CNY","minor":27000},"transactionId":"sbx_1","refundNo":"R1",\
            "occurredAt":"2026-11-20T09:59:58.500Z","source":"CALLBACK",\
            "messageId":"sandbox:P0123456789ABCDEF/R1:REFUNDED"}\
            """;

    @Test
    void the_text_of_a_fact_does_not_change() {
        assertThat(FactCodec.encode(REFUND)).isEqualTo(GOLDEN);
        assertThat(FactCodec.decode(GOLDEN)).isEqualTo(new DecodedFact.Fact(REFUND));
    }

    @Test
    void what_a_fact_has_not_is_not_written() {
        var pending = fact(FactKind.PENDING, null, null, FactSource.QUERY, new Random(1));
        assertThat(FactCodec.encode(pending)).doesNotContain("transactionId", "refundNo", "null");
    }

    @Test
    void every_fact_comes_back_as_it_was() {
        var random = new Random(20_261_120L);
        for (var round = 0; round < 5_000; round++) {
            var kind = any(random, FactKind.values());
            var source = any(random, FactSource.values());
            var moved = kind == FactKind.PAID || kind == FactKind.REFUNDED || random.nextBoolean();
            var fact =
                    fact(
                            kind,
                            moved ? new TransactionId(printable(random, 64)) : null,
                            kind == FactKind.REFUNDED || kind == FactKind.REFUND_RETURNED
                                    ? printable(random, 64)
                                    : null,
                            source,
                            random);
            assertThat(FactCodec.decode(FactCodec.encode(fact)))
                    .isEqualTo(new DecodedFact.Fact(fact));
        }
    }

    @Test
    void fields_of_a_newer_release_are_let_be() {
        var newer = GOLDEN.replace("{\"schema\"", "{\"trace\":{\"a\":[1.5,null]},\"schema\"");
        assertThat(FactCodec.decode(newer)).isEqualTo(new DecodedFact.Fact(REFUND));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "schema":1            | "schema":2               | UNKNOWN_SCHEMA | schema is not 1
                    "schema":1            | "schema":"1"             | UNKNOWN_SCHEMA | schema is not 1
                    "schema":1            | "schema":1.0             | UNKNOWN_SCHEMA | schema is not 1
                    "schema":1            | "schema":99999999999     | UNKNOWN_SCHEMA | schema is not 1
                    "schema":1,           |                          | UNKNOWN_SCHEMA | schema is not 1
                    PAYMENT_FACT          | NOTIFICATION             | WRONG_TYPE     | type is not PAYMENT_FACT
                    PAYMENT_FACT          | payment_fact             | WRONG_TYPE     | type is not PAYMENT_FACT
                    "type"                | "kind_"                  | WRONG_TYPE     | type is not PAYMENT_FACT
                    "gateway"             | "gate"                   | BAD_FIELD      | gateway is missing
                    "sandbox",            | "Sandbox",               | BAD_FIELD      | gateway has not the right form
                    "M1"                  | ""                       | BAD_FIELD      | merchant has not the right form
                    "M1"                  | null                     | BAD_FIELD      | merchant is missing
                    P0123456789ABCDEF     | P'1                      | BAD_FIELD      | paymentNo has not the right form
                    "REFUNDED",           | "GONE",                  | BAD_FIELD      | kind has not the right form
                    "REFUNDED",           | 4,                       | BAD_FIELD      | kind is not a text
                    "REFUNDED",           | "PAID",                  | BAD_FIELD      | messageId is not the name
                    "CNY"                 | "cny"                    | BAD_FIELD      | amount.currency has not
                    27000                 | 270.0                    | BAD_FIELD      | amount.minor is not a whole
                    27000                 | -1                       | BAD_FIELD      | amount.minor is not a whole
                    27000                 | 9223372036854775808      | BAD_FIELD      | amount.minor is not a whole
                    27000                 | "27000"                  | BAD_FIELD      | amount.minor is not a whole
                    {"currency":"CNY","minor":27000} | 27000         | BAD_FIELD      | amount is not an object
                    "transactionId":"sbx_1", |                       | BAD_FIELD      | transactionId is missing
                    "R1"                  | "R2"                     | BAD_FIELD      | messageId is not the name
                    "sbx_1"               | "sbx 1"                  | BAD_FIELD      | transactionId has not
                    "R1"                  | "R 1"                    | BAD_FIELD      | refundNo has not
                    2026-11-20T           | 2026-11-20               | BAD_FIELD      | occurredAt has not
                    2026-11-20T           | -2026-11-20T             | BAD_FIELD      | occurredAt has not
                    "CALLBACK"            | "RUMOUR"                 | BAD_FIELD      | source has not
                    "messageId"           | "id"                     | BAD_FIELD      | messageId is missing
                    "merchant"            | "gateway":"x","merchant" | BAD_JSON       | not strict JSON
                    {"schema"             | [{"schema"               | BAD_JSON       | not strict JSON
                    "}                    | "}}                      | BAD_JSON       | not strict JSON
                    "}                    | "                        | BAD_JSON       | not strict JSON
                    """)
    void a_bad_body_is_a_value_with_its_cause(
            String text, @Nullable String instead, String cause, String detail) {
        var body = GOLDEN.replace(text, instead == null ? "" : instead);
        assertThat(body).isNotEqualTo(GOLDEN);
        assertThat(FactCodec.decode(body))
                .isInstanceOfSatisfying(
                        Undecodable.class,
                        bad -> {
                            assertThat(bad.cause()).isEqualTo(cause);
                            assertThat(bad.detail()).contains(detail);
                        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "null", "1", "\"x\"", "[]", "hello", "\u0000", "{\"a\":'b'}"})
    void what_is_no_object_is_bad_json(@Nullable String body) {
        assertThat(cause(body)).isEqualTo("BAD_JSON");
    }

    @Test
    void size_and_depth_have_limits() {
        assertThat(cause("[".repeat(60_000))).isEqualTo("BAD_JSON");
        assertThat(cause("{\"a\":".repeat(10_000))).isEqualTo("BAD_JSON");
        assertThat(cause("{\"a\":" + "9".repeat(60_000) + "}")).isEqualTo("BAD_JSON");
        var room = 64 * 1024 - GOLDEN.length();
        assertThat(cause(GOLDEN + " ".repeat(room))).isEqualTo("none");
        assertThat(cause(GOLDEN + " ".repeat(room + 1))).isEqualTo("TOO_LARGE");
        assertThat(cause("{\"a\":\"" + "\u5bc4".repeat(22_000) + "\"}")).isEqualTo("TOO_LARGE");
    }

    @Test
    void a_cut_or_changed_body_never_throws() {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++) {
            var text = new StringBuilder(GOLDEN);
            for (var edits = 1 + random.nextInt(3); edits > 0; edits--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x180));
            }
            text.setLength(random.nextInt(text.length() + 1));
            assertThat(FactCodec.decode(text.toString())).isNotNull();
        }
    }

    @SafeVarargs
    private static <T> T any(Random random, T... of) {
        return of[random.nextInt(of.length)];
    }

    private static String cause(@Nullable String body) {
        return FactCodec.decode(body) instanceof Undecodable(var cause, _) ? cause : "none";
    }

    private static PaymentFact fact(
            FactKind kind,
            @Nullable TransactionId transaction,
            @Nullable String refundNo,
            FactSource source,
            Random random) {
        return new PaymentFact(
                new GatewayCode("g" + random.nextInt(1_000)),
                printable(random, 64),
                new PaymentNo("P" + random.nextInt(1_000_000)),
                kind,
                Money.of(random.nextBoolean() ? "CNY" : "JPY", random.nextLong(Long.MAX_VALUE)),
                transaction,
                refundNo,
                kind.name().startsWith("DISPUTE") && random.nextBoolean()
                        ? printable(random, 64)
                        : null,
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1 << 29)),
                source);
    }

    private static String printable(Random random, int longest) {
        var text = new StringBuilder();
        for (var left = 1 + random.nextInt(longest); left > 0; left--) {
            text.append((char) (0x21 + random.nextInt(0x7e - 0x20)));
        }
        return text.toString();
    }
}
