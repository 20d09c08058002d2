package dev.consign.testbed.demo;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What the outside revokes after the trading, each of it to its end: disputes, refunds that the
/// bank returns, refunds of the gateway's own dashboard, money that went back before it came, and
/// money of another amount (issue 10).
final class Afterwards {
    static final int WON = 2;
    static final int LOST = 2;
    static final int RETURNED = 1;
    static final int DASHBOARD = 2;
    static final int REVERSED = 2;
    static final int OTHER_AMOUNT = 2;
    private static final long PRICE = 50_000;
    private static final long PART = 700;

    private final TradingDay day;
    private final ShopClient shop;
    private final ShopClient finance;
    private final Books books;
    private final List<Sale> won = new ArrayList<>();
    private final List<Sale> lost = new ArrayList<>();
    private final List<Sale> returned = new ArrayList<>();
    private final List<Sale> dashboard = new ArrayList<>();
    private int sales;

    Afterwards(TradingDay day, ShopClient shop, ShopClient finance, Books books) {
        this.day = day;
        this.shop = shop;
        this.finance = finance;
        this.books = books;
    }

    private record Sale(String orderNo, String paymentNo) {}

    /// Orders beside those of the day.
    static int orders() {
        return WON + LOST + RETURNED + DASHBOARD + REVERSED + OTHER_AMOUNT;
    }

    /// Orders of these that must be credited, each once.
    static int delivered() {
        return orders() - REVERSED;
    }

    /// Orders of these whose money is the buyer's again.
    static int refunded() {
        return LOST + RETURNED + REVERSED;
    }

    /// Refunds of these that must have happened and not come back.
    static int refunds() {
        return LOST + RETURNED + DASHBOARD + REVERSED;
    }

    /// @throws IllegalStateException when something did not come about in time
    void play() throws InterruptedException, SQLException {
        sell(WON, won);
        sell(LOST, lost);
        sell(RETURNED, returned);
        sell(DASHBOARD, dashboard);
        for (var one : concat(won, lost, returned, dashboard)) {
            await(one, "COMPLETED");
        }
        for (var i = 0; i < REVERSED; i++) {
            reverse(sale(Map.of("lose", true)));
        }
        for (var i = 0; i < OTHER_AMOUNT; i++) {
            deliver(sale(Map.of("minor", PRICE - 1)));
        }
        for (var one : concat(won, lost)) {
            control(one, "dispute", Map.of());
        }
        for (var one : won) {
            awaitCase(one, "DISPUTE");
            control(one, "dispute/won", Map.of());
        }
        for (var one : lost) {
            awaitCase(one, "DISPUTE");
            control(one, "dispute/lost", Map.of());
            await(one, "REFUNDED");
        }
        for (var one : returned) {
            refundTwice(one);
        }
        for (var one : dashboard) {
            control(one, "refunds", Map.of("amount", money(PART)));
            resolve(one, "UNEXPECTED_REFUND", "ACCEPT_REFUND");
        }
        Evening.await(
                "disputes ended", () -> books.cases("kind = 'DISPUTE' AND status = 'OPEN'"), 0);
    }

    /// The success overtaken by the refund that takes it back.
    private void reverse(Sale sale) throws InterruptedException, SQLException {
        control(sale, "refunds", Map.of("amount", money(PRICE), "outOfOrder", true));
        await(sale, "REFUNDED");
    }

    /// Although it was paid in another amount.
    private void deliver(Sale sale) throws InterruptedException, SQLException {
        await(sale, "IN_REVIEW");
        resolve(sale, "MISMATCH", "DELIVER");
    }

    /// The buyer's bank does not take the money; another way is found.
    private void refundTwice(Sale sale) throws InterruptedException, SQLException {
        var refundNo =
                shop.post(
                                "/api/orders/" + sale.orderNo() + "/refunds",
                                Map.of("amount", money(PRICE), "reason", "broken"),
                                "demo-returned-" + sale.orderNo())
                        .path("refundNo")
                        .asString();
        await(sale, "REFUNDED");
        control(sale, "refunds/" + refundNo + "/fail", Map.of());
        resolve(sale, "REFUND_RETURNED", "REFUND");
        Evening.await(
                "the money on its second way",
                () ->
                        books.refunds(
                                "status = 'SUCCEEDED' AND order_no = '%s'"
                                        .formatted(sale.orderNo())),
                1);
    }

    private void resolve(Sale sale, String kind, String action)
            throws InterruptedException, SQLException {
        awaitCase(sale, kind);
        var found =
                finance.get(
                        "/api/cases?status=OPEN&kind=%s&orderNo=%s"
                                .formatted(kind, sale.orderNo()));
        finance.post(
                "/api/cases/" + caseId(found) + "/resolve",
                Map.of("action", action, "reason", "as the gateway's statement says"),
                "demo-" + action + "-" + sale.orderNo());
    }

    private static String caseId(JsonNode found) {
        return found.path("items").path(0).path("caseId").asString();
    }

    private void sell(int count, List<Sale> into) throws InterruptedException {
        for (var i = 0; i < count; i++) {
            into.add(sale(Map.of("callbacks", 2)));
        }
    }

    /// @param how it is paid
    private Sale sale(Map<String, ?> how) throws InterruptedException {
        sales++;
        var item = day.lastPiece("Afterwards " + sales);
        var checkout = day.checkout();
        var order =
                checkout.order("afterwards-" + sales, item, 1, placed -> checkout.pay(placed, how));
        return new Sale(
                order.path("orderNo").asString(),
                order.path("payment").path("paymentNo").asString());
    }

    private void control(Sale sale, String what, Map<String, ?> how) throws InterruptedException {
        shop.control("/control/payments/" + sale.paymentNo() + "/" + what, how);
    }

    private void await(Sale sale, String status) throws InterruptedException, SQLException {
        Evening.await(
                "order %s to be %s".formatted(sale.orderNo(), status),
                () -> books.order(sale.orderNo(), status),
                1);
    }

    private void awaitCase(Sale sale, String kind) throws InterruptedException, SQLException {
        Evening.await(
                "the case %s of %s".formatted(kind, sale.orderNo()),
                () ->
                        books.cases(
                                "status = 'OPEN' AND kind = '%s' AND order_no = '%s'"
                                        .formatted(kind, sale.orderNo())),
                1);
    }

    private static Map<String, ?> money(long minor) {
        return Map.of("currency", "CNY", "minor", minor);
    }

    @SafeVarargs
    private static List<Sale> concat(List<Sale>... lists) {
        var all = new ArrayList<Sale>();
        for (var list : lists) {
            all.addAll(list);
        }
        return all;
    }
}
