package dev.consign.testbed.demo;

import dev.consign.testbed.demo.Plan.Fate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What comes after the trading: orders expire, money comes late for goods that are there and goods
/// that are gone, buyers want money back, consignors are paid.
final class Evening {
    static final int GONE = 3;
    static final int WHOLE_REFUNDS = 4;
    static final int PART_REFUNDS = 4;
    private static final long PART = 1_001;
    private static final Map<String, ?> TWICE = Map.of("callbacks", 2);
    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(5);
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
    private record Gone(String item, String orderNo, String paymentNo) {}

    /// Orders of the last pieces, placed before the evening so that they expire with the others.
    void reserveLastPieces() throws InterruptedException {
        for (var i = 0; i < GONE; i++) {
            var item = day.lastPiece("Last piece " + i);
            var order = day.checkout().order("too-late-" + i, item, 1, Checkout.Buyer.IDLE);
            gone.add(new Gone(item, order.path("orderNo").asString(), payment(order)));
        }
    }

    /// @param date on which the trading began
    /// @throws IllegalStateException when something did not come about in time
    void play(LocalDate date) throws InterruptedException, SQLException {
        var unpaid = unpaid();
        progress.accept("waiting for %d unpaid orders to expire".formatted(unpaid.size()));
        await("expired orders", () -> books.orders("EXPIRED", unpaid), unpaid.size());

        progress.accept("their buyers pay late; %d find the last piece sold".formatted(GONE));
        for (var one : gone) {
            var checkout = day.checkout();
            checkout.order("in-time", one.item(), 1, order -> checkout.pay(order, TWICE));
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
        // Two days when it was midnight meanwhile.
        for (var one : date.datesUntil(LocalDate.now(ZoneOffset.UTC).plusDays(1)).toList()) {
            payOut(one);
        }
    }

    private void payOut(LocalDate date) throws InterruptedException {
        var paid =
                finance.post(
                        "/api/payouts",
                        Map.of("businessDate", date.toString()),
                        "demo-payout-" + date);
        paidOut += paid.path("payouts").size();
    }

    /// Orders that nobody pays in time.
    private List<String> unpaid() {
        return Stream.of(
                        day.numbers(Fate.NEVER_PAID).stream(),
                        day.numbers(Fate.PAID_LATE).stream(),
                        gone.stream().map(Gone::orderNo))
                .flatMap(numbers -> numbers)
                .toList();
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
        shop.control("/control/payments/" + paymentNo + "/pay", TWICE);
    }

    private static String payment(JsonNode order) {
        return order.path("payment").path("paymentNo").asString();
    }

    /// As long as anything moves, however slowly.
    static void await(String what, Count count, long wanted)
            throws InterruptedException, SQLException {
        var moved = System.nanoTime();
        var seen = count.now();
        while (seen != wanted) {
            if (System.nanoTime() - moved > LONGEST_STANDSTILL.toNanos()) {
                throw new IllegalStateException(
                        "%s: %d instead of %d".formatted(what, seen, wanted));
            }
            LockSupport.parkNanos(CHECK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var before = seen;
            seen = count.now();
            if (seen != before) {
                moved = System.nanoTime();
            }
        }
    }

    @FunctionalInterface
    interface Count {
        long now() throws SQLException;
    }
}
