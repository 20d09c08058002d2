package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.canary.Columns;
import dev.consign.canary.RawRequest;
import dev.consign.order.CaseKind;
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
                    new Field(
                            "support",
                            "/api/dead-letters/L0000000000000001/requeue",
                            "{\"reason\":\"%s\"}"),
                    new Field(
                            "support",
                            "/api/dead-letters/L0000000000000001/discard",
                            "{\"reason\":\"%s\"}"),
                    new Field("ops", "/api/card-keys/rotate", "{\"reason\":\"%s\"}"),
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

    /// What cannot be sent as text is refused wherever it stands, with its place, and the header by
    /// name.
    @Test
    void half_a_character_in_an_address_or_a_header_is_refused() throws Exception {
        var half = "%ED%A0%BD";
        for (var path :
                List.of(
                        "/api/cases?status=ab" + half,
                        "/api/callbacks?orderNo=ab" + half,
                        "/api/dead-letters?cause=ab" + half,
                        "/api/notifications?orderNo=ab%E2%80%8B",
                        "/api/callbacks/inbox?after=ab%E2%80%AE")) {
            var answer = SHOP.send("support", "GET", path, "");
            assertThat(answer.verdict()).as(path).isEqualTo("400 invalid_request");
            assertThat(answer.text("detail")).as(path).contains("position 2");
        }
        for (var path :
                List.of(
                        "/api/orders/ab" + half,
                        "/api/buyers/ab" + half + "/assets",
                        "/api/cases/ab%E2%80%8B")) {
            assertThat(SHOP.send("support", "GET", path, "").status()).as(path).isIn(400, 404);
        }
        var order =
                "{\"buyerId\":\"b\",\"itemId\":\"I0000000000000001\",\"quantity\":1,\"gateway\":\"sandbox\"}";
        for (var key :
                List.of("ab\u00ed\u00a0\u00bd", "ab\u00e2\u0080\u008b", "ab\u0001", "ab\u007f")) {
            var raw =
                    RawRequest.send(
                            SHOP.port(),
                            "POST /api/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(
                                            ShopServer.KEYS.get("shop"),
                                            key,
                                            order.length(),
                                            order));
            assertThat(raw).as(key).startsWith("HTTP/1.1 400");
            // The container refuses some by itself, and repeats nothing.
            if (raw.contains("idempotency_key_malformed")) {
                assertThat(raw).contains("position 2");
            }
        }
    }

    /// Issue 11 number 15: what people write may be anything.
    @Test
    void card_numbers_in_what_people_write_are_never_stored() throws Exception {
        var card = "lost card 4111 1111 1111 1111, or 5555555555554444";
        var masked = "lost card **** **** **** 1111, or ************4444";
        var consignor =
                SHOP.send(
                                "shop",
                                "POST",
                                "/api/consignors",
                                "{\"name\":\"%s\",\"commissionBps\":1}".formatted(card))
                        .text("consignorId");
        var item =
                SHOP.send(
                                "shop",
                                "POST",
                                "/api/items",
                                "{\"consignorId\":\"%s\",\"title\":\"%s\",\"kind\":\"CARD_KEY\",\"price\":{\"currency\":\"CNY\",\"minor\":1}}"
                                        .formatted(consignor, card))
                        .text("itemId");
        assertThat(SHOP.send("shop", "GET", "/api/items/" + item, "").text("title"))
                .isEqualTo(masked);
        var paid = SHOP.paid();
        var refund =
                SHOP.send(
                        "finance",
                        "POST",
                        paid.path() + "/refunds",
                        "{\"amount\":{\"currency\":\"CNY\",\"minor\":5},\"reason\":\"%s\"}"
                                .formatted(card),
                        "Idempotency-Key",
                        "masked");
        assertThat(refund.verdict()).isEqualTo("201");
        assertThat(
                        SHOP.send("finance", "GET", paid.path(), "")
                                .json()
                                .at("/refunds/0/reason")
                                .asString())
                .isEqualTo(masked);
        var open =
                new CaseRoom(SHOP)
                        .open(CaseKind.NOTIFICATION_FAILED, "NOTIFICATION_FAILED:cards", paid);
        assertThat(
                        SHOP.send(
                                        "support",
                                        "POST",
                                        "/api/cases/" + open + "/resolve",
                                        "{\"action\":\"NONE\",\"reason\":\"%s\"}".formatted(card),
                                        "Idempotency-Key",
                                        "masked")
                                .status())
                .isEqualTo(200);
        assertThat(
                        ShopServer.DATABASE.count(
                                "SELECT COUNT(*) FROM consignor WHERE name = '%s'"
                                        .formatted(masked)))
                .isEqualTo(1);
        assertThat(
                        Columns.holding(
                                ShopServer.DATABASE.sql(),
                                List.of("4111 1111 1111 1111", "5555555555554444")))
                .isEmpty();
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
