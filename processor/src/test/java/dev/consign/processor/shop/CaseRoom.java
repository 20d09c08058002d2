package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath.Engine;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.Command;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.shop.ShopServer.Answer;
import dev.consign.processor.shop.ShopServer.Placed;
import dev.consign.sql.Utc;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Orders in trouble, and what support and finance do about them over HTTP.
record CaseRoom(ShopServer shop) {
    private static final IdSource IDS = IdSource.secure(InstantSource.system());
    private static final Engine LATER =
            ShopServer.DATABASE.engine(
                    InstantSource.offset(InstantSource.system(), Duration.ofDays(1)));

    /// An order whose time to pay is over, and nobody knows whether it is paid.
    Placed inReview() throws Exception {
        var item = shop.item("ASSET_CREDIT");
        shop.send("shop", "POST", "/api/items/" + item + "/stock", "{\"units\":1}");
        var order = shop.placed(item);
        LATER.carryOut(new Command.Overdue(order.orderNo()));
        // Its time was over just now, not tomorrow.
        ShopServer.DATABASE
                .sql()
                .sql("UPDATE orders SET expires_at = UTC_TIMESTAMP(3) WHERE order_no = ?")
                .param(order.orderNo().value())
                .update();
        return order;
    }

    /// An order whose one payment was paid by two transactions: it holds the second money.
    Placed paidTwice() throws Exception {
        var order = shop.paid();
        assertThat(
                        ShopServer.says(
                                order.paymentNo(),
                                FactKind.PAID,
                                "t-second-" + order.orderNo(),
                                27_000))
                .isEqualTo(Outcome.PARKED);
        return order;
    }

    /// What a callback says, which is true and signed as far as anybody here knows.
    static Outcome callback(Placed order, FactKind kind, String transaction, long minor) {
        return ShopServer.DATABASE
                .processor()
                .process(
                        List.of(
                                new PaymentFact(
                                        ShopServer.GATEWAY.code(),
                                        ShopServer.GATEWAY.merchant(),
                                        order.paymentNo(),
                                        kind,
                                        Money.of("CNY", minor),
                                        new TransactionId(transaction),
                                        null,
                                        Instant.now(),
                                        FactSource.CALLBACK)))
                .getFirst()
                .outcome();
    }

    /// As the reconciler leaves a task whose schedule is used up.
    String exhausted(CaseKind kind, String task, String reference, Placed order) {
        ShopServer.DATABASE
                .sql()
                .sql(
                        "UPDATE gateway_task SET status = 'EXHAUSTED', attempts = 60 WHERE reference = ? AND kind = ?")
                .param(reference)
                .param(task)
                .update();
        return open(kind, kind + ":" + reference, order);
    }

    String open(CaseKind kind, String key, @Nullable Placed order) {
        var id = IDS.next(NumberPrefix.CASE);
        ShopServer.DATABASE
                .sql()
                .sql(
                        """
                        INSERT INTO case_file (case_id, case_key, kind, status, order_no, payment_no, evidence, opened_at)
                        VALUES (?, ?, ?, 'OPEN', ?, ?, 'nobody knows', ?)
                        ON DUPLICATE KEY UPDATE status = 'OPEN', owner = NULL, resolution = NULL, resolved_at = NULL
                        """)
                .param(id)
                .param(key)
                .param(kind.name())
                .param(order == null ? null : order.orderNo().value())
                .param(order == null ? null : order.paymentNo().value())
                .param(Utc.column(Instant.now()))
                .update();
        return ShopServer.DATABASE
                .sql()
                .sql("SELECT case_id FROM case_file WHERE case_key = ?")
                .param(key)
                .query((row, _) -> row.getString(1))
                .single();
    }

    /// The one open case of this kind.
    String find(CaseKind kind, Placed order) throws Exception {
        var found =
                shop.send(
                                "support",
                                "GET",
                                "/api/cases?status=OPEN&kind=%s&orderNo=%s"
                                        .formatted(kind, order.orderNo()),
                                "")
                        .json()
                        .path("items");
        assertThat(found.size()).isOne();
        return found.path(0).path("caseId").asString();
    }

    JsonNode show(String caseId) throws Exception {
        return shop.send("support", "GET", "/api/cases/" + caseId, "").json();
    }

    List<String> actions(String caseId) throws Exception {
        return show(caseId)
                .path("actions")
                .valueStream()
                .map(one -> one.path("action").asString())
                .toList();
    }

    String status(Placed order) throws Exception {
        return shop.send("finance", "GET", order.path(), "").text("status");
    }

    JsonNode order(Placed order) throws Exception {
        return shop.send("finance", "GET", order.path(), "").json();
    }

    /// @param key empty for none
    Answer resolve(String role, String key, String caseId, String body) throws Exception {
        var path = "/api/cases/" + caseId + "/resolve";
        return key.isEmpty()
                ? shop.send(role, "POST", path, body)
                : shop.send(role, "POST", path, body, "Idempotency-Key", key);
    }

    /// Under a key of its own.
    Answer finance(String caseId, String fields) throws Exception {
        return resolve("finance", IDS.next(NumberPrefix.SEND), caseId, because(fields));
    }

    /// What one person of finance wants and another approves.
    ///
    /// @return how the case stands then
    String byTwo(String caseId, String fields) throws Exception {
        var proposed = resolve("fay", IDS.next(NumberPrefix.SEND), caseId, because(fields));
        assertThat(proposed.verdict()).isEqualTo("202");
        var done =
                shop.send(
                        "fred",
                        "POST",
                        "/api/proposals/%s/approve".formatted(proposed.text("proposalId")),
                        "{\"reason\":\"looked at it\"}");
        assertThat(done.verdict()).isEqualTo("200");
        return done.json().at("/result/status").asString();
    }

    Answer support(String caseId, String fields) throws Exception {
        return resolve("support", "", caseId, because(fields));
    }

    static String because(String fields) {
        return "{\"reason\":\"the gateway called\"%s}".formatted(fields);
    }

    static String action(String name) {
        return ",\"action\":\"%s\"".formatted(name);
    }

    RefundNo refund(Placed order, long minor) throws Exception {
        return new RefundNo(
                shop.send(
                                "shop",
                                "POST",
                                order.path() + "/refunds",
                                """
                                {"amount":{"currency":"CNY","minor":%d},"reason":"broken"}
                                """
                                        .formatted(minor),
                                "Idempotency-Key",
                                IDS.next(NumberPrefix.SEND))
                        .text("refundNo"));
    }

    /// Each of the names stands where the query says %s.
    long count(String query, Object... names) {
        var text = query;
        for (var name : names) {
            text = text.replaceFirst("%s", String.valueOf(name));
        }
        return ShopServer.DATABASE.count(text);
    }
}
