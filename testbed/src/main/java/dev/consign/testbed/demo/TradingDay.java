package dev.consign.testbed.demo;

import dev.consign.testbed.sandbox.callback.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Lists goods, places orders from several shops at once and lets the gateway have its bad day.
final class TradingDay {
    static final int FORGED = 10;
    static final int UNKNOWN = 3;
    private static final int SHOPS = 6;
    private static final int CARD_KEYS = 400;

    private final ShopClient shop;
    private final Signature signature;
    private final List<Plan> plans;
    private final Checkout checkout;
    private final AtomicInteger placed = new AtomicInteger();
    private final Map<String, Placed> orders = new ConcurrentHashMap<>();
    private final List<String> items = new ArrayList<>();

    /// @param secret the sandbox gateway's, for callbacks of its own making
    TradingDay(ShopClient shop, String secret, int orders, long seed) {
        this.shop = shop;
        this.signature = new Signature(secret);
        this.plans = Plan.day(orders, new Random(seed));
        this.checkout = new Checkout(shop, seed);
    }

    void listGoods() throws InterruptedException {
        for (var name : List.of("Card & Key", "Gold Mine")) {
            var consignor =
                    text(
                            shop.post(
                                    "/api/consignors",
                                    Map.of("name", name, "commissionBps", 333),
                                    key("consignor", name)),
                            "consignorId");
            items.add(item(consignor, "CARD_KEY", 27_001));
            items.add(item(consignor, "ASSET_CREDIT", 9_999));
        }
    }

    /// A card of which there is one.
    String lastPiece(String name) throws InterruptedException {
        var consignor =
                text(
                        shop.post(
                                "/api/consignors",
                                Map.of("name", name, "commissionBps", 333),
                                key("consignor", name)),
                        "consignorId");
        var terms = terms(consignor, "CARD_KEY", 50_000);
        var item = text(shop.post("/api/items", terms, key("item", name)), "itemId");
        shop.post(
                "/api/items/" + item + "/stock",
                Map.of("keys", List.of("THE-LAST-" + item)),
                key("stock", item));
        return item;
    }

    /// Where orders are placed and paid.
    Checkout checkout() {
        return checkout;
    }

    private String item(String consignor, String kind, long price) throws InterruptedException {
        var terms = terms(consignor, kind, price);
        var item = text(shop.post("/api/items", terms, key("item", consignor + kind)), "itemId");
        Map<String, Object> stock =
                kind.equals("ASSET_CREDIT") ? Map.of("units", 10_000) : Map.of("keys", keys(item));
        shop.post("/api/items/" + item + "/stock", stock, key("stock", item));
        return item;
    }

    /// A key has no blanks, and one request.
    private static String key(String what, String name) {
        return what + "-" + name.replace(' ', '-');
    }

    private static Map<String, Object> terms(String consignor, String kind, long price) {
        var terms =
                new HashMap<String, Object>(
                        Map.of(
                                "consignorId",
                                consignor,
                                "title",
                                kind + " at " + price,
                                "kind",
                                kind,
                                "price",
                                Map.of("currency", "CNY", "minor", price)));
        if (kind.equals("ASSET_CREDIT")) {
            terms.put("assetUnits", 100);
        }
        return terms;
    }

    private static List<String> keys(String item) {
        var keys = new ArrayList<String>();
        for (var i = 0; i < CARD_KEYS; i++) {
            keys.add("%s-%04d".formatted(item, i));
        }
        return keys;
    }

    /// Places and pays every order; returns when the shops have all their answers.
    void trade() throws InterruptedException, ExecutionException {
        shop.control("/control/faults", Map.of("payOnCreate", true));
        place(plans.subList(0, 15), 0);
        shop.control("/control/faults", Map.of());
        place(plans.subList(15, plans.size()), 15);
    }

    private void place(List<Plan> some, int first) throws InterruptedException, ExecutionException {
        try (var shops = Executors.newFixedThreadPool(SHOPS)) {
            var waiting = new ArrayList<Future<?>>();
            for (var i = 0; i < some.size(); i++) {
                var plan = some.get(i);
                var number = first + i;
                waiting.add(
                        shops.submit(() -> {
                            placeOne(plan, number);
                            return true;
                        }));
            }
            for (var one : waiting) {
                one.get();
            }
        }
    }

