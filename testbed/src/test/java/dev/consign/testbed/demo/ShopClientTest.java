package dev.consign.testbed.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.consign.notify.webhook.Listener;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The demo's shop against a processor that was killed in the middle of an order.
class ShopClientTest {
    private static final String NOT_KNOWN =
            """
            {"orderNo":"O1","status":"AWAITING_PAYMENT","payment":{"paymentNo":"P1","status":"UNKNOWN","payUrl":null}}\
            """;
    private static final String TO_BE_PAID =
            """
            {"orderNo":"O2","status":"PROCESSING","payment":{"paymentNo":"P2","status":"PENDING","payUrl":"http://pay"}}\
            """;
    private static final String PAID =
            """
            {"orderNo":"O3","status":"COMPLETED","payment":{"paymentNo":"P3","status":"PAID","payUrl":null}}\
            """;
    private static final String EXPIRED =
            """
            {"orderNo":"O4","status":"EXPIRED","payment":{"paymentNo":"P4","status":"CLOSED","payUrl":null}}\
            """;

    private static final String CLOSED =
            """
            {"code":"already_closed","message":"payment P2 is CLOSED"}\
            """;

    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private Listener processor;
    private ShopClient shop;

    @BeforeEach
    void start() throws IOException {
        processor = new Listener();
        processor.answer(this::answer);
        var url = URI.create(processor.url());
        shop = new ShopClient(url, url, "a-key");
    }

    @AfterEach
    void stop() {
        processor.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var answer = Objects.requireNonNull(answers.poll());
        var body = answer.getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.equals(CLOSED) ? 409 : 201, body.length);
        exchange.getResponseBody().write(body);
    }

    private List<String> keys() {
        return processor.received().stream()
                .map(request -> request.header("Idempotency-Key"))
                .toList();
    }

    @Test
    void an_order_is_repeated_under_its_key_until_it_says_where_to_pay() throws Exception {
        answers.addAll(List.of(NOT_KNOWN, NOT_KNOWN, TO_BE_PAID));

        var order = shop.place("/api/orders", Map.of("buyerId", "ann"), "once");

        assertThat(order.path("orderNo").asString()).isEqualTo("O2");
        assertThat(keys()).containsExactly("\"once\"", "\"once\"", "\"once\"");
    }

    @Test
    void an_order_that_is_paid_or_over_is_not_repeated() throws Exception {
        answers.addAll(List.of(PAID, EXPIRED));

        shop.place("/api/orders", Map.of("buyerId", "ann"), "paid");
        shop.place("/api/orders", Map.of("buyerId", "ann"), "over");

        assertThat(keys()).containsExactly("\"paid\"", "\"over\"");
    }

    @Test
    void an_order_that_expired_before_it_was_answered_is_placed_anew_and_counted()
            throws Exception {
        var checkout = new Checkout(shop, 7);
        answers.addAll(List.of(EXPIRED, TO_BE_PAID));

        var order = checkout.order("ann", "I1", 1, Checkout.Buyer.IDLE);

        assertThat(order.path("orderNo").asString()).isEqualTo("O2");
        assertThat(keys()).containsExactly("\"demo-7-ann-I1\"", "\"demo-7-ann-I1-2\"");
        assertThat(checkout.overtaken()).isEqualTo(1);
    }

    /// On a slow machine the shop had its answer when the payment was closed already; the money of
    /// a callback that gets lost would never have been heard of.
    @Test
    void an_order_whose_payment_was_closed_before_its_buyer_paid_is_placed_anew_once_it_is_over()
            throws Exception {
        var checkout = new Checkout(shop, 7);
        answers.addAll(List.of(TO_BE_PAID, CLOSED, TO_BE_PAID, EXPIRED, TO_BE_PAID, "{}"));

        var order =
                checkout.order(
                        "ann", "I1", 1, placed -> checkout.pay(placed, Map.of("lose", true)));

        assertThat(order.path("orderNo").asString()).isEqualTo("O2");
        assertThat(processor.received().stream().map(request -> request.path()))
                .containsExactly(
                        "/api/orders",
                        "/control/payments/P2/pay",
                        "/api/orders/O2",
                        "/api/orders/O2",
                        "/api/orders",
                        "/control/payments/P2/pay");
        assertThat(checkout.overtaken()).isEqualTo(1);
    }
}
