package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.processor.shop.ShopServer.Answer;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/// Whatever changes something leaves a line in the audit, and so does whatever shows a card key:
/// the routes are those that the server has, so that a new one without an example here is red
/// (issue 11 number 6).
class EveryActIsAuditedTest {
    private static final ShopServer SHOP =
            new ShopServer(
                    "--consign.approval.second-person-above=10000",
                    // Nobody listens there.
                    "--consign.notifications.url=http://127.0.0.1:1/",
                    "--consign.notifications.secrets=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=");
    private static final Deeds DEEDS = new Deeds(SHOP);

    /// Routes that leave no line, and why.
    private static final Map<String, String> EXEMPT =
            Map.of(
                    "POST /api/orders",
                    "the buyer's act, by way of the shop: order_history names the key that placed it",
                    "POST /gateways/{gateway}/callbacks",
                    "the gateway's word, no person's: payment_evidence and callback_inbox keep it");

    /// Route, action of its line, and somebody who does it.
    private static final Map<String, Act> ACTS =
            Map.ofEntries(
                    act("POST /api/consignors", "CONSIGNOR_ADD", DEEDS::consignor),
                    act("POST /api/items", "ITEM_ADD", DEEDS::item),
                    act(
                            "POST /api/items/{itemId}/stock",
                            "STOCK_ADD",
                            () -> DEEDS.stock(SHOP.item("ASSET_CREDIT"), "{\"units\":3}")),
                    act(
                            "PATCH /api/items/{itemId}",
                            "ITEM_PRICE",
                            () ->
                                    SHOP.send(
                                            "ops",
                                            "PATCH",
                                            "/api/items/" + SHOP.item("CARD_KEY"),
                                            "{\"price\":{\"currency\":\"CNY\",\"minor\":7}}")),
                    act(
                            "POST /api/items/{itemId}/withdraw",
                            "ITEM_WITHDRAW",
                            () -> DEEDS.withdrawn(SHOP.item("CARD_KEY"))),
                    act(
                            "POST /api/items/{itemId}/restore",
                            "ITEM_RESTORE",
                            () -> {
                                var item = SHOP.item("CARD_KEY");
                                DEEDS.withdrawn(item);
                                return SHOP.send(
                                        "shop",
                                        "POST",
                                        "/api/items/%s/restore".formatted(item),
                                        "");
                            }),
                    act("POST /api/card-keys/rotate", "CARD_KEYS_ROTATE", DEEDS::rotation),
                    act(
                            "POST /api/orders/{orderNo}/cancel",
                            "ORDER_CANCEL",
                            () -> DEEDS.keyed("shop", DEEDS.ordered() + "/cancel", "")),
                    act(
                            "POST /api/orders/{orderNo}/payments",
                            "PAYMENT_ADD",
                            () ->
                                    DEEDS.keyed(
                                            "shop",
                                            DEEDS.failed() + "/payments",
                                            "{\"gateway\":\"sandbox\"}")),
                    act(
                            "POST /api/orders/{orderNo}/refunds",
                            "REFUND_ASK",
                            () ->
                                    DEEDS.keyed(
                                            "finance",
                                            SHOP.paid().path() + "/refunds",
                                            "{\"amount\":{\"currency\":\"CNY\",\"minor\":5},\"reason\":\"broken\"}")),
                    act(
                            "PUT /api/buyers/{buyerId}/contact",
                            "CONTACT_SET",
                            () ->
                                    DEEDS.contact(
                                            "b-1", "PUT", "{\"email\":\"secret@shop.example\"}")),
                    act(
                            "DELETE /api/buyers/{buyerId}/contact",
                            "CONTACT_DELETE",
                            () -> {
                                DEEDS.contact("b-2", "PUT", "{\"email\":\"secret@shop.example\"}");
                                return DEEDS.contact("b-2", "DELETE", "");
                            }),
                    act(
                            "POST /api/payouts",
                            "PAYOUT_RUN",
                            () ->
                                    DEEDS.keyed(
                                            "finance",
                                            "/api/payouts",
                                            "{\"businessDate\":\"%s\"}".formatted(Deeds.today()))),
                    act(
                            "POST /api/reconciliations",
                            "RECONCILIATION_ASK",
                            () ->
                                    DEEDS.keyed(
                                            "finance",
                                            "/api/reconciliations",
                                            "{\"gateway\":\"sandbox\",\"businessDate\":\"%s\"}"
                                                    .formatted(Deeds.today().minusDays(1)))),
                    act("POST /api/reconciliations with a file", "RECONCILIATION_ASK", DEEDS::file),
                    act(
                            "POST /api/consignors/{id}/webhooks",
                            "WEBHOOK_ADD",
                            () -> DEEDS.webhook(DEEDS.consignor())),
                    act(
                            "POST /api/consignors/{id}/webhooks/{webhookId}/enable",
                            "WEBHOOK_ENABLE",
                            () -> {
                                var hook = DEEDS.hook();
                                Deeds.run("UPDATE webhook_endpoint SET status = 'DISABLED'");
                                return SHOP.send("support", "POST", hook + "/enable", "");
                            }),
                    act(
                            "DELETE /api/consignors/{id}/webhooks/{webhookId}",
                            "WEBHOOK_DELETE",
                            () -> SHOP.send("support", "DELETE", DEEDS.hook(), "")),
                    act(
                            "POST /api/consignors/{id}/webhooks/{webhookId}/test",
                            "WEBHOOK_TEST",
                            () -> SHOP.send("support", "POST", DEEDS.hook() + "/test", "")),
                    act(
                            "POST /api/notifications/test",
                            "WEBHOOK_TEST",
                            () -> SHOP.send("ops", "POST", "/api/notifications/test", "")),
                    act(
                            "POST /api/notifications/{id}/send-again",
                            "NOTIFICATION_SEND_AGAIN",
                            () ->
                                    SHOP.send(
                                            "support",
                                            "POST",
                                            "/api/notifications/%s/send-again"
                                                    .formatted(Deeds.delivery()),
                                            Deeds.REASON)),
                    act(
                            "POST /api/cases/{id}/resolve",
                            "case.resolve",
                            () ->
                                    DEEDS.keyed(
                                            "finance",
                                            "/api/cases/%s/resolve".formatted(Deeds.aCase()),
                                            Deeds.REASON)),
                    act(
                            "POST /api/proposals/{id}/approve",
                            "PROPOSAL_APPROVE",
                            () -> DEEDS.decide("approve")),
                    act(
                            "POST /api/proposals/{id}/reject",
                            "PROPOSAL_REJECT",
                            () -> DEEDS.decide("reject")),
                    act(
                            "POST /api/dead-letters/{letterId}/requeue",
                            "DEAD_LETTER_REQUEUE",
                            () -> DEEDS.letter(DEEDS.readable(), "requeue")),
                    act(
                            "POST /api/dead-letters/{letterId}/discard",
                            "DEAD_LETTER_DISCARD",
                            () -> DEEDS.letter("no JSON", "discard")),
                    act(
                            "POST /api/dead-letters/{letterId}/undiscard",
                            "DEAD_LETTER_UNDISCARD",
                            () -> DEEDS.letter("no JSON", "discard", "undiscard")));

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void every_route_that_changes_something_has_an_example_or_a_reason() {
        var known = new TreeSet<>(ACTS.keySet());
        known.addAll(EXEMPT.keySet());
        assertThat(changing()).isEqualTo(known);
    }

