package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.gateway.CreateAnswer;
import dev.consign.id.NumberPrefix;
import dev.consign.payment.FactKind;
import dev.consign.processor.shop.ShopServer.Answer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the shop sells, for how much, and where it has its buyers led (issue 12, number 10).
class OffersTest {
    private static final ShopServer SHOP =
            new ShopServer("--consign.orders.return-hosts=Shop.example,localhost:3000");
    private static List<String> before = List.of();

    @BeforeAll
    static void remember() throws Exception {
        before = ShopServer.DATABASE.violations();
    }

    @BeforeEach
    void healthyGateway() {
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
    }

    @AfterAll
    static void the_books_are_right() throws Exception {
        assertThat(ShopServer.DATABASE.violations()).isSubsetOf(before);
        SHOP.close();
    }

    @Test
    void a_new_price_is_that_of_new_orders_and_an_order_keeps_its_own() throws Exception {
        var item = item(5);
        var old = SHOP.placed(item);
        var changed =
                patch(
                        item,
                        "{\"price\":{\"currency\":\"USD\",\"minor\":400},\"title\":\" Two things \"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("title")).isEqualTo("Two things");
        assertThat(changed.json().at("/price/minor").asLong()).isEqualTo(400);

        var young = SHOP.send("shop", "GET", SHOP.placed(item).path(), "").json();
        assertThat(young.at("/amount/currency").asString()).isEqualTo("USD");
        assertThat(young.at("/amount/minor").asLong()).isEqualTo(400);
        ShopServer.says(old.paymentNo(), FactKind.PAID, "t-" + old.paymentNo(), 27_000);
        var delivered = SHOP.send("shop", "GET", old.path(), "").json();
        assertThat(delivered.at("/status").asString()).isEqualTo("COMPLETED");
        assertThat(delivered.at("/amount/minor").asLong()).isEqualTo(27_000);

        assertThat(audit(item))
                .containsExactlyInAnyOrder(
                        "ITEM_ADD null null",
                        "STOCK_ADD null null",
                        "ITEM_PRICE CNY 27000 USD 400",
                        "ITEM_RENAME null null");
        // What changes nothing is no act.
        patch(item, "{\"price\":{\"currency\":\"USD\",\"minor\":400}}");
        assertThat(audit(item)).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                | 400 invalid_request
                    {"price":{"currency":"CNY","minor":0}}            | 400 amount_out_of_range
                    {"price":{"currency":"DEM","minor":100}}          | 400 invalid_request
                    {"title":" "}                                     | 400 invalid_request
                    {"kind":"CARD_KEY"}                               | 400 unknown_field
                    """)
    void what_cannot_be_changed_so_is_refused(String body, String verdict) throws Exception {
        assertThat(patch(item(1), body).verdict()).isEqualTo(verdict);
    }

    @Test
    void an_item_nobody_knows_is_not_found() throws Exception {
        assertThat(patch("I-none", "{\"title\":\"x\"}").verdict()).isEqualTo("404 not_found");
        var unknown = item(1).replaceFirst("..$", "00");
        assertThat(patch(unknown, "{\"title\":\"x\"}").verdict()).isEqualTo("404 not_found");
        assertThat(move(unknown, "withdraw").verdict()).isEqualTo("404 not_found");
    }

    @Test
    void a_withdrawn_item_cannot_be_ordered_and_its_open_orders_go_on() throws Exception {
        var item = item(5);
        var open = SHOP.placed(item);
        assertThat(move(item, "withdraw").text("status")).isEqualTo("WITHDRAWN");
        assertThat(move(item, "withdraw").text("status")).isEqualTo("WITHDRAWN");

        assertThat(SHOP.order("w-" + item, "b-" + item, item, 1).verdict())
                .isEqualTo("409 item_withdrawn");
        var shelf = SHOP.send("shop", "GET", "/api/items/" + item, "").json();
        assertThat(shelf.at("/available").asLong()).isEqualTo(4);
        assertThat(shelf.at("/reserved").asLong()).isOne();
        // Another attempt of an order that holds its piece.
        assertThat(
                        SHOP.send(
                                        "shop",
                                        "POST",
                                        open.path() + "/payments",
                                        "{\"gateway\":\"sandbox\"}",
                                        "Idempotency-Key",
                                        "again-" + item)
                                .status())
                .isEqualTo(201);
        ShopServer.says(open.paymentNo(), FactKind.PAID, "t-" + open.paymentNo(), 27_000);
        assertThat(SHOP.send("shop", "GET", open.path(), "").text("status")).isEqualTo("COMPLETED");

        assertThat(move(item, "restore").text("status")).isEqualTo("ON_SALE");
        // Nothing was stored under the refused key.
        assertThat(SHOP.order("w-" + item, "b-" + item, item, 1).status()).isEqualTo(201);
        assertThat(audit(item))
                .containsSubsequence(
                        "ITEM_WITHDRAW ON_SALE WITHDRAWN", "ITEM_RESTORE WITHDRAWN ON_SALE")
                .filteredOn(line -> line.startsWith("ITEM_WITHDRAW"))
                .hasSize(1);
    }

    /// It holds no piece any more, so it would be sold anew.
    @Test
    void a_failed_order_of_a_withdrawn_item_is_not_tried_again() throws Exception {
        ShopServer.GATEWAY.answer = _ -> new CreateAnswer.Refused("no");
        var item = item(1);
        var failed = SHOP.placed(item);
        ShopServer.GATEWAY.answer = ScriptedGateway::created;
        move(item, "withdraw");
        assertThat(
                        SHOP.send(
                                        "shop",
                                        "POST",
                                        failed.path() + "/payments",
                                        "{\"gateway\":\"sandbox\"}",
                                        "Idempotency-Key",
                                        "again-" + item)
                                .verdict())
                .isEqualTo("409 item_withdrawn");
    }

    @Test
    void consignors_and_items_are_taken_in_once_a_key() throws Exception {
        var consignor = "{\"name\":\"Cards & Co\",\"commissionBps\":500}";
        var key = Deeds.IDS.next(NumberPrefix.SEND);
        var first = keyed("/api/consignors", consignor, key);
        var again = keyed("/api/consignors", consignor, key);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("consignorId")).isEqualTo(first.text("consignorId"));
        assertThat(again.response().headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(keyed("/api/consignors", consignor.replace("500", "600"), key).verdict())
                .isEqualTo("422 idempotency_key_reused");

        var item =
                """
                {"consignorId":"%s","title":"t","kind":"CARD_KEY","price":{"currency":"CNY","minor":5}}
                """
                        .formatted(first.text("consignorId"));
        // Another path under the same key is another request.
        assertThat(keyed("/api/items", item, key).verdict())
                .isEqualTo("422 idempotency_key_reused");
        var another = Deeds.IDS.next(NumberPrefix.SEND);
        assertThat(keyed("/api/items", item, another).text("itemId"))
                .isEqualTo(keyed("/api/items", item, another).text("itemId"));
        assertThat(SHOP.send("shop", "POST", "/api/items", item).text("itemId"))
                .isNotEqualTo(SHOP.send("shop", "POST", "/api/items", item).text("itemId"));
    }

    @Test
    void a_refused_item_leaves_its_key_free() throws Exception {
        var key = Deeds.IDS.next(NumberPrefix.SEND);
        var body =
                """
                {"consignorId":"%s","title":"t","kind":"CARD_KEY","price":{"currency":"%s","minor":5}}
                """;
        var consignor =
                SHOP.send("shop", "POST", "/api/consignors", "{\"name\":\"c\",\"commissionBps\":1}")
                        .text("consignorId");
        var nobody = consignor.replaceFirst("..$", "00");
        assertThat(keyed("/api/items", body.formatted(nobody, "CNY"), key).verdict())
                .isEqualTo("404 not_found");
        for (var currency : List.of("DEM", "XXX", "XTS", "XAU", "cny")) {
            assertThat(keyed("/api/items", body.formatted(consignor, currency), key).verdict())
                    .as(currency)
                    .isEqualTo("400 invalid_request");
        }
        assertThat(keyed("/api/items", body.formatted(consignor, "XOF"), key).status())
                .isEqualTo(201);
    }

    @Test
    void a_buyer_is_led_back_to_the_shop_by_every_attempt_of_the_order() throws Exception {
        var url = "https://shop.example/thanks?cart=7#paid";
        var placed = order(url);
        assertThat(placed.status()).isEqualTo(201);
        assertThat(ledTo()).isEqualTo(url);
        SHOP.send(
                "shop",
                "POST",
                "/api/orders/%s/payments".formatted(placed.text("orderNo")),
                "{\"gateway\":\"sandbox\"}",
                "Idempotency-Key",
                "again-" + placed.text("orderNo"));
        assertThat(ledTo()).isEqualTo(url);
        assertThat(order("http://localhost:3000/").status()).isEqualTo(201);
        SHOP.placed(item(1));
        assertThat(Objects.requireNonNull(ShopServer.GATEWAY.last).returnUrl()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example.evil.example/",
                "https://evil.example/?shop.example",
                "https://evil.example#shop.example",
                "https://shop.example:444/",
                "http://localhost:3001/",
                "http://localhost/",
            })
    void a_buyer_is_led_to_nobody_elses_pages(String url) throws Exception {
        assertThat(order(url).verdict()).isEqualTo("400 return_url_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/thanks",
                "//shop.example/",
                "shop.example/thanks",
                "http://shop.example/",
                "javascript:alert(1)",
                "https:shop.example",
                "https://user@shop.example/",
                "https://shop.example@evil.example/",
                "https://shop.example\\\\@evil.example/",
                "https://evil.example\\\\.shop.example/",
                "https://shop.ex\\u0430mple/",
                "https://shop.example/ ",
                "https://shop.example/\\n",
            })
    void what_is_no_address_of_a_page_is_refused(String url) throws Exception {
        assertThat(order(url).verdict()).isEqualTo("400 invalid_request");
    }

    private static String ledTo() {
        return String.valueOf(Objects.requireNonNull(ShopServer.GATEWAY.last).returnUrl());
    }

    private static Answer order(String returnUrl) throws Exception {
        var item = item(1);
        return SHOP.send(
                "shop",
                "POST",
                "/api/orders",
                """
                {"buyerId":"b-%1$s","itemId":"%1$s","quantity":1,"gateway":"sandbox","returnUrl":"%2$s"}
                """
                        .formatted(item, returnUrl),
                "Idempotency-Key",
                "r-" + item);
    }

    private static String item(int pieces) throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        SHOP.send(
                "shop",
                "POST",
                "/api/items/%s/stock".formatted(item),
                "{\"units\":%d}".formatted(pieces));
        return item;
    }

    private static Answer patch(String item, String body) throws Exception {
        return SHOP.send("shop", "PATCH", "/api/items/" + item, body);
    }

    private static Answer move(String item, String where) throws Exception {
        return SHOP.send("shop", "POST", "/api/items/%s/%s".formatted(item, where), "");
    }

    private static Answer keyed(String path, String body, String key) throws Exception {
        return SHOP.send("shop", "POST", path, body, "Idempotency-Key", key);
    }

    /// Action, before and after.
    private static List<String> audit(String item) {
        return ShopServer.DATABASE.texts(
                """
                SELECT CONCAT_WS(' ', action, COALESCE(before_state, 'null'), COALESCE(after_state, 'null'))
                  FROM audit WHERE subject = '%s' ORDER BY audit_id
                """
                        .formatted(item));
    }
}
