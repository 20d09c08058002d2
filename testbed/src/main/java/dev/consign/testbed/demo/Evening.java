package dev.consign.testbed.demo;

import dev.consign.testbed.demo.Plan.Fate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// What comes after the trading: orders expire, money comes late for goods that are there and goods
/// that are gone, buyers want money back, consignors are paid.
final class Evening {
    static final int GONE = 3;
    static final int WHOLE_REFUNDS = 4;
    static final int PART_REFUNDS = 4;
    private static final long PART = 1_001;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(90);
    private static final long CHECK_NANOS = 200_000_000L;

    private final TradingDay day;
    private final ShopClient shop;
    private final ShopClient finance;
    private final Books books;
    private final Consumer<String> progress;
    private final List<Gone> gone = new ArrayList<>();
    private int paidOut;

    Evening(
            TradingDay day,
            ShopClient shop,
            ShopClient finance,
            Books books,
            Consumer<String> progress) {
        this.day = day;
        this.shop = shop;
        this.finance = finance;
        this.books = books;
        this.progress = progress;
    }

    /// An order that expires with the last piece of its item, which somebody else then buys.
    private record Gone(String item, String paymentNo) {}

    /// Orders of the last pieces, placed before the evening so that they expire with the others.
    void reserveLastPieces() throws InterruptedException {
        for (var i = 0; i < GONE; i++) {
            var item = day.lastPiece("Last piece " + i);
            gone.add(new Gone(item, payment(day.order("too-late-" + i, item, 1))));
        }
    }

    /// @throws IllegalStateException when something did not come about in time
    void play(LocalDate date) throws InterruptedException, SQLException {
        var expired = day.toExpire() + GONE;
        progress.accept("waiting for %d unpaid orders to expire".formatted(expired));
        await("expired orders", () -> books.orders("EXPIRED"), expired);

        progress.accept("their buyers pay late; %d find the last piece sold".formatted(GONE));
        for (var one : gone) {
            pay(payment(day.order("in-time", one.item(), 1)));
        }
        await("last pieces sold", () -> books.soldOf("Last piece"), GONE);
        for (var one : gone) {
            pay(one.paymentNo());
        }
        for (var paymentNo : day.payments(Fate.PAID_LATE)) {
            pay(paymentNo);
        }
        await("delivered orders", books::creditedOnce, delivered() - Afterwards.delivered());

        progress.accept(
                "%d buyers get all their money back, %d a part of it"
                        .formatted(WHOLE_REFUNDS, PART_REFUNDS));
        refund();
        await(
                "refunds",
                () -> books.refunds("status = 'SUCCEEDED'"),
                refunds() - Afterwards.refunds());

        progress.accept(
                "%d payments are contested, %d refunds come back, %d are made in the gateway's dashboard"
                        .formatted(
                                Afterwards.WON + Afterwards.LOST,
                                Afterwards.RETURNED,
                                Afterwards.DASHBOARD));
        new Afterwards(day, shop, finance, books).play();

        progress.accept("paying the consignors");
        paidOut =
                finance.post(
                                "/api/payouts",
                                Map.of("businessDate", date.toString()),
                                "demo-payout-" + date)
                        .path("payouts")
                        .size();
    }

    /// Orders that must have been credited, each once.
    int delivered() {
        return day.toBeDelivered() + GONE + Afterwards.delivered();
    }

    /// Refunds that must have happened: of money that came too late or twice, and those asked for.
    int refunds() {
        return GONE + day.of(Fate.PAID_TWICE) + WHOLE_REFUNDS + PART_REFUNDS + Afterwards.refunds();
    }

    /// Payouts, one a consignor.
    int paidOut() {
        return paidOut;
    }

    private void refund() throws InterruptedException {
        var orders = day.numbers(Fate.OVERTAKES);
        for (var i = 0; i < WHOLE_REFUNDS + PART_REFUNDS; i++) {
            var orderNo = orders.get(i);
            var whole = shop.get("/api/orders/" + orderNo).path("amount").path("minor").asLong();
            var minor = i < WHOLE_REFUNDS ? whole : PART;
            shop.post(
                    "/api/orders/" + orderNo + "/refunds",
                    Map.of(
                            "amount",
                            Map.of("currency", "CNY", "minor", minor),
                            "reason",
                            "the buyer changed their mind"),
                    "demo-refund-" + orderNo);
        }
    }

    private void pay(String paymentNo) throws InterruptedException {
        shop.control("/control/payments/" + paymentNo + "/pay", Map.of("callbacks", 2));
    }

    private static String payment(JsonNode order) {
        return order.path("payment").path("paymentNo").asString();
    }

    static void await(String what, Count count, long wanted)
            throws InterruptedException, SQLException {
        var end = System.nanoTime() + LONGEST_WAIT.toNanos();
        var seen = count.now();
        while (seen != wanted) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "%s: %d instead of %d".formatted(what, seen, wanted));
            }
            LockSupport.parkNanos(CHECK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            seen = count.now();
        }
    }

    @FunctionalInterface
    interface Count {
        long now() throws SQLException;
    }
}
