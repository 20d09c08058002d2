package dev.consign.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.consign.engine.MoneyPath;
import dev.consign.id.NumberPrefix;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Sender;
import dev.consign.notify.notification.TakenIn;
import dev.consign.notify.webhook.address.Resolver;
import dev.consign.notify.webhook.address.SsrfGuard;
import dev.consign.order.ItemKind;
import dev.consign.order.OrderStatus;
import dev.consign.platform.keyset.Window;
import dev.consign.platform.refusal.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/// What consignors are told, and what happens when they do not listen (incident I3).
class ConsignorWebhookTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final MoneyPath PATH = new MoneyPath();
    private static final WebhookRefusal NOT_PUBLIC =
            new WebhookRefusal.UrlRefused(SsrfGuard.NOT_PUBLIC);

    private final Sender sender = new Sender(PATH);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Listener consignor;
    private Webhooks webhooks;

    @BeforeEach
    void open() throws IOException {
        sender.jdbc().update("DELETE FROM notification_delivery");
        consignor = keep(new Listener());
        webhooks = keep(new Webhooks(sender));
    }

    @AfterEach
    void close() throws Exception {
        for (var one : opened) {
            one.close();
        }
        assertThat(PATH.violations()).isEmpty();
    }

    @AfterAll
    static void closeAll() {
        PATH.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETED", "REFUNDED"})
    void a_consignor_is_told_once_signed_and_nothing_about_the_buyer(OrderStatus status)
            throws Exception {
        var order = TakenIn.completed(PATH);
        var webhook = webhooks.register(order, consignor.url());
        takenIn(webhooks.consignor()).take(order, status);
        settled(webhooks.consignor(), order, "SENT 1");

        assertThat(consignor.received()).hasSize(1);
        var got = consignor.received().getFirst();
        assertThatCode(() -> new Webhook(webhook[1]).verify(got.body(), got.signed()))
                .doesNotThrowAnyException();
        assertThat(got.header("webhook-id")).isEqualTo(order + ":" + status + ":v3");
        var body = JSON.readTree(got.body());
        assertThat(body.path("type").asString())
                .isEqualTo("order." + (status == OrderStatus.COMPLETED ? "completed" : "refunded"));
        assertThat(body.path("timestamp").asString()).isEqualTo(TakenIn.AT.toString());
        assertThat(body.path("data").propertyNames())
                .containsExactlyInAnyOrder("orderNo", "itemId", "quantity", "amount", "status");
        assertThat(body.at("/data/amount/minor").asLong()).isEqualTo(MoneyPath.PRICE.minor());
        assertThat(got.body()).doesNotContain(TakenIn.BUYER);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "EXPIRED"})
    void a_consignor_is_not_told_of_what_was_never_sold(OrderStatus status) {
        var order = TakenIn.completed(PATH);
        webhooks.register(order, consignor.url());
        takenIn(webhooks.consignor()).take(order, status);
        assertThat(deliveries(order)).isEmpty();
    }

    /// Late money for goods that were sold elsewhere meanwhile, say.
    @Test
    void a_consignor_is_not_told_of_money_that_goes_back_without_a_delivery() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst().orderNo().value();
        webhooks.register(order, consignor.url());
        takenIn(webhooks.consignor()).take(order, OrderStatus.REFUNDED);
        assertThat(deliveries(order)).isEmpty();
    }

    @Test
    void a_secret_is_unreadable_in_the_database() {
        var webhook = webhooks.register(TakenIn.completed(PATH), consignor.url());
        assertThat(
                        sender.jdbc()
                                .queryForObject(
                                        "SELECT COUNT(*) FROM webhook_endpoint WHERE webhook_id = ? AND secret NOT LIKE '%whsec%'",
                                        Long.class, webhook[0]))
                .isEqualTo(1);
        assertThat(webhooks.endpoint(webhook[0]).secret().value()).isEqualTo(webhook[1]);
    }

    @Test
    void the_same_url_is_registered_once_and_so_many_urls_only() {
        var order = TakenIn.completed(PATH);
        webhooks.register(order, consignor.url());
        refused(order, consignor.url(), new WebhookRefusal.AlreadyThere());
        webhooks.register(order, consignor.url() + "/2");
        webhooks.register(order, consignor.url() + "/3");
        refused(order, consignor.url() + "/4", new WebhookRefusal.TooMany(3));
        refused(order, "https://10.0.0.1/", NOT_PUBLIC);
        refused(order, "https://nobody.invalid/", NOT_PUBLIC);
    }

    @Test
    void one_that_says_gone_is_disabled_at_once_and_its_deliveries_are_kept() throws Exception {
        var order = TakenIn.completed(PATH);
        var webhook = webhooks.register(order, consignor.url());
        consignor.answer(Listener.status(410));
        takenIn(webhooks.consignor()).take(order, OrderStatus.COMPLETED);
        settled(webhooks.consignor(), order, "HELD 0");
        assertThat(webhooks.endpoint(webhook[0]).status()).isEqualTo(Endpoint.Status.DISABLED);
        assertThat(cases(webhook[0])).isEqualTo("OPEN");

        // What comes while it is disabled is for it too, later.
        takenIn(webhooks.consignor()).take(order, OrderStatus.REFUNDED);
        settled(webhooks.consignor(), order, "HELD 0", "HELD 0");
        assertThat(consignor.received()).hasSize(1);

        consignor.answer(Listener.status(204));
        webhooks.registration().enable(webhooks.consignorOf(order), webhook[0], "support:test");
        settled(webhooks.consignor(), order, "SENT 1", "SENT 1");
        assertThat(consignor.received()).hasSize(3);
        assertThat(audited(webhook[0])).containsExactly("WEBHOOK_ADD", "WEBHOOK_ENABLE");
    }

    @Test
    void one_that_fails_for_long_is_disabled_with_one_case_and_enabled_by_hand() throws Exception {
        var order = TakenIn.completed(PATH);
        var webhook = webhooks.register(order, consignor.url());
        consignor.answer(Listener.status(500));
        takenIn(webhooks.consignor()).take(order, OrderStatus.COMPLETED);
        takenIn(webhooks.consignor()).take(order, OrderStatus.REFUNDED);
        var loop = sender.loop(webhooks.consignor(), Sender.quick(50));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    loop.round();
                    return webhooks.endpoint(webhook[0]).status() == Endpoint.Status.DISABLED;
                });
        await().until(() -> deliveries(order).stream().allMatch(one -> one.startsWith("HELD")));
        assertThat(cases(webhook[0])).isEqualTo("OPEN");
        assertThat(loop.round()).isZero();

        consignor.answer(Listener.status(200));
        webhooks.registration().enable(webhooks.consignorOf(order), webhook[0], "support:test");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    loop.round();
                    return deliveries(order).equals(List.of("SENT 1", "SENT 1"));
                });
        assertThat(webhooks.endpoint(webhook[0]).failures()).isZero();
    }

    @Test
    void a_bad_minute_disables_nobody_and_what_was_given_up_is_a_case() throws Exception {
        var patient =
                keep(
                        new Webhooks(
                                sender,
                                Webhooks.settings(3, Duration.ofHours(1), "127.0.0.0/8"),
                                InetAddress::getAllByName));
        var order = TakenIn.completed(PATH);
        var webhook = patient.register(order, consignor.url());
        consignor.answer(Listener.status(500));
        takenIn(patient.consignor()).take(order, OrderStatus.COMPLETED);
        givenUp(patient.consignor(), order);
        assertThat(patient.endpoint(webhook[0]).failures()).isEqualTo(6);
        assertThat(patient.endpoint(webhook[0]).status()).isEqualTo(Endpoint.Status.ENABLED);
        assertThat(cases(webhook[0])).isEmpty();
        assertThat(givenUpCases(order)).containsExactly("OPEN");

        // One message that never gets through among others that do.
        consignor.answer(Listener.status(200));
        takenIn(patient.consignor()).take(order, OrderStatus.REFUNDED);
        settled(patient.consignor(), order, "GIVEN_UP 6", "SENT 1");
        assertThat(patient.endpoint(webhook[0]).failures()).isZero();
        assertThat(givenUpCases(order)).containsExactly("OPEN");
    }

    @Test
    void who_asks_for_a_pause_gets_it_up_to_a_bound() throws Exception {
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
        for (var asked : List.of("1", "86400", date.format(Instant.now().plusSeconds(3_600)))) {
            var order = TakenIn.completed(PATH);
            webhooks.register(order, consignor.url());
            consignor.answer(Listener.status(429, "Retry-After", asked));
            takenIn(webhooks.consignor()).take(order, OrderStatus.COMPLETED);
            settled(webhooks.consignor(), order, "WAITING 1");
            var wait =
                    sender.jdbc()
                            .queryForObject(
                                    "SELECT TIMESTAMPDIFF(MICROSECOND, updated_at, due_at) / 1000 FROM notification_delivery WHERE order_no = ?",
                                    Long.class,
                                    order);
            // The bound is two seconds; the schedule itself would wait for 60 ms at most.
            assertThat(wait).as(asked).isBetween(900L, 2_000L);
        }
    }

    @Test
    void a_redirect_to_our_own_machine_is_a_failure_and_not_followed() throws Exception {
        var secret = keep(new Listener());
        var order = TakenIn.completed(PATH);
        webhooks.register(order, consignor.url());
        consignor.answer(Listener.status(307, "Location", secret.url()));
        takenIn(webhooks.consignor()).take(order, OrderStatus.COMPLETED);
        settled(webhooks.consignor(), order, "WAITING 1");
        assertThat(answers(order)).isEqualTo("HTTP 307");
        assertThat(secret.received()).isEmpty();
    }

    /// DNS rebinding: the name led elsewhere when it was registered.
    @Test
    void a_name_that_leads_to_our_own_machine_by_now_is_not_called() throws Exception {
        var looks = new AtomicInteger();
        Resolver fickle =
                _ ->
                        new InetAddress[] {
                            InetAddress.ofLiteral(
                                    looks.getAndIncrement() == 0 ? "93.184.215.14" : "127.0.0.1")
                        };
        var guarded =
                keep(new Webhooks(sender, Webhooks.settings(50, Duration.ofHours(1)), fickle));
        var order = TakenIn.completed(PATH);
        guarded.register(order, "http://hooks.example.com:" + consignor.port() + "/hook");
        takenIn(guarded.consignor()).take(order, OrderStatus.COMPLETED);
        settled(guarded.consignor(), order, "WAITING 1");
        assertThat(answers(order)).contains("leads to no address that is public");
        assertThat(looks).hasValue(2);
        assertThat(consignor.received()).isEmpty();
    }

    /// One look for each delivery: what was checked is what is connected to, under its own name.
    @Test
    void the_checked_address_is_the_one_that_is_called() throws Exception {
        var looks = new AtomicInteger();
        Resolver once =
                _ -> {
                    looks.incrementAndGet();
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                };
        var named =
                keep(
                        new Webhooks(
                                sender,
                                Webhooks.settings(50, Duration.ofHours(1), "127.0.0.0/8"),
                                once));
        var order = TakenIn.completed(PATH);
        named.register(order, "http://hooks.example.com:" + consignor.port() + "/a//b?c=d");
        takenIn(named.consignor()).take(order, OrderStatus.COMPLETED);
        settled(named.consignor(), order, "SENT 1");
        assertThat(looks).hasValue(2);
        var got = consignor.received().getFirst();
        assertThat(got.header("Host")).isEqualTo("hooks.example.com:" + consignor.port());
        assertThat(got.path()).isEqualTo("/a//b?c=d");
    }

    @Test
    void one_that_hangs_delays_none_of_the_others() throws Exception {
        var hanging = keep(new Listener());
        hanging.answer(hanging.silent());
        var slow = new ArrayList<String>();
        for (var i = 0; i < 3; i++) {
            var order = TakenIn.completed(PATH);
            webhooks.register(order, hanging.url());
            for (var status : List.of(OrderStatus.COMPLETED, OrderStatus.REFUNDED)) {
                takenIn(webhooks.consignor()).take(order, status);
            }
            slow.add(order);
        }
        var order = TakenIn.completed(PATH);
        webhooks.register(order, consignor.url());
        takenIn(webhooks.consignor()).take(order, OrderStatus.COMPLETED);

        var loop = sender.loop(webhooks.consignor(), Sender.quick(3));
        loop.start();
        try {
            await().until(() -> deliveries(order).equals(List.of("SENT 1")));
            // Told while all of the others are still in their first attempt.
            assertThat(slow.stream().flatMap(one -> deliveries(one).stream()))
                    .hasSize(6)
                    .containsOnly("WAITING 0");
        } finally {
            loop.stop();
        }
    }

    @Test
    void deleting_a_webhook_withdraws_what_waits_for_it() throws Exception {
        var order = TakenIn.completed(PATH);
        var webhook = webhooks.register(order, consignor.url());
        takenIn(webhooks.consignor()).take(order, OrderStatus.COMPLETED);
        var owner = webhooks.consignorOf(order);
        webhooks.registration().delete(owner, webhook[0], "shop:test");
        assertThat(deliveries(order)).containsExactly("WITHDRAWN 0");
        assertThat(webhooks.registration().page(owner, Window.all(NumberPrefix.WEBHOOK)).items())
                .isEmpty();
        assertThatThrownBy(() -> webhooks.registration().delete(owner, webhook[0], "shop:test"))
                .isInstanceOf(Refused.class);
        assertThat(sender.loop(webhooks.consignor(), Sender.quick(3)).round()).isZero();
    }

    private TakenIn takenIn(Channel... sinks) {
        return new TakenIn(PATH, sender, List.of(sinks));
    }

    /// One round, and no second one before the first attempt has ended.
    private void settled(Channel sink, String order, String... statuses) {
        var loop = sender.loop(sink, Sender.quick(6));
        assertThat(loop.round()).isPositive();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !deliveries(order).contains("WAITING 0"));
        assertThat(deliveries(order)).as(answers(order)).containsExactlyInAnyOrder(statuses);
    }

    private void givenUp(Channel sink, String order) {
        var loop = sender.loop(sink, Sender.quick(6));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    loop.round();
                    return deliveries(order).equals(List.of("GIVEN_UP 6"));
                });
    }

    private List<String> deliveries(String order) {
        return sender.strings(
                "SELECT CONCAT(status, ' ', attempts) FROM notification_delivery WHERE order_no = ?",
                order);
    }

    private String answers(String order) {
        return String.join(
                ", ",
                sender.strings(
                        "SELECT COALESCE(last_answer, '') FROM notification_delivery WHERE order_no = ?",
                        order));
    }

    private List<String> givenUpCases(String order) {
        return sender.strings(
                "SELECT status FROM case_file WHERE kind = 'NOTIFICATION_FAILED' AND order_no = ?",
                order);
    }

    private String cases(String webhookId) {
        return String.join(
                ", ",
                sender.strings(
                        "SELECT status FROM case_file WHERE kind = 'ENDPOINT_DISABLED' AND case_key = CONCAT('ENDPOINT_DISABLED:', ?)",
                        webhookId));
    }

    private List<String> audited(String webhookId) {
        return sender.strings(
                "SELECT action FROM audit WHERE subject = ? ORDER BY audit_id", webhookId);
    }

    private void refused(String order, String url, WebhookRefusal why) {
        assertThatThrownBy(() -> webhooks.register(order, url))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(why));
    }

    private <T extends AutoCloseable> T keep(T one) {
        opened.add(one);
        return one;
    }
}
