package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.PaymentNo;
import dev.consign.payment.FactKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A buyer who is named by an e-mail address can be asked about under it.
class BuyerNamesTest {
    private static final ShopServer SHOP = new ShopServer();

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann+toys@shop.example",
                "o'neil@shop.example",
                "wx:o6_bmjrPTlm6",
                "a!#$&*=?^_`{|}~-b@shop.example"
            })
    void a_name_that_orders_is_found_in_its_path_once_encoded(String buyer) throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        SHOP.send("shop", "POST", "/api/items/" + item + "/stock", "{\"units\":1}");
        var order = SHOP.order("buyer-" + item, buyer, item, 1);
        assertThat(order.verdict()).isEqualTo("201");
        var payment = new PaymentNo(order.json().at("/payment/paymentNo").asString());
        ShopServer.says(payment, FactKind.PAID, "t-" + payment, 27_000);

        var path = "/api/buyers/" + URLEncoder.encode(buyer, StandardCharsets.UTF_8);
        var assets = SHOP.send("shop", "GET", path + "/assets", "");
        assertThat(assets.verdict()).isEqualTo("200");
        assertThat(assets.json().at("/entries/0/orderNo").asString())
                .isEqualTo(order.text("orderNo"));
        assertThat(
                        SHOP.send("shop", "PUT", path + "/contact", "{\"email\":\"a+b@c.example\"}")
                                .verdict())
                .isEqualTo("204");
        assertThat(SHOP.send("shop", "DELETE", path + "/contact", "").verdict()).isEqualTo("204");
    }
}
