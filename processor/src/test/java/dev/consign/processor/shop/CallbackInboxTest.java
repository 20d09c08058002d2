package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.consign.gateway.CallbackRequest;
import dev.consign.gateway.sandbox.SandboxCallbackSettings;
import dev.consign.gateway.sandbox.SandboxCallbacks;
import dev.consign.id.GatewayCode;
import dev.consign.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Rule 15, incident Q3: after a good signature nothing is refused for its content. The callbacks
/// are signed by the reference library and read by the sandbox's own reader.
class CallbackInboxTest {
    private static final String PATH = "/gateways/sandbox/callbacks";
    private static final Secret SECRET =
            new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=");
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final ShopServer SHOP = new ShopServer();
    private static final SandboxCallbacks READER =
            new SandboxCallbacks(
                    new GatewayCode("sandbox"),
                    new SandboxCallbackSettings(List.of(SECRET), "M1", Duration.ofMinutes(5)));

    @AfterAll
    static void close() {
        SHOP.close();
    }

    /// What other tests have left in the same database, or this one takes away.
    private List<String> before = List.of();

    @BeforeEach
    void forget() throws SQLException {
        ShopServer.DATABASE.sql().sql("DELETE FROM callback_inbox").update();
        ShopServer.DATABASE.sql().sql("DELETE FROM case_file").update();
        before = ShopServer.DATABASE.violations();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    payment.paid         | payment.settled          | UNKNOWN_ORDER | unknown_type
                    "CNY"                | "USDT"                   | UNKNOWN_ORDER | bad_field
                    P0123456789ABCDEF    | ORDER-2026/11/29#1       | UNKNOWN_ORDER | bad_field
                    "minor":900          | "minor":"900"            | UNKNOWN_ORDER | bad_field
                    "minor":900          | "minor":9.5              | UNKNOWN_ORDER | bad_field
                    "minor":900          | "minor":-900             | UNKNOWN_ORDER | bad_field
                    "minor":900          | "minor":92233720368547758070 | UNKNOWN_ORDER | bad_field
                    "occurredAt"         | "at"                     | UNKNOWN_ORDER | missing_field
                    "paymentNo"          | "number"                 | UNKNOWN_CALLBACK | missing_field
                    payment.paid         | payment.refunded         | UNKNOWN_ORDER | missing_field
                    P0123456789ABCDEF    | P\\ud800                 | UNKNOWN_ORDER | bad_field
                    "memo":"x"           | "memo":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}}}}}} | UNKNOWN_ORDER | bad_json
                    "memo":"x"           | "memo":1,"memo":2        | UNKNOWN_ORDER | bad_json
                    """)
    void what_is_genuine_and_speaks_of_money_is_kept_and_known_to_a_person(
            String text, String instead, String kind, String reason) throws Exception {
        var body = paid().replace(text, instead.replace("\\\\", "\\"));
        assertThat(body).isNotEqualTo(paid());
        var answer = posted("evt_" + NUMBERS.incrementAndGet(), body);
        assertThat(answer.verdict()).isEqualTo("200");
        assertThat(answer.response().body()).isEqualTo("ok");

        var row = only();
        assertThat(row.path("reason").asString()).isEqualTo(reason);
        assertThat(row.path("speaksOfMoney").asBoolean()).isTrue();
        assertThat(bytes()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        var found = SHOP.send("finance", "GET", "/api/cases/" + row.path("caseId").asString(), "");
        assertThat(found.text("kind")).isEqualTo(kind);
        assertThat(found.text("evidence"))
                .contains(row.path("inboxId").asString())
                .contains(reason);
        assertThat(ShopServer.DATABASE.violations()).isSubsetOf(before);
    }

    @Test
    void a_long_memo_is_kept_whole() throws Exception {
        var body =
                paid().replace("payment.paid", "payment.new")
                        .replace("\"x\"", "\"" + "m".repeat(60_000) + "\"");
        assertThat(posted("evt_long", body).status()).isEqualTo(200);
        assertThat(bytes()).hasSize(body.length());
        assertThat(detail().path("body").asString()).isEqualTo(body);
    }

    @Test
    void what_does_not_speak_of_money_is_kept_and_nobody_is_asked() throws Exception {
        assertThat(posted("evt_a", "{\"type\":\"account.updated\"}").status()).isEqualTo(200);
        assertThat(only().path("eventType").asString()).isEqualTo("account.updated");
        assertThat(only().path("caseId").isNull()).isTrue();
        assertThat(cases()).isZero();
    }

    @Test
    void an_event_that_comes_again_is_one_row_and_one_case_by_its_id_or_by_its_bytes()
            throws Exception {
        var body = paid().replace("payment.paid", "payment.settled");
        assertThat(posted("evt_1", body).status()).isEqualTo(200);
        assertThat(posted("evt_1", body.replace("10:00:00", "10:00:01")).status()).isEqualTo(200);
        assertThat(posted("evt_2", body).status()).isEqualTo(200);
        assertThat(only().path("times").asInt()).isEqualTo(3);
        assertThat(only().path("altered").asInt()).isEqualTo(1);
        assertThat(cases()).isEqualTo(1);
    }

    @Test
    void the_same_word_again_leaves_its_case_closed_and_another_one_opens_it() throws Exception {
        var body = paid().replace("payment.paid", "payment.settled");
        posted("evt_1", body);
        ShopServer.DATABASE
                .sql()
                .sql(
                        """
                        UPDATE case_file SET status = 'RESOLVED', owner = 'finance', resolution = 'seen',
                                             resolved_at = opened_at
                        """)
                .update();
        posted("evt_1", body);
        assertThat(openCases()).isZero();
        posted("evt_1", body.replace("900", "901"));
        assertThat(openCases()).isEqualTo(1);
    }

    @Test
    void a_word_of_money_that_follows_under_the_same_id_has_its_case() throws Exception {
        posted("evt_1", "{\"type\":\"payment.seen\"}");
        posted("evt_1", paid().replace("payment.paid", "payment.settled"));
        assertThat(cases()).isEqualTo(1);
        assertThat(ShopServer.DATABASE.violations()).isSubsetOf(before);
    }

    @Test
    void a_payment_of_ours_leads_to_its_order() throws Exception {
        var order = SHOP.paid();
        var body =
                paid().replace("P0123456789ABCDEF", order.paymentNo().value())
                        .replace("payment.paid", "payment.settled");
        posted("evt_1", body);
        assertThat(only().path("orderNo").asString()).isEqualTo(order.orderNo().value());
        var found =
                SHOP.send("support", "GET", "/api/cases/" + only().path("caseId").asString(), "");
        assertThat(found.text("kind")).isEqualTo("UNKNOWN_CALLBACK");
        assertThat(found.text("orderNo")).isEqualTo(order.orderNo().value());
        assertThat(found.json().path("actions").toString()).contains("NONE");
    }

    @Test
    void card_numbers_and_hidden_characters_are_shown_to_nobody() throws Exception {
        var body =
                paid().replace("payment.paid", "payment.new")
                        .replace("P0123456789ABCDEF", "4111 1111 1111 1111")
                        .replace("sbx_1", "a\u202eb\\u0000c")
                        .replace("\"x\"", "\"card 5500005555555559\"");
        assertThat(posted("evt_1", body).status()).isEqualTo(200);
        var shown = detail().toString();
        assertThat(shown)
                .doesNotContain("4111 1111")
                .doesNotContain("5500005555555559")
                .contains("5559");
        assertThat(only().path("transactionId").asString()).isEqualTo("a\ufffdb\ufffdc");
        assertThat(detail().path("headers").path("webhook-signature").asString()).isEqualTo("***");
        // The table keeps the bytes as they came, which are the evidence, but for card numbers.
        assertThat(new String(bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        body.replace("4111 1111 1111 1111", "**** **** **** 1111")
                                .replace("5500005555555559", "************5559"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "a=1", "{\"a\":", "{} {}", ""})
    void what_is_no_json_object_is_refused_and_not_kept(String body) throws Exception {
        assertThat(posted("evt_1", body).status()).isIn(400, 401);
        assertThat(rows()).isZero();
    }

    @Test
    void what_is_not_genuine_is_neither_read_nor_kept() throws Exception {
        var body = paid().replace("payment.paid", "payment.settled");
        var now = Instant.now().getEpochSecond();
        var good = new Webhook(SECRET.value()).sign("evt_1", now, body);
        var old = new Webhook(SECRET.value()).sign("evt_1", now - 301, body);
        assertThat(sent(body, "evt_1", now, "v1,AAAA").verdict())
                .isEqualTo("401 callback_not_genuine");
        assertThat(sent(body, "evt_1", now - 301, old).status()).isEqualTo(401);
        assertThat(sent(body, "evt_2", now, good).status()).isEqualTo(401);
        var pretty = ShopServer.JSON.readTree(body).toPrettyString();
        assertThat(sent(pretty, "evt_1", now, good).status()).isEqualTo(401);
        ShopServer.GATEWAY.reading =
                () ->
                        READER.read(
                                CallbackRequest.of(
                                        Map.of(
                                                "webhook-id", List.of("evt_1", "evt_2"),
                                                "webhook-timestamp", List.of("" + now),
                                                "webhook-signature", List.of(good)),
                                        body.getBytes(StandardCharsets.UTF_8)),
                                Instant.now());
        assertThat(SHOP.send("", "POST", PATH, body).status()).isEqualTo(401);
        assertThat(rows()).isZero();
        assertThat(sent(body, "evt_1", now, good).status()).isEqualTo(200);
    }

    @Test
    void what_cannot_be_kept_shall_be_sent_again() throws Exception {
        var body = paid().replace("payment.paid", "payment.settled");
        var sql = ShopServer.DATABASE.sql();
        sql.sql(
                        """
                        CREATE TRIGGER disk_full BEFORE INSERT ON case_file FOR EACH ROW
                        SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1021, MESSAGE_TEXT = 'disk full'
                        """)
                .update();
        try {
            var answer = posted("evt_1", body);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.response().body()).isEqualTo("again");
            assertThat(answer.response().headers().firstValue("Retry-After")).contains("2");
            // No row without its case.
            assertThat(rows()).isZero();
        } finally {
            sql.sql("DROP TRIGGER disk_full").update();
        }
        assertThat(posted("evt_1", body).status()).isEqualTo(200);
    }

    @Test
    void the_list_has_pages_and_a_broken_cursor_is_refused() throws Exception {
        for (int i = 0; i < 3; i++) {
            posted("evt_" + i, "{\"type\":\"t" + i + "\"}");
        }
        var items = list("").path("items");
        assertThat(items.path(0).path("eventType").asString()).isEqualTo("t2");
        var after = items.path(0).path("inboxId").asString();
        assertThat(list("?after=" + after).path("items")).hasSize(2);
        assertThat(list("?gateway=other").path("items")).isEmpty();
        assertThat(list("?gateway=sandbox").path("items")).hasSize(3);
        assertThat(list("").path("next").isNull()).isTrue();
        for (var bad : List.of("?after=x", "?after=")) {
            assertThat(SHOP.send("ops", "GET", "/api/callbacks/inbox" + bad, "").verdict())
                    .as(bad)
                    .isEqualTo("400 bad_cursor");
        }
        for (var bad : List.of("?gateway=%20", "?gateway=%C3%A4")) {
            assertThat(SHOP.send("ops", "GET", "/api/callbacks/inbox" + bad, "").verdict())
                    .as(bad)
                    .isEqualTo("400 invalid_request");
        }
        for (var id : List.of("M0000000000000001", "x")) {
            assertThat(SHOP.send("ops", "GET", "/api/callbacks/inbox/" + id, "").verdict())
                    .isEqualTo("404 not_found");
        }
        assertThat(SHOP.send("ops", "GET", "/api/callbacks/inbox/%C3%A4", "").verdict())
                .isEqualTo("400 invalid_request");
    }

    private static String paid() {
        return """
        {"type":"payment.paid","timestamp":"2026-11-20T10:00:00Z","data":{\
        "paymentNo":"P0123456789ABCDEF","transactionId":"sbx_1",\
        "amount":{"currency":"CNY","minor":900},\
        "occurredAt":"2026-11-20T09:59:58.5Z","memo":"x"}}\
        """;
    }

    private static ShopServer.Answer posted(String id, String body) throws Exception {
        var now = Instant.now().getEpochSecond();
        return sent(body, id, now, new Webhook(SECRET.value()).sign(id, now, body));
    }

    private static ShopServer.Answer sent(String body, String id, long time, String signature)
            throws Exception {
        ShopServer.GATEWAY.reading =
                () ->
                        READER.read(
                                CallbackRequest.of(
                                        Map.of(
                                                "webhook-id", List.of(id),
                                                "webhook-timestamp", List.of(Long.toString(time)),
                                                "webhook-signature", List.of(signature)),
                                        body.getBytes(StandardCharsets.UTF_8)),
                                Instant.now());
        return SHOP.send("", "POST", PATH, body);
    }

    private static JsonNode list(String query) throws Exception {
        return SHOP.send("support", "GET", "/api/callbacks/inbox" + query, "").json();
    }

    private static JsonNode only() throws Exception {
        var items = list("").path("items");
        assertThat(items).hasSize(1);
        return items.path(0);
    }

    private static JsonNode detail() throws Exception {
        var id = only().path("inboxId").asString();
        return SHOP.send("support", "GET", "/api/callbacks/inbox/" + id, "").json();
    }

    private static byte[] bytes() {
        return ShopServer.DATABASE
                .sql()
                .sql("SELECT body FROM callback_inbox")
                .query(byte[].class)
                .single();
    }

    private static long rows() {
        return count("SELECT COUNT(*) FROM callback_inbox");
    }

    private static long cases() {
        return count("SELECT COUNT(*) FROM case_file");
    }

    private static long openCases() {
        return count("SELECT COUNT(*) FROM case_file WHERE status = 'OPEN'");
    }

    private static long count(String sql) {
        return ShopServer.DATABASE.sql().sql(sql).query(Long.class).single();
    }
}
