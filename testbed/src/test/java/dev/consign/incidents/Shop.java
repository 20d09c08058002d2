package dev.consign.incidents;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// The shop's front end: lists goods and places orders over HTTP as it would.
final class Shop {
    static final long PRICE = 27_000;
    static final long UNITS = 100;

    private final String url;
    private final Map<String, String> key;

    Shop(String url, String apiKey) {
        this.url = url;
        this.key = Map.of("Authorization", "Bearer " + apiKey);
    }

    /// An order as the shop was told of it.
    record Placed(String orderNo, String paymentNo, long minor) {}

    String credits(int pieces) throws IOException, InterruptedException {
        return credits(pieces, PRICE);
    }

    String credits(int pieces, long price) throws IOException, InterruptedException {
        var item =
                item(
                        Map.of("kind", "ASSET_CREDIT", "assetUnits", UNITS, "title", "100 coins"),
                        price);
        accepted("/api/items/" + item + "/stock", Map.of("units", pieces));
        return item;
    }

    /// Goods of which a buyer may have one open order at most.
    String onePerBuyer(int pieces) throws IOException, InterruptedException {
        var item =
                item(
                        Map.of(
                                "kind",
                                "ASSET_CREDIT",
                                "assetUnits",
                                UNITS,
                                "title",
                                "Starter",
                                "oneOpenOrder",
                                true));
        accepted("/api/items/" + item + "/stock", Map.of("units", pieces));
        return item;
    }

    String cardKeys(int pieces) throws IOException, InterruptedException {
        var item = item(Map.of("kind", "CARD_KEY", "title", "A card"));
        var keys = new ArrayList<String>();
        for (var i = 0; i < pieces; i++) {
            keys.add("KEY-" + item + "-" + i);
        }
        accepted("/api/items/" + item + "/stock", Map.of("keys", keys));
        return item;
    }

    /// Has the consignor of the item told of its orders.
    void webhook(String consignor, String at) throws IOException, InterruptedException {
        accepted("/api/consignors/" + consignor + "/webhooks", Map.of("url", at));
    }

    /// Has the buyer written to.
    void contact(String buyer, String email) throws IOException, InterruptedException {
        Web.accepted(
                Web.put(
                        url + "/api/buyers/" + buyer + "/contact",
                        key,
                        Web.write(Map.of("email", email))));
    }

    Placed order(String item, int quantity) throws IOException, InterruptedException {
        return order("buyer-" + UUID.randomUUID(), item, quantity);
    }

    Placed order(String buyer, String item, int quantity) throws IOException, InterruptedException {
        var answer = order(buyer, item, quantity, UUID.randomUUID().toString());
        return placed(Web.accepted(answer));
    }

    HttpResponse<String> order(String buyer, String item, int quantity, String idempotencyKey)
            throws IOException, InterruptedException {
        var body =
                Map.of(
                        "buyerId",
                        buyer,
                        "itemId",
                        item,
                        "quantity",
                        quantity,
                        "gateway",
                        "sandbox");
        var headers = new HashMap<>(key);
        headers.put("Idempotency-Key", idempotencyKey);
        return Web.post(url + "/api/orders", headers, Web.write(body));
    }

    /// One more attempt to pay.
    Placed attempt(Placed order) throws IOException, InterruptedException {
        var headers = new HashMap<>(key);
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        var answer =
                Web.read(
                        Web.accepted(
                                Web.post(
                                        url + "/api/orders/" + order.orderNo() + "/payments",
                                        headers,
                                        "{\"gateway\":\"sandbox\"}")));
        return new Placed(
                order.orderNo(),
                answer.path("payment").path("paymentNo").asString(),
                order.minor());
    }

    HttpResponse<String> refund(Placed order, long minor, String idempotencyKey)
            throws IOException, InterruptedException {
        var headers = new HashMap<>(key);
        headers.put("Idempotency-Key", idempotencyKey);
        var body = Map.of("amount", Map.of("currency", "CNY", "minor", minor), "reason", "broken");
        return Web.post(
                url + "/api/orders/" + order.orderNo() + "/refunds", headers, Web.write(body));
    }

    /// The order as the shop sees it.
    JsonNode show(Placed order) throws IOException, InterruptedException {
        return Web.read(Web.get(url + "/api/orders/" + order.orderNo(), key));
    }

    HttpResponse<String> cancel(String orderNo) throws IOException, InterruptedException {
        var headers = new HashMap<>(key);
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        return Web.post(url + "/api/orders/" + orderNo + "/cancel", headers, "");
    }

    static Placed placed(String answer) {
        var order = Web.read(answer);
        return new Placed(
                order.path("orderNo").asString(),
                order.path("payment").path("paymentNo").asString(),
                order.path("amount").path("minor").asLong());
    }

    /// The card keys that were delivered.
    List<String> keys(Placed order) throws IOException, InterruptedException {
        var shown = Web.read(Web.get(url + "/api/orders/" + order.orderNo(), key));
        return shown.path("deliveries")
                .valueStream()
                .map(one -> one.path("key").asString())
                .toList();
    }

    private String item(Map<String, Object> terms) throws IOException, InterruptedException {
        return item(terms, PRICE);
    }

    private String item(Map<String, Object> terms, long price)
            throws IOException, InterruptedException {
        var consignor =
                accepted("/api/consignors", Map.of("name", "Cards & Co", "commissionBps", 333))
                        .path("consignorId")
                        .asString();
        var item = new HashMap<>(terms);
        item.put("consignorId", consignor);
        item.put("price", Map.of("currency", "CNY", "minor", price));
        return accepted("/api/items", item).path("itemId").asString();
    }

    private JsonNode accepted(String path, Map<String, ?> body)
            throws IOException, InterruptedException {
        return Web.read(Web.accepted(Web.post(url + path, key, Web.write(body))));
    }
}
