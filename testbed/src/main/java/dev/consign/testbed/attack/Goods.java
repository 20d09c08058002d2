package dev.consign.testbed.attack;

import dev.consign.testbed.demo.ShopClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/// Goods and orders as a shop places them that means well: what an attack needs something true for.
final class Goods {
    static final long PRICE = 27_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Target target;
    private final ShopClient shop;

    private Goods(Target target) {
        this.target = target;
        this.shop = target.shop();
    }

    static Goods of(Target target) {
        return new Goods(target);
    }

    /// One order of one piece, which waits for its money.
    ///
    /// @param name of the consignor, `title` of the goods
    Placed order(String name, String title) throws InterruptedException {
        var consignor =
                shop.post("/api/consignors", Map.of("name", name, "commissionBps", 333), unique())
                        .path("consignorId")
                        .asString();
        var terms =
                Map.of(
                        "consignorId",
                        consignor,
                        "title",
                        title,
                        "kind",
                        "ASSET_CREDIT",
                        "assetUnits",
                        100,
                        "price",
                        Map.of("currency", "CNY", "minor", PRICE));
        var item = shop.post("/api/items", terms, unique()).path("itemId").asString();
        shop.post("/api/items/" + item + "/stock", Map.of("units", 10), unique());
        var buyer = "buyer-" + UUID.randomUUID();
        var order =
                shop.place(
                        "/api/orders",
                        Map.of(
                                "buyerId",
                                buyer,
                                "itemId",
                                item,
                                "quantity",
                                1,
                                "gateway",
                                "sandbox"),
                        unique());
        return new Placed(
                consignor,
                order.path("orderNo").asString(),
                order.path("payment").path("paymentNo").asString());
    }

    /// The buyer pays, and the gateway says so.
    void pay(Placed order) throws InterruptedException, SQLException {
        shop.control("/control/payments/" + order.paymentNo() + "/pay", Map.of("callbacks", 1));
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!isCompleted(order)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "order " + order.orderNo() + " is paid and not delivered");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    boolean isCompleted(Placed order) throws SQLException {
        return target.count(
                        "SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED' AND order_no = '%s'"
                                .formatted(order.orderNo()))
                == 1;
    }

    /// How often its proceeds were split; once is right.
    long settled(Placed order) throws SQLException {
        return target.count(
                "SELECT COUNT(*) FROM journal WHERE kind = 'SETTLE' AND order_no = '%s'"
                        .formatted(order.orderNo()));
    }

    private static String unique() {
        return UUID.randomUUID().toString();
    }

    /// Its numbers.
    record Placed(String consignorId, String orderNo, String paymentNo) {}
}