    @TestFactory
    Stream<DynamicTest> every_act_leaves_its_line() {
        return ACTS.entrySet().stream()
                .map(act ->
                        DynamicTest.dynamicTest(act.getKey(), () -> leavesItsLine(act.getValue())));
    }

    private static void leavesItsLine(Act act) throws Exception {
        var before = lines(act.action());
        var answer = act.deed().does();
        assertThat(answer.status()).as(answer.response().body()).isBetween(200, 299);
        assertThat(lines(act.action())).isEqualTo(before + 1);
        assertThat(
                        ShopServer.DATABASE.count(
                                "SELECT COUNT(*) FROM audit WHERE actor NOT REGEXP '^(shop|support|finance|ops):[a-z0-9._-]+$'"))
                .as("one format of actors")
                .isZero();
    }

    /// All that is not a mere GET, of the product's own.
    private static Set<String> changing() {
        return SHOP.routes().entrySet().stream()
                .filter(route -> route.getValue().getBeanType().getName().startsWith("dev.consign"))
                .flatMap(route -> names(route.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> names(RequestMappingInfo route) {
        var file =
                route.getConsumesCondition().getConsumableMediaTypes().stream()
                                .anyMatch(MediaType.MULTIPART_FORM_DATA::equals)
                        ? " with a file"
                        : "";
        return route.getPatternValues().stream()
                .filter(path -> !path.endsWith("/error") && !path.startsWith("${"))
                .flatMap(path ->
                        route.getMethodsCondition().getMethods().stream()
                                .filter(method -> method != RequestMethod.GET)
                                .map(method -> method + " " + path + file));
    }

    private static long lines(String action) {
        return ShopServer.DATABASE.count(
                "SELECT COUNT(*) FROM audit WHERE action = '%s'".formatted(action));
    }

    private static Map.Entry<String, Act> act(String route, String action, Deed deed) {
        return Map.entry(route, new Act(action, deed));
    }

    private record Act(String action, Deed deed) {}

    private interface Deed {
        Answer does() throws Exception;
    }
}
