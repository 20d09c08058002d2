package dev.consign.testbed.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/// Buys as people do: places an order, and pays it while its payment is open. One whose time is
/// over before that, since the processor was down or the machine slow, is placed anew. So what is
/// to happen to an order of the day happens to it at any speed.
final class Checkout {
    /// Nobody tries more often.
    private static final int MOST_ORDERS = 5;

    private final ShopClient shop;
    private final long run;
    private final AtomicInteger overtaken = new AtomicInteger();

    /// @param run keeps this day's idempotency keys apart from another's
    Checkout(ShopClient shop, long run) {
        this.shop = shop;
        this.run = run;
    }

    /// What a buyer does with an order that can still be paid.
    @FunctionalInterface
    interface Buyer {
        /// Who orders and does no more, now.
        Buyer IDLE = _ -> true;

        /// @param order the processor's answer
        /// @return false when its payment had been closed before
        boolean acts(JsonNode order) throws InterruptedException;
    }

    /// @return the processor's answer to the order that the buyer acted on
    JsonNode order(String name, String item, int quantity, Buyer buyer)
            throws InterruptedException {
        var wanted =
                Map.of(
                        "buyerId", name,
                        "itemId", item,
                        "quantity", quantity,
                        "gateway", "sandbox");
        var key = "demo-%d-%s-%s".formatted(run, name, item);
        for (var turn = 1; turn <= MOST_ORDERS; turn++) {
            var order = shop.place("/api/orders", wanted, turn == 1 ? key : key + "-" + turn);
            if (!order.path("status").asString().equals("EXPIRED")) {
                if (buyer.acts(order)) {
                    return order;
                }
                // Until then the goods are this order's.
                shop.awaitStatus(order.path("orderNo").asString(), "EXPIRED");
            }
            overtaken.incrementAndGet();
        }
        throw new IllegalStateException("no order can be paid before it expires");
    }

    /// Lets the buyer pay, if the payment is still open.
    ///
    /// @param how beside that, what the gateway's control interface takes
    /// @return false when it was closed before
    boolean pay(JsonNode order, Map<String, ?> how) throws InterruptedException {
        var told = new HashMap<String, Object>(how);
        told.put("unlessEnded", true);
        return shop.controlUnlessEnded(payment(order) + "/pay", told);
    }

    /// Has the gateway refuse the payment, if it is still open.
    ///
    /// @return false when it was closed before
    boolean fail(JsonNode order) throws InterruptedException {
        return shop.controlUnlessEnded(payment(order) + "/fail", Map.of());
    }

    /// The buyer pays two attempts of one order, the second one first.
    ///
    /// @return false when the order was over before
    boolean payTwice(JsonNode order, Map<String, ?> how) throws InterruptedException {
        var orderNo = order.path("orderNo").asString();
        JsonNode second;
        try {
            second =
                    shop.place(
                            "/api/orders/" + orderNo + "/payments",
                            Map.of("gateway", "sandbox"),
                            "demo-%d-%s-again".formatted(run, orderNo));
        } catch (ShopClient.Refusal e) {
            if (e.code().equals("not_payable")) {
                return false;
            }
            throw e;
        }
        if (!pay(second, how)) {
            return false;
        }
        // Whatever has become of the first meanwhile: money comes also for what is closed.
        shop.control(payment(order) + "/pay", how);
        return true;
    }

    private static String payment(JsonNode order) {
        return "/control/payments/" + order.path("payment").path("paymentNo").asString();
    }

    /// Orders that expired before their buyer could act, and were placed anew.
    int overtaken() {
        return overtaken.get();
    }
}
