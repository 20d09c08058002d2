package dev.consign.broker.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MentionTest {
    private static final String NUMBERS =
            "\"kind\":\"PAID\",\"orderNo\":\"O00000000000000A1\",\"paymentNo\":\"P00000000000000A1\",\"transactionId\":\"t-1\","
                    + "\"amount\":{\"currency\":\"CNY\",\"minor\":27000}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":99,\"type\":\"PAYMENT_FACT\",%s}",
                "{\"schema\":1,\"type\":\"NEVER_HEARD_OF\",%s}",
                "{\"schema\":1,\"type\":\"PAYMENT_FACT\",%s,\"occurredAt\":\"yesterday\"}",
                "{\"schema\":2,\"data\":{\"fact\":{%s}}}",
                "[{%s}]",
                "{\"memo\":{\"kind\":\"CLOSED\",\"paymentNo\":\"P2\",\"amount\":{\"currency\":\"EUR\",\"minor\":1}},%s}",
                "{%s,\"cut\":[1,2",
                "{%s} and more",
                "{%s,\"kind\":\"FAILED\",\"paymentNo\":\"P00000000000000B2\",\"transactionId\":\"t-2\"}",
            })
    void what_a_body_names_is_found_whatever_is_wrong_with_it(String template) {
        var body = template.formatted(NUMBERS);
        var expected =
                new Mention(
                        "PAID",
                        new OrderNo("O00000000000000A1"),
                        new PaymentNo("P00000000000000A1"),
                        new TransactionId("t-1"),
                        Money.of("CNY", 27_000));
        assertThat(Mention.in(body)).isEqualTo(expected);
        assertThat(Mention.in(body.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "not json",
                "{\"orderNo\":7,\"paymentNo\":\"' OR 1=1\",\"transactionId\":\"\",\"kind\":\"<b>\"}",
                "{\"amount\":27000}",
                "{\"amount\":{\"currency\":\"???\",\"minor\":1}}",
                "{\"amount\":{\"currency\":\"CNY\",\"minor\":-1}}",
                "{\"amount\":{\"currency\":\"CNY\",\"minor\":1.5}}",
                "{\"amount\":{\"currency\":\"CNY\",\"minor\":99999999999999999999}}",
                "{\"currency\":\"CNY\",\"minor\":1}",
            })
    void what_has_not_the_shape_of_its_name_is_not_taken_for_one(String body) {
        assertThat(Mention.in(body)).isEqualTo(Mention.NOTHING);
    }

    @Test
    void a_body_that_is_too_large_says_nothing() {
        var body = "{%s,\"memo\":\"%s\"}".formatted(NUMBERS, "x".repeat(64 * 1024));
        assertThat(Mention.in(body)).isEqualTo(Mention.NOTHING);
    }

    @Test
    void no_body_makes_it_fail() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var whole = "{\"schema\":99,%s,\"deep\":[[[{}]]]}".formatted(NUMBERS);
        for (var i = 0; i < 20_000; i++) {
            var bytes = whole.getBytes(StandardCharsets.UTF_8);
            for (var flaws = random.nextInt(1, 4); flaws > 0; flaws--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(Mention.in(bytes)).as("seed %d", seed).isNotNull();
        }
        assertThat(Mention.in("[".repeat(10_000))).isEqualTo(Mention.NOTHING);
    }
}
