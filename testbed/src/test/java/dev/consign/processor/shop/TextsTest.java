package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A text means one thing to everybody who reads it, or is not taken.
class TextsTest {
    private static final ShopServer SHOP = new ShopServer();

    /// Every text that a route takes; the field is the one that has the placeholder.
    private static final List<Field> FIELDS =
            List.of(
                    new Field("shop", "/api/consignors", "{\"name\":\"%s\",\"commissionBps\":1}"),
                    new Field(
                            "shop",
                            "/api/items",
                            "{\"consignorId\":\"C0000000000000001\",\"title\":\"%s\"}"),
                    new Field("shop", "/api/items", "{\"consignorId\":\"%s\"}"),
                    new Field("shop", "/api/items", "{\"kind\":\"%s\"}"),
                    new Field(
                            "shop", "/api/items", "{\"price\":{\"currency\":\"%s\",\"minor\":1}}"),
                    new Field("shop", "/api/items/I0000000000000001/stock", "{\"keys\":[\"%s\"]}"),
                    new Field("shop", "/api/orders", "{\"buyerId\":\"%s\"}"),
                    new Field("shop", "/api/orders", "{\"itemId\":\"%s\"}"),
                    new Field("shop", "/api/orders", "{\"gateway\":\"%s\"}"),
                    new Field(
                            "shop",
                            "/api/orders/O0000000000000001/payments",
                            "{\"gateway\":\"%s\"}"),
                    new Field(
                            "finance",
                            "/api/orders/O0000000000000001/refunds",
                            "{\"amount\":{\"currency\":\"CNY\",\"minor\":1},\"reason\":\"%s\"}"),
                    new Field(
                            "finance",
                            "/api/orders/O0000000000000001/refunds",
                            "{\"paymentNo\":\"%s\"}"),
                    new Field(
                            "finance",
                            "/api/cases/K0000000000000001/resolve",
                            "{\"reason\":\"%s\"}"),
                    new Field(
                            "finance",
                            "/api/cases/K0000000000000001/resolve",
                            "{\"action\":\"%s\"}"),
                    new Field(
                            "finance",
                            "/api/cases/K0000000000000001/resolve",
                            "{\"transactionId\":\"%s\"}"),
                    new Field("finance", "/api/payouts", "{\"businessDate\":\"%s\"}"),
                    new Field("finance", "/api/payouts", "{\"consignorId\":\"%s\"}"),
                    new Field("finance", "/api/reconciliations", "{\"gateway\":\"%s\"}"),
                    new Field("finance", "/api/reconciliations", "{\"businessDate\":\"%s\"}"),
                    new Field(
                            "support",
                            "/api/notifications/N0000000000000001/send-again",
                            "{\"reason\":\"%s\"}"),
                    new Field(
                            "shop",
                            "/api/consignors/C0000000000000001/webhooks",
                            "{\"url\":\"%s\"}"),
                    new Field("shop PUT", "/api/buyers/b/contact", "{\"email\":\"%s\"}"));

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @TestFactory
    Stream<DynamicTest> half_a_character_is_refused_with_field_and_position() {
        return FIELDS.stream()
                .map(field ->
                        DynamicTest.dynamicTest(
                                field.toString(),
                                () -> {
                                    for (var half : List.of("ab\\ud83d", "ab\\udc00\\ud83d")) {
                                        var answer = field.send(half);
                                        assertThat(answer.verdict())
                                                .isEqualTo("400 invalid_request");
                                        assertThat(answer.text("detail"))
                                                .contains(field.name())
                                                .contains("position 2");
                                    }
                                    assertThat(field.send("\\ud83d\\ude00").text("detail"))
                                            .doesNotContain("Unicode");
                                }));
    }

    @TestFactory
    Stream<DynamicTest> what_hides_in_a_name_or_a_reason_is_refused_with_field_and_position() {
        return FIELDS.stream()
                .filter(field -> List.of("name", "title", "reason", "url").contains(field.name()))
                .map(field ->
                        DynamicTest.dynamicTest(
                                field.toString(),
                                () -> {
                                    for (var hidden :
                                            List.of(
                                                    "0000", "0007", "000a", "0085", "00ad", "034f",
                                                    "061c", "180e", "200b", "200d", "202e", "2028",
                                                    "2066", "2060", "3164", "feff", "ffa0")) {
                                        var answer = field.send(" a\\u" + hidden + "b");
                                        assertThat(answer.verdict())
                                                .as(hidden)
                                                .isEqualTo("400 invalid_request");
                                        assertThat(answer.text("detail"))
                                                .as(hidden)
                                                .startsWith(field.name())
                                                .containsIgnoringCase("U+" + hidden)
                                                .contains("position 2");
                                    }
                                    for (var nothing :
                                            List.of("", " ", "\\u00a0", "\\u2800", "\\ufe0f")) {
                                        assertThat(field.send(nothing).text("detail"))
                                                .as(nothing)
                                                .startsWith(field.name() + " must be a text");
                                    }
                                }));
    }

    @Test
    void a_body_in_another_encoding_is_not_guessed() throws Exception {
        var body = "{\"name\":\"caf\u00E9\",\"commissionBps\":1}";
        var latin = post(body.getBytes(StandardCharsets.ISO_8859_1), "application/json");
        assertThat(latin.verdict()).isEqualTo("400 invalid_request");
        assertThat(latin.text("detail")).contains("UTF-8").contains("byte");
        // Half a character in UTF-8, which UTF-8 does not allow.
        var half = "{\"name\":\"caf%\",\"commissionBps\":1}".getBytes(StandardCharsets.US_ASCII);
        var cesu = new byte[half.length + 2];
        System.arraycopy(half, 0, cesu, 0, 12);
        System.arraycopy(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, 0, cesu, 12, 3);
        System.arraycopy(half, 13, cesu, 15, half.length - 13);
        assertThat(post(cesu, "application/json").verdict()).isEqualTo("400 invalid_request");
        for (var charset : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            assertThat(post(body.getBytes(charset), "application/json").verdict())
                    .isEqualTo("400 invalid_request");
        }
        assertThat(
                        post(
                                        body.getBytes(StandardCharsets.UTF_8),
                                        "application/json; charset=utf-8")
                                .verdict())
                .isEqualTo("201");
    }

    private static ShopServer.Answer post(byte[] body, String type) throws Exception {
        return SHOP.send("shop", "POST", "/api/consignors", body, "Content-Type", type);
    }

    /// @param role and perhaps a method other than POST
    private record Field(String role, String path, String body) {
        String name() {
            return body.replaceAll(".*\"(\\w+)\":\\[?\"%s.*", "$1");
        }

        ShopServer.Answer send(String text) throws Exception {
            var words = role.split(" ", 2);
            return SHOP.send(
                    words[0],
                    words.length > 1 ? words[1] : "POST",
                    path,
                    body.replace("%s", text),
                    "Idempotency-Key",
                    "texts");
        }

        @Override
        public String toString() {
            return path + " " + name();
        }
    }
}
