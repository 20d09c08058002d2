package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.processor.shop.ShopServer.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is told of an order's end, over HTTP: webhooks, addresses, deliveries.
class TellingApiTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final String HERE = "https://127.0.0.1:9999/hook";

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void a_secret_is_shown_once() throws Exception {
        var path = consignor() + "/webhooks";
        var added = SHOP.send("shop", "POST", path, url(HERE));
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.text("secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(added.text("status")).isEqualTo("ENABLED");
        assertThat(SHOP.send("shop", "POST", path, url(HERE)).verdict())
                .isEqualTo("409 webhook_exists");
        var listed = SHOP.send("support", "GET", path, "");
        assertThat(listed.json().at("/items/0/webhookId").asString())
                .isEqualTo(added.text("webhookId"));
        assertThat(listed.json().at("/items/0/url").asString()).isEqualTo(HERE);
        assertThat(listed.response().body()).doesNotContain("whsec", "secret");
    }

    @Test
    void a_webhook_is_of_its_consignor_only() throws Exception {
        var mine = consignor() + "/webhooks";
        var others = consignor() + "/webhooks/";
        var id = SHOP.send("shop", "POST", mine, url(HERE)).text("webhookId");
        assertThat(SHOP.send("shop", "DELETE", others + id, "").verdict())
                .isEqualTo("404 not_found");
        assertThat(SHOP.send("shop", "POST", others + id + "/enable", "").verdict())
                .isEqualTo("404 not_found");
        assertThat(SHOP.send("support", "POST", mine + "/" + id + "/enable", "").text("status"))
                .isEqualTo("ENABLED");
        assertThat(SHOP.send("support", "DELETE", mine + "/" + id, "").status()).isEqualTo(204);
        assertThat(SHOP.send("shop", "GET", mine, "").json().path("items").size()).isZero();
        assertThat(
                        ShopServer.DATABASE.count(
                                "SELECT COUNT(*) FROM audit WHERE subject = '%s' AND action IN ('WEBHOOK_ADD', 'WEBHOOK_DELETE')"
                                        .formatted(id)))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9999/hook",
                "https://127.0.0.1:8080/",
                "https://127.1/",
                "https://169.254.169.254/",
                "https://[::1]/",
                "https://localhost/",
                "https://user@127.0.0.1:9999/",
                "https://nobody.invalid/"
            })
    void a_webhook_that_leads_into_our_own_house_is_refused(String url) throws Exception {
        var answer = SHOP.send("shop", "POST", consignor() + "/webhooks", url(url));
        assertThat(answer.verdict()).isEqualTo("400 webhook_url_refused");
        assertThat(answer.text("detail")).doesNotContain("127.0.0.1", "169.254");
    }

    @Test
    void wrong_input_is_named() throws Exception {
        var path = consignor() + "/webhooks";
        assertThat(SHOP.send("shop", "POST", path, "{}").verdict())
                .isEqualTo("400 invalid_request");
        assertThat(SHOP.send("shop", "POST", path, "{\"url\":1}").verdict())
                .isEqualTo("400 invalid_request");
        var nobody = "/api/consignors/C0000000000000009/webhooks";
        assertThat(SHOP.send("shop", "POST", nobody, url(HERE)).verdict())
                .isEqualTo("404 not_found");
        assertThat(SHOP.send("support", "GET", "/api/notifications", "").verdict())
                .isEqualTo("400 invalid_request");
        assertThat(SHOP.send("support", "GET", "/api/notifications?orderNo=x", "").verdict())
                .isEqualTo("400 invalid_request");
        var again = "/api/notifications/N0000000000000001/send-again";
        assertThat(SHOP.send("support", "POST", again, "{}").verdict())
                .isEqualTo("400 invalid_request");
        assertThat(SHOP.send("support", "POST", again, "{\"reason\":\"r\"}").verdict())
                .isEqualTo("404 not_found");
    }

    @Test
    void an_address_is_put_changed_and_taken_back() throws Exception {
        assertThat(contact("PUT", "{\"email\":\"a@example.com\"}").status()).isEqualTo(204);
        assertThat(contact("PUT", "{\"email\":\"b@example.com\"}").status()).isEqualTo(204);
        assertThat(
                        ShopServer.DATABASE.count(
                                "SELECT COUNT(*) FROM buyer_contact WHERE buyer_id = 'buyer-7' AND email = 'b@example.com'"))
                .isEqualTo(1);
        assertThat(contact("DELETE", "").status()).isEqualTo(204);
        assertThat(contact("DELETE", "").status()).isEqualTo(204);
        assertThat(
                        ShopServer.DATABASE.count(
                                "SELECT COUNT(*) FROM buyer_contact WHERE buyer_id = 'buyer-7'"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":\"\"}",
                "{\"email\":\"nobody\"}",
                "{\"email\":\"a@example.com\\r\\nBcc: b@example.com\"}",
                "{\"email\":\"a@example.com\\n\"}",
                "{\"email\":\"a@example.com, b@example.com\"}"
            })
    void what_is_no_address_is_refused_and_not_repeated(String body) throws Exception {
        var answer = contact("PUT", body);
        assertThat(answer.verdict()).isEqualTo("400 invalid_request");
        assertThat(answer.response().body()).doesNotContain("example.com");
    }

    private static Answer contact(String method, String body)
            throws IOException, InterruptedException {
        return SHOP.send("shop", method, "/api/buyers/buyer-7/contact", body);
    }

    private static String consignor() throws IOException, InterruptedException {
        var body = "{\"name\":\"Cards & Co\",\"commissionBps\":500}";
        return "/api/consignors/"
                + SHOP.send("shop", "POST", "/api/consignors", body).text("consignorId");
    }

    private static String url(String url) {
        return "{\"url\":\"%s\"}".formatted(url);
    }
}
