package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.consign.order.CaseKind;
import dev.consign.payment.FactKind;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// A card key is read by its buyer, by way of the shop, and by nobody else.
class CardKeysTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final String SECRET = "QX7R-SECRET-9ZWK";

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void a_key_is_shown_to_its_buyer_only() throws Exception {
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        var root = (Logger) LoggerFactory.getLogger("dev.consign");
        var level = root.getLevel();
        root.setLevel(Level.TRACE);
        root.addAppender(logged);
        try {
            var item = SHOP.item("CARD_KEY");
            SHOP.send(
                    "shop",
                    "POST",
                    "/api/items/" + item + "/stock",
                    "{\"keys\":[\"%s\",\"abc-7\"]}".formatted(SECRET));
            var order = SHOP.placed(item);
            // Reserved, not paid: it is nobody's yet.
            assertThat(SHOP.send("shop", "GET", order.path(), "").json().path("deliveries").size())
                    .isZero();
            ShopServer.says(order.paymentNo(), FactKind.PAID, "t-" + order.paymentNo(), 27_000);
            assertThat(
                            SHOP.send("shop", "GET", order.path(), "")
                                    .json()
                                    .at("/deliveries/0/key")
                                    .asString())
                    .isEqualTo(SECRET);
            var id =
                    new CaseRoom(SHOP)
                            .open(CaseKind.NOTIFICATION_FAILED, "NOTIFICATION_FAILED:key", order);
            for (var role : List.of("support", "finance", "ops")) {
                assertThat(
                                SHOP.send(role, "GET", order.path(), "")
                                        .json()
                                        .at("/deliveries/0/key")
                                        .asString())
                        .isEqualTo("***WK");
                for (var path :
                        List.of(
                                order.path(),
                                "/api/cases",
                                "/api/cases/" + id,
                                "/api/callbacks?orderNo=" + order.orderNo(),
                                "/api/items/" + item,
                                "/api/buyers/" + order.buyer() + "/assets")) {
                    assertThat(SHOP.send(role, "GET", path, "").response().body())
                            .as(role + " " + path)
                            .doesNotContain("SECRET");
                }
            }
            // Another buyer's order shows another key, and a short one not even its end.
            var other = SHOP.placed(item);
            ShopServer.says(other.paymentNo(), FactKind.PAID, "t-" + other.paymentNo(), 27_000);
            assertThat(SHOP.send("shop", "GET", other.path(), "").response().body())
                    .contains("abc-7")
                    .doesNotContain("SECRET");
            assertThat(
                            SHOP.send("support", "GET", other.path(), "")
                                    .json()
                                    .at("/deliveries/0/key")
                                    .asString())
                    .isEqualTo("***");
        } finally {
            root.detachAppender(logged);
            root.setLevel(level);
        }
        assertThat(logged.list)
                .extracting(String::valueOf)
                .noneMatch(line -> line.contains("SECRET"));
        for (var text :
                List.of(
                        "SELECT COUNT(*) FROM outbox WHERE body LIKE '%SECRET-9ZWK%'",
                        "SELECT COUNT(*) FROM card_key WHERE secret LIKE '%SECRET-9ZWK%'",
                        "SELECT COUNT(*) FROM idempotency_key WHERE response LIKE '%SECRET-9ZWK%'",
                        "SELECT COUNT(*) FROM order_history WHERE why LIKE '%SECRET-9ZWK%'")) {
            assertThat(ShopServer.DATABASE.count(text)).as(text).isZero();
        }
    }

    @Test
    void assets_are_those_of_one_buyer() throws Exception {
        var first = SHOP.paid();
        var second = SHOP.paid();
        var assets =
                SHOP.send("shop", "GET", "/api/buyers/" + first.buyer() + "/assets", "").json();
        assertThat(assets.path("balance").asLong()).isEqualTo(100);
        assertThat(assets.path("entries").valueStream().map(one -> one.path("orderNo").asString()))
                .containsExactly(first.orderNo().value())
                .doesNotContain(second.orderNo().value());
        assertThat(
                        SHOP.send("shop", "GET", "/api/buyers/nobody/assets", "")
                                .json()
                                .path("entries")
                                .size())
                .isZero();
    }
}
