package dev.consign.chaos;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// People who order and pay while everything breaks: they repeat an order under its key until it is
/// placed, and remember what they were promised.
final class Buyers implements AutoCloseable {
    private static final int PAUSE_MILLIS = 60;
    private static final int TRIES = 20;

    private final Stack stack;
    private final Shop shop;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong number = new AtomicLong();
    private final Queue<Sale> paid = new ConcurrentLinkedQueue<>();
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();

    Buyers(Stack stack, Shop shop) {
        this.stack = stack;
        this.shop = shop;
    }

    /// Sales that the gateway has the money for.
    Collection<Sale> paid() {
        return List.copyOf(paid);
    }

    /// Message ids of callbacks that were answered with 2xx, one entry an answer.
    Collection<String> accepted() {
        return List.copyOf(accepted);
    }

    /// Returns null, for the sake of executors.
    @Nullable Void buyUntilClosed(String name) throws InterruptedException {
        while (!pause()) {
            var n = number.incrementAndGet();
            var placed = place(name + "-" + n, n % 10 == 0);
            if (placed != null) {
                pay(placed);
            }
        }
        return null;
    }

    private @Nullable Sale place(String key, boolean ofCards) throws InterruptedException {
        do {
            try {
                var answer = shop.order(key, ofCards);
                if (answer.statusCode() == 201) {
                    return Sale.of(answer);
                }
                if (answer.statusCode() < 500 && answer.statusCode() != 409) {
                    throw new IllegalStateException(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException _) {
                // Nobody knows whether it was placed; the same key tells.
            }
        } while (!pause());
        return null;
    }

    private void pay(Sale placed) throws InterruptedException {
        try {
            var answer =
                    stack.sandbox(
                            "POST",
                            "/control/payments/" + placed.paymentNo() + "/pay",
                            "{\"callbacks\":2}");
            if (answer.statusCode() == 404) {
                // The order is there, but its gateway never heard of it: the buyer goes away.
                return;
            }
            var sale = placed.paidBy(Stack.json(answer).get("transactionId").asString());
            paid.add(sale);
            for (var tries = 0; tries < TRIES && !tell(sale); tries++) {
                if (pause()) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("nobody kills the sandbox", e);
        }
    }

    private boolean tell(Sale sale) throws InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = stack.callback("evt-" + sale.transactionId(), sale.paid());
        } catch (IOException _) {
            return false;
        }
        if (answer.statusCode() == 200) {
            accepted.add(sale.messageId());
        }
        return answer.statusCode() == 200;
    }

    /// @return true when it is time to go home
    private boolean pause() throws InterruptedException {
        return closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
