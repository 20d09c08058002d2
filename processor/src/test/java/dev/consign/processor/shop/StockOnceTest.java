package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A shop whose request for more stock timed out may send it again.
class StockOnceTest {
    private static final ShopServer SHOP = new ShopServer();

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void a_repeat_under_the_same_key_adds_no_piece_twice() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        var first = add(item, "{\"units\":5}", "Idempotency-Key", "more");
        var again = add(item, "{\"units\":5}", "Idempotency-Key", "more");
        assertThat(first.json().path("available").asInt()).isEqualTo(5);
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(again.response().headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(available(item)).isEqualTo(5);

        assertThat(add(item, "{\"units\":6}", "Idempotency-Key", "more").verdict())
                .isEqualTo("422 idempotency_key_reused");
        assertThat(
                        add(SHOP.item("ASSET_CREDIT"), "{\"units\":5}", "Idempotency-Key", "more")
                                .verdict())
                .isEqualTo("422 idempotency_key_reused");
        assertThat(available(item)).isEqualTo(5);
    }

    @Test
    void without_a_key_every_request_adds() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        add(item, "{\"units\":5}");
        assertThat(add(item, "{\"units\":5}").json().path("available").asInt()).isEqualTo(10);
        assertThat(available(item)).isEqualTo(10);
        assertThat(add(item, "{\"units\":5}", "Idempotency-Key", "two words").verdict())
                .isEqualTo("400 idempotency_key_malformed");
    }

    @Test
    void a_repeat_of_card_keys_is_answered_as_the_first_and_a_refusal_keeps_no_key()
            throws Exception {
        var item = SHOP.item("CARD_KEY");
        var keys = "{\"keys\":[\"A-1\",\"A-2\"]}";
        assertThat(add(item, keys, "Idempotency-Key", "cards").verdict()).isEqualTo("200");
        assertThat(add(item, keys, "Idempotency-Key", "cards").verdict()).isEqualTo("200");
        assertThat(available(item)).isEqualTo(2);
        assertThat(add(item, keys, "Idempotency-Key", "others").verdict())
                .isEqualTo("409 duplicate_key");
        assertThat(add(item, "{\"keys\":[\"A-3\"]}", "Idempotency-Key", "others").verdict())
                .isEqualTo("200");
        assertThat(available(item)).isEqualTo(3);
    }

    private static ShopServer.Answer add(String item, String body, String... headers)
            throws Exception {
        return SHOP.send("shop", "POST", "/api/items/" + item + "/stock", body, headers);
    }

    private static int available(String item) throws Exception {
        return SHOP.send("ops", "GET", "/api/items/" + item, "").json().path("available").asInt();
    }
}
