package dev.consign.processor.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.payment.FactKind;
import dev.consign.processor.shop.ShopServer.Placed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Lists of orders, items and consignors, and how every list is gone through.
class ListsTest {
    private static final ShopServer SHOP = new ShopServer();

    /// More than a page.
    private static final int MANY = 450;

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void an_order_is_found_by_what_people_know_of_it() throws Exception {
        var order = SHOP.paid();
        var now = Instant.now();
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        for (var query :
                List.of(
                        "buyerId=" + order.buyer(),
                        "transactionId=t-" + order.paymentNo(),
                        "buyerId=%s&status=COMPLETED&amount=27000".formatted(order.buyer()),
                        "buyerId=%s&from=%s".formatted(order.buyer(), now.minusSeconds(600)),
                        "buyerId=%s&to=%s".formatted(order.buyer(), now.plusSeconds(600)),
                        "buyerId=%s&from=%s&to=%s"
                                .formatted(order.buyer(), today.minusDays(1), today))) {
            var found = orders("support", query);
            assertThat(found.path("next").isNull()).as(query).isTrue();
            assertThat(found.path("items").size()).as(query).isOne();
            var one = found.at("/items/0");
            assertThat(one.path("orderNo").asString()).isEqualTo(order.orderNo().value());
            assertThat(one.path("status").asString()).isEqualTo("COMPLETED");
            assertThat(one.at("/amount/minor").asLong()).isEqualTo(27_000);
            assertThat(one.has("deliveries")).isFalse();
        }
        for (var query :
                List.of(
                        "buyerId=nobody-at-all",
                        "transactionId=none",
                        "buyerId=%s&status=FAILED".formatted(order.buyer()),
                        "buyerId=%s&amount=27001".formatted(order.buyer()),
                        "buyerId=%s&from=%s".formatted(order.buyer(), now.plusSeconds(600)),
                        "buyerId=%s&to=%s".formatted(order.buyer(), today.minusDays(2)))) {
            assertThat(orders("finance", query).path("items").size()).as(query).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "status, , 400 invalid_request",
        "status, completed, 400 invalid_request",
        "status, PAID, 400 invalid_request",
        "amount, , 400 invalid_request",
        "amount, 0, 400 invalid_request",
        "amount, -1, 400 invalid_request",
        "amount, 007, 400 invalid_request",
        "amount, 1.5, 400 invalid_request",
        "amount, 1e3, 400 invalid_request",
        "amount, %2B5, 400 invalid_request",
        "amount, CNY1, 400 invalid_request",
        "amount, 100000000000001, 400 invalid_request",
        "amount, 99999999999999999999, 400 invalid_request",
        "amount, %D9%A1, 400 invalid_request",
        "amount, 100000000000000, 200",
        "buyer, x, 400 unknown_parameter",
        "limit, 5, 400 unknown_parameter"
    })
    void a_wrong_filter_is_named(String name, String value, String verdict) throws Exception {
        var answer =
                SHOP.send(
                        "support",
                        "GET",
                        "/api/orders?%s=%s".formatted(name, value == null ? "" : value),
                        "");
        assertThat(answer.verdict()).isEqualTo(verdict);
        if (answer.status() == 400) {
            assertThat(answer.text("detail")).contains(name);
        }
    }

    @Test
    void a_list_is_gone_through_without_a_gap_or_a_repeat() throws Exception {
        var order = SHOP.paid();
        ShopServer.DATABASE
                .sql()
                .sql(
                        """
                        INSERT INTO orders (order_no, status, version, buyer_id, item_id, item_kind, consignor_id, quantity, units,
                                            currency, amount_minor, fee_bps, one_open_order, created_at, expires_at, updated_at)
                        SELECT CONCAT('O', 'Z', RIGHT(order_no, 9), LPAD(seq, 6, '0')), 'FAILED', 0, CONCAT('many-', buyer_id),
                               item_id, item_kind, consignor_id, quantity, units, currency, amount_minor, fee_bps, 0,
                               created_at, expires_at, updated_at
                          FROM orders JOIN seq_1_to_%d
                         WHERE order_no = '%s'
                        """
                                .formatted(MANY, order.orderNo()))
                .update();
        var numbers = new ArrayList<String>();
        var pages = 0;
        var after = "";
        do {
            var page = orders("shop", "buyerId=many-" + order.buyer() + after);
            page.path("items").forEach(one -> numbers.add(one.path("orderNo").asString()));
            after = page.path("next").isNull() ? "" : "&after=" + page.path("next").asString();
            pages++;
        } while (!after.isEmpty());
        assertThat(pages).isEqualTo(3);
        assertThat(numbers)
                .hasSize(MANY)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
        ShopServer.DATABASE
                .sql()
                .sql("DELETE FROM orders WHERE buyer_id = ?")
                .param("many-" + order.buyer())
                .update();
    }

