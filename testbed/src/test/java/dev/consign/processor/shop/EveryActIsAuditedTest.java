package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.codec.FactCodec;
import dev.consign.id.IdSource;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.shop.ShopServer.Answer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/// Whatever changes something leaves a line in the audit, and so does whatever shows a card key: the
/// routes are those that the server has, so that a new one without an example here is red (issue 11
/// number 6).
class EveryActIsAuditedTest {
    private static final ShopServer SHOP = new ShopServer();
    private static final IdSource IDS = IdSource.secure(InstantSource.system());
    private static final String REASON = "{\"reason\":\"as agreed\"}";

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
                    act("POST /api/consignors", "CONSIGNOR_ADD", EveryActIsAuditedTest::consignor),
                    act("POST /api/items", "ITEM_ADD", EveryActIsAuditedTest::item),
                    act(
                            "POST /api/items/{itemId}/stock",
                            "STOCK_ADD",
                            () -> stock(SHOP.item("ASSET_CREDIT"), "{\"units\":3}")),
                    act(
                            "POST /api/orders/{orderNo}/cancel",
                            "ORDER_CANCEL",
                            () -> keyed("shop", ordered() + "/cancel", "")),
                    act(
                            "POST /api/orders/{orderNo}/payments",
                            "PAYMENT_ADD",
                            () -> keyed("shop", failed() + "/payments", "{\"gateway\":\"sandbox\"}")),
                    act(
                            "POST /api/orders/{orderNo}/refunds",
                            "REFUND_ASK",
                            () ->
                                    keyed(
                                            "finance",
                                            SHOP.paid().path() + "/refunds",
                                            "{\"amount\":{\"currency\":\"CNY\",\"minor\":5},\"reason\":\"broken\"}")),
                    act(
                            "PUT /api/buyers/{buyerId}/contact",
                            "CONTACT_SET",
                            () -> contact("b-1", "PUT", "{\"email\":\"secret@shop.example\"}")),
                    act(
                            "DELETE /api/buyers/{buyerId}/contact",
                            "CONTACT_DELETE",
                            () -> {
                                contact("b-2", "PUT", "{\"email\":\"secret@shop.example\"}");
                                return contact("b-2", "DELETE", "");
                            }),
                    act(
                            "POST /api/payouts",
                            "PAYOUT_RUN",
                            () ->
                                    keyed(
                                            "finance",
                                            "/api/payouts",
                                            "{\"businessDate\":\"%s\"}".formatted(today()))),
                    act(
                            "POST /api/reconciliations",
                            "RECONCILIATION_ASK",
                            () ->
                                    keyed(
                                            "finance",
                                            "/api/reconciliations",
                                            "{\"gateway\":\"sandbox\",\"businessDate\":\"%s\"}"
                                                    .formatted(today().minusDays(1)))),
                    act(
                            "POST /api/reconciliations with a file",
                            "RECONCILIATION_ASK",
                            EveryActIsAuditedTest::file),
                    act(
                            "POST /api/consignors/{id}/webhooks",
                            "WEBHOOK_ADD",
                            () -> webhook(consignor())),
                    act(
                            "POST /api/consignors/{id}/webhooks/{webhookId}/enable",
                            "WEBHOOK_ENABLE",
                            () -> {
                                var hook = hook();
                                run("UPDATE webhook_endpoint SET status = 'DISABLED'");
                                return SHOP.send("support", "POST", hook + "/enable", "");
                            }),
                    act(
                            "DELETE /api/consignors/{id}/webhooks/{webhookId}",
                            "WEBHOOK_DELETE",
                            () -> SHOP.send("support", "DELETE", hook(), "")),
                    act(
                            "POST /api/notifications/{id}/send-again",
                            "NOTIFICATION_SEND_AGAIN",
                            () ->
                                    SHOP.send(
                                            "support",
                                            "POST",
                                            "/api/notifications/%s/send-again".formatted(delivery()),
                                            REASON)),
                    act(
                            "POST /api/cases/{id}/resolve",
                            "case.resolve",
                            () -> keyed("finance", "/api/cases/%s/resolve".formatted(aCase()), REASON)),
                    act(
                            "POST /api/dead-letters/{letterId}/requeue",
                            "DEAD_LETTER_REQUEUE",
                            () -> letter(readable(), "requeue")),
                    act(
                            "POST /api/dead-letters/{letterId}/discard",
                            "DEAD_LETTER_DISCARD",
                            () -> letter("no JSON", "discard")),
                    act(
                            "POST /api/dead-letters/{letterId}/undiscard",
                            "DEAD_LETTER_UNDISCARD",
                            () -> letter("no JSON", "discard", "undiscard")));

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
                        DynamicTest.dynamicTest(
                                act.getKey(), () -> leavesItsLine(act.getValue())));
    }

    private static void leavesItsLine(Act act) throws Exception {
        var before = lines(act.action());
        var answer = act.deed().does();
        assertThat(answer.status()).as(answer.response().body()).isBetween(200, 299);
        assertThat(lines(act.action())).isEqualTo(before + 1);
        assertThat(
                        ShopServer.DATABASE.count(
                                "SELECT COUNT(*) FROM audit WHERE actor NOT REGEXP '^(shop|support|finance|ops):[0-9a-f]{8}$'"))
                .as("one format of actors")
                .isZero();
    }

    @Test
    void a_payout_has_a_line_of_its_own_and_a_repeat_none() throws Exception {
        SHOP.paid();
        var before = lines("PAYOUT");
        var body = "{\"businessDate\":\"%s\"}".formatted(today());
        var key = IDS.next('X');
        for (var i = 0; i < 2; i++) {
            assertThat(
                            SHOP.send(
                                            "finance",
                                            "POST",
                                            "/api/payouts",
                                            body,
                                            "Idempotency-Key",
                                            key)
                                    .status())
                    .isEqualTo(201);
        }
        var made =
                ShopServer.DATABASE.count(
                        "SELECT COUNT(*) FROM payout p JOIN audit a ON a.subject = p.payout_id AND a.action = 'PAYOUT' AND a.actor = p.actor");
        assertThat(lines("PAYOUT")).isGreaterThan(before);
        assertThat(made)
                .isEqualTo(lines("PAYOUT"))
                .isEqualTo(ShopServer.DATABASE.count("SELECT COUNT(*) FROM payout"));
    }

    /// Not what is refused.
    @Test
    void what_did_not_happen_is_not_in_the_audit() throws Exception {
        var order = SHOP.paid();
        var before = ShopServer.DATABASE.count("SELECT COUNT(*) FROM audit");
        assertThat(
                        keyed(
                                        "finance",
                                        order.path() + "/refunds",
                                        "{\"amount\":{\"currency\":\"CNY\",\"minor\":99999999},\"reason\":\"r\"}")
                                .verdict())
                .isEqualTo("409 refund_too_large");
        assertThat(keyed("shop", order.path() + "/cancel", "").verdict())
                .isEqualTo("409 not_cancellable");
        assertThat(contact("nobody", "DELETE", "").status()).isEqualTo(204);
        assertThat(ShopServer.DATABASE.count("SELECT COUNT(*) FROM audit")).isEqualTo(before);
    }

    @Test
    void whoever_is_shown_a_card_key_stands_in_the_audit_and_the_key_does_not() throws Exception {
        var item = SHOP.item("CARD_KEY");
        var key = "CANARY-KEY-" + IDS.next('X');
        stock(item, "{\"keys\":[\"%s\"]}".formatted(key));
        var order = SHOP.placed(item);
        SHOP.send("support", "GET", order.path(), "");
        assertThat(read(order)).as("reserved keys are shown to nobody").isZero();
        ShopServer.says(order.paymentNo(), FactKind.PAID, "t-" + order.paymentNo(), 27_000);
        var shown = 0;
        for (var role : ShopServer.KEYS.keySet()) {
            SHOP.send(role, "GET", order.path(), "");
            assertThat(read(order)).as(role).isEqualTo(++shown);
        }
        var caseId =
                new CaseRoom(SHOP)
                        .open(
                                CaseKind.NOTIFICATION_FAILED,
                                "NOTIFICATION_FAILED:read",
                                order);
        SHOP.send("finance", "GET", "/api/cases/" + caseId, "");
        assertThat(read(order)).isEqualTo(++shown);
        SHOP.send("ops", "GET", SHOP.paid().path(), "");
        assertThat(read(order)).isEqualTo(shown);
        assertThat(
                        ShopServer.DATABASE.count(
                                "SELECT COUNT(*) FROM audit WHERE CONCAT_WS(' ', reason, subject, before_state, after_state) REGEXP 'CANARY|secret@|whsec'"))
                .isZero();
    }

    private static long read(ShopServer.Placed order) {
        return ShopServer.DATABASE.count(
                "SELECT COUNT(*) FROM audit WHERE action = 'CARD_KEYS_READ' AND subject = '%s'"
                        .formatted(order.orderNo()));
    }

    /// All that is not a mere GET, of the product's own.
    private static Set<String> changing() {
        return SHOP.routes().entrySet().stream()
                .filter(route ->
                        route.getValue().getBeanType().getName().startsWith("dev.consign"))
                .flatMap(route -> names(route.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> names(RequestMappingInfo route) {
        var file =
                route.getConsumesCondition().getConsumableMediaTypes().stream()
                                .anyMatch(MediaType.MULTIPART_FORM_DATA::equals)
                        ? " with a file"
                        : "";
        return route.getPathPatternsCondition().getPatternValues().stream()
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

    private static Answer consignor() throws Exception {
        return SHOP.send(
                "ops", "POST", "/api/consignors", "{\"name\":\"Cards\",\"commissionBps\":500}");
    }

    private static Answer item() throws Exception {
        return SHOP.send(
                "ops",
                "POST",
                "/api/items",
                """
                {"consignorId":"%s","title":"t","kind":"CARD_KEY","price":{"currency":"CNY","minor":5}}
                """
                        .formatted(consignor().text("consignorId")));
    }

    private static Answer stock(String item, String body) throws Exception {
        return SHOP.send("shop", "POST", "/api/items/%s/stock".formatted(item), body);
    }

    private static Answer contact(String buyer, String method, String body) throws Exception {
        return SHOP.send("shop", method, "/api/buyers/%s/contact".formatted(buyer), body);
    }

    private static Answer keyed(String role, String path, String body) throws Exception {
        return SHOP.send(role, "POST", path, body, "Idempotency-Key", IDS.next('X'));
    }

    private static String ordered() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        stock(item, "{\"units\":5}");
        return SHOP.placed(item).path();
    }

    private static String failed() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        stock(item, "{\"units\":5}");
        var order = SHOP.placed(item);
        ShopServer.says(order.paymentNo(), FactKind.FAILED, "t-" + order.paymentNo(), 27_000);
        return order.path();
    }

    private static Answer file() throws Exception {
        var boundary = "and-so-on";
        var body = new StringBuilder();
        for (var field : Map.of("gateway", "sandbox", "businessDate", "2026-01-02").entrySet()) {
            body.append(
                    "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                            .formatted(boundary, field.getKey(), field.getValue()));
        }
        body.append(
                "--%s\r\nContent-Disposition: form-data; name=\"statement\"; filename=\"s.csv\"\r\nContent-Type: text/csv\r\n\r\nx\r\n--%s--\r\n"
                        .formatted(boundary, boundary));
        return SHOP.send(
                "finance",
                "POST",
                "/api/reconciliations",
                body.toString(),
                "Content-Type",
                "multipart/form-data; boundary=" + boundary,
                "Idempotency-Key",
                IDS.next('X'));
    }

    private static Answer webhook(Answer consignor) throws Exception {
        return SHOP.send(
                "shop",
                "POST",
                "/api/consignors/%s/webhooks".formatted(consignor.text("consignorId")),
                "{\"url\":\"https://127.0.0.1:9999/hook\"}");
    }

    private static String hook() throws Exception {
        var consignor = consignor();
        return "/api/consignors/%s/webhooks/%s"
                .formatted(
                        consignor.text("consignorId"), webhook(consignor).text("webhookId"));
    }

    private static String delivery() {
        var id = IDS.next('D');
        run(
                """
                INSERT INTO notification_delivery
                VALUES ('%1$s', '%1$s', 'O0000000000000001', 'SHOP', 'shop', 'GIVEN_UP', UTC_TIMESTAMP(3), 12, 'no', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
                """
                        .formatted(id));
        return id;
    }

    private static String aCase() {
        var payment = new PaymentNo("P-nobody-" + IDS.next('X'));
        ShopServer.says(payment, FactKind.PAID, "t-" + payment, 27_000);
        return ShopServer.DATABASE
                .sql()
                .sql("SELECT case_id FROM case_file WHERE payment_no = ?")
                .param(payment.value())
                .query(String.class)
                .single();
    }

    private static String readable() throws Exception {
        var item = SHOP.item("ASSET_CREDIT");
        stock(item, "{\"units\":5}");
        var order = SHOP.placed(item);
        return FactCodec.encode(
                new PaymentFact(
                        ShopServer.GATEWAY.code(),
                        ShopServer.GATEWAY.merchant(),
                        order.paymentNo(),
                        FactKind.PAID,
                        Money.of("CNY", 27_000),
                        new TransactionId("t-" + order.paymentNo()),
                        null,
                        InstantSource.system().instant(),
                        FactSource.CALLBACK));
    }

    private static Answer letter(String body, String... actions) throws Exception {
        var id = IDS.next('L');
        ShopServer.DATABASE
                .sql()
                .sql(
                        """
                        INSERT INTO dead_letter (letter_id, message_id, queue, status, cause, detail, headers, body, body_type, body_digest,
                                                 sent_by, first_failed_at, last_failed_at, attempts, requeues, last_key)
                        VALUES (:id, :message, 'consign.payment.callback', 'OPEN', 'FAILED', '', '{"JMSType":"PAYMENT_FACT"}', :body, 'TEXT', UNHEX(MD5(:id)),
                                'processor', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 1, 0, :id)
                        """)
                .param("id", id)
                .param("message", messageId(body, id))
                .param("body", body.getBytes(StandardCharsets.UTF_8))
                .update();
        @Nullable Answer answer = null;
        for (var action : actions) {
            answer =
                    SHOP.send(
                            "finance",
                            "POST",
                            "/api/dead-letters/%s/%s".formatted(id, action),
                            REASON);
        }
        return Objects.requireNonNull(answer);
    }

    private static String messageId(String body, String otherwise) {
        return body.startsWith("{")
                ? ShopServer.JSON.readTree(body).path("messageId").asString(otherwise)
                : otherwise;
    }

    private static void run(String sql) {
        ShopServer.DATABASE.sql().sql(sql).update();
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
    }

    private static Map.Entry<String, Act> act(String route, String action, Deed deed) {
        return Map.entry(route, new Act(action, deed));
    }

    private record Act(String action, Deed deed) {}

    private interface Deed {
        Answer does() throws Exception;
    }
}