    private void placeOne(Plan plan, int number) throws InterruptedException {
        var order =
                checkout.order(
                        "buyer-" + number,
                        items.get(number % items.size()),
                        1 + number % 2,
                        placed -> play(plan, placed));
        orders.put(
                text(order, "orderNo"), new Placed(plan, text(order.path("payment"), "paymentNo")));
        placed.incrementAndGet();
    }

    /// @return false when the order was over before its fate could come
    private boolean play(Plan plan, JsonNode order) throws InterruptedException {
        return switch (plan.fate()) {
            case PAID ->
                    checkout.pay(
                            order,
                            Map.of(
                                    "callbacks", plan.callbacks(),
                                    "delayMs", plan.delayMillis(),
                                    "outOfOrder", plan.outOfOrder()));
            case LOST -> checkout.pay(order, Map.of("lose", true));
            case WRONG_AMOUNT ->
                    checkout.pay(
                            order,
                            Map.of(
                                    "callbacks", plan.callbacks(),
                                    "amount", Map.of("currency", "CNY", "minor", 1)));
            case FAILS -> checkout.fail(order);
            case PAID_TWICE ->
                    checkout.payTwice(
                            order,
                            Map.of("callbacks", plan.callbacks(), "delayMs", plan.delayMillis()));
            // The first is paid by now; the others are not, or not yet.
            case OVERTAKES, NEVER_PAID, PAID_LATE -> true;
        };
    }

    /// Callbacks that no gateway sent.
    ///
    /// @return how many were refused
    int forge() throws InterruptedException {
        var stranger = new Signature("whsec_" + "QUJD".repeat(8));
        var now = Instant.now().getEpochSecond();
        var refused = 0;
        for (var i = 0; i < FORGED; i++) {
            var body = body("P" + "0".repeat(15) + i);
            var id = "evt_forged_" + i;
            // Half with a key of their own, half with a true signature of long ago.
            var stale = i % 2 == 0;
            var at = stale ? now - 4_000 : now;
            var code = (stale ? signature : stranger).sign(id, at, body);
            if (shop.callback(id, at, code, body) == 401) {
                refused++;
            }
        }
        return refused;
    }

    /// Genuine callbacks for payments nobody here has asked for.
    ///
    /// @return how many were accepted
    int sendUnknown() throws InterruptedException {
        var accepted = 0;
        for (var i = 0; i < UNKNOWN; i++) {
            var body = body("P" + "1".repeat(15) + i);
            var id = "evt_unknown_" + i;
            var now = Instant.now().getEpochSecond();
            if (shop.callback(id, now, signature.sign(id, now, body), body) == 200) {
                accepted++;
            }
        }
        return accepted;
    }

    private static String body(String paymentNo) {
        return """
        {"type":"payment.paid","timestamp":"%2$s","data":{"paymentNo":"%1$s","transactionId":"t-%1$s",\
        "amount":{"currency":"CNY","minor":27001},"occurredAt":"%2$s"}}\
        """
                .formatted(paymentNo, Instant.now());
    }

    int placed() {
        return placed.get();
    }

    int planned() {
        return plans.size();
    }

    /// An order and its first payment.
    record Placed(Plan plan, String paymentNo) {}

    /// Orders that must be credited, each once.
    int toBeDelivered() {
        return count(Plan::isDelivered);
    }

    int of(Plan.Fate fate) {
        return count(plan -> plan.fate() == fate);
    }

    /// First payments of the orders with this fate.
    List<String> payments(Plan.Fate fate) {
        return orders.values().stream()
                .filter(order -> order.plan().fate() == fate)
                .map(Placed::paymentNo)
                .toList();
    }

    /// Numbers of the orders with this fate, in order.
    List<String> numbers(Plan.Fate fate) {
        return orders.entrySet().stream()
                .filter(order -> order.getValue().plan().fate() == fate)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private int count(Predicate<Plan> wanted) {
        return (int) orders.values().stream().map(Placed::plan).filter(wanted).count();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString();
    }
}