    @Test
    void the_catalogue_is_listed_newest_first() throws Exception {
        var first = SHOP.item("CARD_KEY");
        var second = SHOP.item("ASSET_CREDIT");
        SHOP.send("shop", "POST", "/api/items/" + second + "/stock", "{\"units\":7}");
        var listed = SHOP.send("shop", "GET", "/api/items", "").json().path("items");
        var ids = listed.valueStream().map(one -> one.path("itemId").asString()).toList();
        assertThat(ids).contains(first).startsWith(second);
        assertThat(listed.at("/0/available").asLong()).isEqualTo(7);
        assertThat(listed.at("/0/kind").asString()).isEqualTo("ASSET_CREDIT");
        var owner = listed.at("/0/consignorId").asString();
        var own = SHOP.send("ops", "GET", "/api/items?consignorId=" + owner, "").json();
        assertThat(own.path("items").size()).isOne();
        var consignors = SHOP.send("finance", "GET", "/api/consignors", "").json().path("items");
        assertThat(consignors.at("/0/consignorId").asString()).isEqualTo(owner);
        assertThat(consignors.at("/0/commissionBps").asInt()).isEqualTo(500);
    }

    @Test
    void a_balance_is_of_all_entries_whichever_are_listed() throws Exception {
        var order = SHOP.paid();
        var path = "/api/buyers/%s/assets".formatted(order.buyer());
        var all = SHOP.send("support", "GET", path, "").json();
        assertThat(all.path("balance").asLong()).isEqualTo(100);
        assertThat(all.path("entries").size()).isOne();
        assertThat(all.path("next").isNull()).isTrue();
        for (var query :
                List.of(
                        "?after=" + order.orderNo(),
                        "?from=" + Instant.now().plus(Duration.ofHours(1)))) {
            var none = SHOP.send("support", "GET", path + query, "").json();
            assertThat(none.path("balance").asLong()).as(query).isEqualTo(100);
            assertThat(none.path("entries").size()).as(query).isZero();
        }
        var others = SHOP.paid();
        assertThat(SHOP.send("support", "GET", path + "?after=" + others.orderNo(), "").verdict())
                .isEqualTo("400 bad_cursor");
    }

    @Test
    void an_order_that_is_as_it_was_is_not_shown_again() throws Exception {
        var order = SHOP.paid();
        var tag = tag("shop", order);
        for (var known : List.of(tag, "W/" + tag, "\"x\", " + tag, tag + ",\"\"", "*")) {
            var again = SHOP.send("shop", "GET", order.path(), "", "If-None-Match", known);
            assertThat(again.status()).as(known).isEqualTo(304);
            assertThat(again.response().body()).isEmpty();
            assertThat(again.response().headers().firstValue("ETag")).contains(tag);
        }
        // What somebody was shown says nothing of what another one was.
        assertThat(Set.of(tag, tag("support", order), tag("sam", order), tag("ops", order)))
                .hasSize(4);
        var refund =
                SHOP.send(
                        "shop",
                        "POST",
                        order.path() + "/refunds",
                        "{\"amount\":{\"currency\":\"CNY\",\"minor\":1},\"reason\":\"one\"}",
                        "Idempotency-Key",
                        "tag-" + order.orderNo());
        assertThat(refund.status()).isEqualTo(201);
        var changed = SHOP.send("shop", "GET", order.path(), "", "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.response().headers().firstValue("ETag").orElse("")).isNotEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource({"x", "''", "'\"a'", "'\"a\" \"b\"'", "'w/\"a\"'", "'\"a\",*'", "','"})
    void a_tag_that_is_none_is_named(String header) throws Exception {
        var order = SHOP.paid();
        var answer = SHOP.send("shop", "GET", order.path(), "", "If-None-Match", header);
        assertThat(answer.verdict()).isEqualTo("400 invalid_request");
        assertThat(answer.text("detail")).startsWith("If-None-Match must be");
    }

    /// Issue 11, number 6: a read of card keys is in the audit. An answer without them is none.
    @Test
    void what_is_not_shown_is_not_audited_and_what_is_shown_is() throws Exception {
        var item = SHOP.item("CARD_KEY");
        SHOP.send(
                "shop",
                "POST",
                "/api/items/" + item + "/stock",
                "{\"keys\":[\"key-of-" + item + "\"]}");
        var order = SHOP.placed(item);
        ShopServer.says(order.paymentNo(), FactKind.PAID, "t-" + order.paymentNo(), 27_000);
        var tag = tag("support", order);
        assertThat(reads(order)).isOne();
        for (var known : List.of(tag, "*")) {
            assertThat(
                            SHOP.send("support", "GET", order.path(), "", "If-None-Match", known)
                                    .status())
                    .isEqualTo(304);
        }
        assertThat(reads(order)).isOne();
        // A tag of somebody else opens nothing, and hides nothing.
        assertThat(SHOP.send("shop", "GET", order.path(), "", "If-None-Match", tag).status())
                .isEqualTo(200);
        assertThat(reads(order)).isEqualTo(2);
    }

    private static long reads(Placed order) {
        return ShopServer.DATABASE.count(
                "SELECT COUNT(*) FROM audit WHERE action = 'CARD_KEYS_READ' AND subject = '%s'"
                        .formatted(order.orderNo()));
    }

    private static String tag(String role, Placed order) throws Exception {
        var answer = SHOP.send(role, "GET", order.path(), "");
        assertThat(answer.status()).isEqualTo(200);
        return answer.response().headers().firstValue("ETag").orElseThrow();
    }

    private static JsonNode orders(String role, String query) throws Exception {
        var answer = SHOP.send(role, "GET", "/api/orders?" + query, "");
        assertThat(answer.status()).as("%s: %s", query, answer.response().body()).isEqualTo(200);
        return answer.json();
    }
}
