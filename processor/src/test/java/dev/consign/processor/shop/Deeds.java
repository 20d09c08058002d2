package dev.consign.processor.shop;

import dev.consign.broker.codec.FactCodec;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
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
import org.jspecify.annotations.Nullable;

/// What people do over HTTP, each with what must be there before.
final class Deeds {
    static final IdSource IDS = IdSource.secure(InstantSource.system());
    static final String REASON = "{\"reason\":\"as agreed\"}";

    private final ShopServer shop;

    Deeds(ShopServer shop) {
        this.shop = shop;
    }

    Answer consignor() throws Exception {
        return shop.send(
                "ops", "POST", "/api/consignors", "{\"name\":\"Cards\",\"commissionBps\":500}");
    }

    Answer item() throws Exception {
        return shop.send(
                "ops",
                "POST",
                "/api/items",
                """
                {"consignorId":"%s","title":"t","kind":"CARD_KEY","price":{"currency":"CNY","minor":5}}
                """
                        .formatted(consignor().text("consignorId")));
    }

    /// One key that is under a former secret.
    Answer rotation() throws Exception {
        stock(shop.item("CARD_KEY"), "{\"keys\":[\"ROTATED-1\"]}");
        var current = shop.send("ops", "GET", "/api/card-keys/secrets", "").text("current");
        run("UPDATE card_key SET secret_id = '%s'".formatted(current));
        run("UPDATE webhook_endpoint SET secret_id = '%s'".formatted(current));
        run("UPDATE card_key SET secret_id = '' ORDER BY card_key_id DESC LIMIT 1");
        return shop.send("ops", "POST", "/api/card-keys/rotate", REASON);
    }

    Answer stock(String item, String body) throws Exception {
        return shop.send("shop", "POST", "/api/items/%s/stock".formatted(item), body);
    }

    Answer withdrawn(String item) throws Exception {
        return shop.send("shop", "POST", "/api/items/%s/withdraw".formatted(item), REASON);
    }

    Answer contact(String buyer, String method, String body) throws Exception {
        return shop.send("shop", method, "/api/buyers/%s/contact".formatted(buyer), body);
    }

    Answer keyed(String role, String path, String body) throws Exception {
        return shop.send(role, "POST", path, body, "Idempotency-Key", IDS.next(NumberPrefix.SEND));
    }

    String ordered() throws Exception {
        var item = shop.item("ASSET_CREDIT");
        stock(item, "{\"units\":5}");
        return shop.placed(item).path();
    }

    String failed() throws Exception {
        var item = shop.item("ASSET_CREDIT");
        stock(item, "{\"units\":5}");
        var order = shop.placed(item);
        ShopServer.says(order.paymentNo(), FactKind.FAILED, "t-" + order.paymentNo(), 27_000);
        return order.path();
    }

    Answer file() throws Exception {
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
        return shop.send(
                "finance",
                "POST",
                "/api/reconciliations",
                body.toString(),
                "Content-Type",
                "multipart/form-data; boundary=" + boundary,
                "Idempotency-Key",
                IDS.next(NumberPrefix.SEND));
    }

    Answer webhook(Answer consignor) throws Exception {
        return shop.send(
                "shop",
                "POST",
                "/api/consignors/%s/webhooks".formatted(consignor.text("consignorId")),
                "{\"url\":\"https://127.0.0.1:9999/hook\"}");
    }

    String hook() throws Exception {
        var consignor = consignor();
        return "/api/consignors/%s/webhooks/%s"
                .formatted(consignor.text("consignorId"), webhook(consignor).text("webhookId"));
    }

    static String delivery() {
        var id = IDS.next(NumberPrefix.SEND);
        run(
                """
                INSERT INTO notification_delivery
                VALUES ('%1$s', '%1$s', 'O0000000000000001', 'SHOP', 'shop', 'GIVEN_UP', UTC_TIMESTAMP(3), 12, 'no', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
                """
                        .formatted(id));
        return id;
    }

    static String aCase() {
        var payment = new PaymentNo("P-nobody-" + IDS.next(NumberPrefix.SEND));
        ShopServer.says(payment, FactKind.PAID, "t-" + payment, 5);
        return ShopServer.DATABASE
                .sql()
                .sql("SELECT case_id FROM case_file WHERE payment_no = ?")
                .param(payment.value())
                .query(String.class)
                .single();
    }

    /// What one person of finance proposed, another decides.
    Answer decide(String how) throws Exception {
        var proposal =
                keyed(
                        "fay",
                        shop.paid().path() + "/refunds",
                        "{\"amount\":{\"currency\":\"CNY\",\"minor\":20000},\"reason\":\"broken\"}");
        return shop.send(
                "fred",
                "POST",
                "/api/proposals/%s/%s".formatted(proposal.text("proposalId"), how),
                REASON);
    }

    String readable() throws Exception {
        var item = shop.item("ASSET_CREDIT");
        stock(item, "{\"units\":5}");
        var order = shop.placed(item);
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

    Answer letter(String body, String... actions) throws Exception {
        var id = IDS.next(NumberPrefix.DEAD_LETTER);
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
                    shop.send(
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

    static void run(String sql) {
        ShopServer.DATABASE.sql().sql(sql).update();
    }

    static LocalDate today() {
        return LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
    }
}
