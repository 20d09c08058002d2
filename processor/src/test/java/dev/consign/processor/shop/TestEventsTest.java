package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import dev.consign.notify.webhook.Listener;
import dev.consign.processor.shop.ShopServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whoever sets up a webhook tries it at once (issue 12, number 8).
class TestEventsTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private static final Listener LISTENER = listener();
    private static final ShopServer SHOP =
            new ShopServer(
                    "--consign.notifications.url=" + LISTENER.url(),
                    "--consign.notifications.secrets=" + SECRET,
                    "--consign.notifications.allow-http=true",
                    "--consign.notifications.connect-timeout=2s",
                    "--consign.notifications.answer-timeout=4s",
                    "--consign.notifications.allowed-private-targets=127.0.0.1:" + LISTENER.port());

    @AfterAll
    static void stop() {
        SHOP.close();
        LISTENER.close();
    }

    @BeforeEach
    void well() {
        LISTENER.answer(Listener.status(204));
    }

    @Test
    void the_shop_is_posted_a_signed_event_that_says_what_it_is() throws Exception {
        var tested = SHOP.send("shop", "POST", "/api/notifications/test", "");
        assertThat(tested.status()).isEqualTo(200);
        assertThat(tested.text("answer")).isEqualTo("HTTP 204");
        assertThat(tested.json().path("taken").asBoolean()).isTrue();
        assertThat(tested.text("type")).isEqualTo("webhook.test");
        arrived(tested, SECRET, "shop");
    }

    @Test
    void a_consignors_webhook_is_tried_with_its_own_secret_also_when_it_is_disabled()
            throws Exception {
        var hook = webhook("/tried");
        var path = hook.path() + "/" + hook.id() + "/test";
        arrived(SHOP.send("support", "POST", path, ""), hook.secret(), hook.id());
        Deeds.run("UPDATE webhook_endpoint SET status = 'DISABLED'");
        arrived(SHOP.send("shop", "POST", path, ""), hook.secret(), hook.id());
        assertThat(state(hook)).isEqualTo("DISABLED 0");
    }

    @Test
    void what_fails_is_told_and_counts_for_nothing() throws Exception {
        LISTENER.answer(Listener.status(410));
        var hook = webhook("/gone");
        var tested = SHOP.send("shop", "POST", hook.path() + "/" + hook.id() + "/test", "");
        assertThat(tested.status()).isEqualTo(200);
        assertThat(tested.json().path("taken").asBoolean()).isFalse();
        assertThat(tested.text("answer")).isEqualTo("HTTP 410");
        assertThat(state(hook)).isEqualTo("ENABLED 0");

        LISTENER.answer(LISTENER.silent());
        assertThat(
                        SHOP.send("shop", "POST", "/api/notifications/test", "")
                                .json()
                                .path("taken")
                                .asBoolean())
                .isFalse();
    }

    /// Where it leads may have changed since it was let in.
    @Test
    void a_webhook_that_leads_into_our_house_by_now_is_not_called_and_not_explored()
            throws Exception {
        var hook = webhook("/moved");
        for (var url :
                new String[] {"http://127.0.0.1:" + SHOP.port() + "/", "https://nobody.invalid/"}) {
            Deeds.run(
                    "UPDATE webhook_endpoint SET url = '%s' WHERE webhook_id = '%s'"
                            .formatted(url, hook.id()));
            assertThat(
                            SHOP.send("shop", "POST", hook.path() + "/" + hook.id() + "/test", "")
                                    .text("answer"))
                    .isEqualTo("the url leads to no address that is public");
        }
    }

    @Test
    void what_is_not_there_is_not_tried() throws Exception {
        var mine = webhook("/mine");
        var others = webhook("/others");
        assertThat(
                        SHOP.send("shop", "POST", mine.path() + "/" + others.id() + "/test", "")
                                .verdict())
                .isEqualTo("404 not_found");
        try (var deaf = new ShopServer()) {
            assertThat(deaf.send("shop", "POST", "/api/notifications/test", "").verdict())
                    .isEqualTo("409 shop_has_no_address");
        }
    }

    private static void arrived(Answer tested, String secret, String target) {
        var got =
                LISTENER.received().stream()
                        .filter(one -> one.header("webhook-id").equals(tested.text("eventId")))
                        .toList();
        assertThat(got).hasSize(1);
        var body = got.getFirst().body();
        assertThatCode(() -> new Webhook(secret).verify(body, got.getFirst().signed()))
                .doesNotThrowAnyException();
        var event = ShopServer.JSON.readTree(body);
        assertThat(event.path("type").asString()).isEqualTo("webhook.test");
        assertThat(event.at("/data/target").asString()).isEqualTo(target);
    }

    /// With its failures in a row.
    private static String state(Hook hook) {
        return ShopServer.DATABASE
                .texts(
                        "SELECT CONCAT(status, ' ', failures) FROM webhook_endpoint WHERE webhook_id = '%s'"
                                .formatted(hook.id()))
                .getFirst();
    }

    private static Hook webhook(String path) throws Exception {
        var consignor =
                SHOP.send("shop", "POST", "/api/consignors", "{\"name\":\"c\",\"commissionBps\":1}")
                        .text("consignorId");
        var webhooks = "/api/consignors/" + consignor + "/webhooks";
        var added =
                SHOP.send(
                        "shop",
                        "POST",
                        webhooks,
                        "{\"url\":\"http://127.0.0.1:%d%s\"}".formatted(LISTENER.port(), path));
        return new Hook(webhooks, added.text("webhookId"), added.text("secret"));
    }

    private static Listener listener() {
        try {
            return new Listener();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Hook(String path, String id, String secret) {}
}
