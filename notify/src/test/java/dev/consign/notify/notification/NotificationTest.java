package dev.consign.notify.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.consign.broker.QueueName;
import dev.consign.broker.consume.LiveBroker;
import dev.consign.broker.deadletter.Receptions;
import dev.consign.engine.MoneyPath;
import dev.consign.message.Notification;
import dev.consign.notify.NotifyConfiguration;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Delivery;
import dev.consign.notify.delivery.DeliveryResult;
import dev.consign.notify.delivery.Sender;
import dev.consign.notify.delivery.SinkKind;
import dev.consign.notify.webhook.Listener;
import dev.consign.notify.webhook.Webhooks;
import dev.consign.order.OrderStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Incident I3: the mail after a successful reissue failed, and the order was marked failed.
class NotificationTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final MoneyPath PATH = new MoneyPath();

    private final Sender sender = new Sender(PATH);
    private final Webhooks webhooks = new Webhooks(sender);
    private Listener shop;
    private Channel sink;
    private TakenIn takenIn;

    @BeforeEach
    void openShop() throws IOException {
        sender.jdbc().update("DELETE FROM notification_delivery");
        shop = new Listener();
        sink = webhooks.shop(shop.url(), SECRET);
        takenIn = new TakenIn(PATH, sender, List.of(sink));
    }

    @AfterEach
    void closeShop() {
        shop.close();
        webhooks.close();
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void the_shop_is_told_once_signed_so_that_it_can_believe_it() {
        var order = takenIn.order(OrderStatus.COMPLETED);
        until(3, order, "SENT 1");
        assertThat(sender.loop(sink, Sender.quick(3)).round()).isZero();
        assertThat(shop.received()).hasSize(1);
        var post = shop.received().getFirst();
        assertThat(JSON.readTree(post.body()))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"type":"order.completed","timestamp":"%s","data":
                                 {"orderNo":"%s","buyerId":"%s","status":"COMPLETED","amount":{"currency":"CNY","minor":%d}}}
                                """
                                        .formatted(
                                                TakenIn.AT,
                                                order,
                                                TakenIn.BUYER,
                                                MoneyPath.PRICE.minor())));
        assertThatCode(() -> new Webhook(SECRET).verify(post.body(), post.signed()))
                .doesNotThrowAnyException();
    }

    @Test
    void a_shop_that_fails_leaves_the_order_and_ends_in_one_case() throws Exception {
        shop.answer(Listener.status(500));
        itEndsAsOneCase("HTTP 500");
    }

    @Test
    void a_shop_that_hangs_leaves_the_order_and_ends_in_one_case() throws Exception {
        shop.answer(shop.silent());
        itEndsAsOneCase("no answer|timed out");
    }

    /// The status is all that is read, so there is nothing to wait for.
    @Test
    void a_shop_whose_answer_never_ends_has_answered() {
        shop.answer(shop.endless());
        until(2, takenIn.order(OrderStatus.COMPLETED), "SENT 1");
    }

    @Test
    void a_shop_that_is_not_there_leaves_the_order_and_ends_in_one_case() throws Exception {
        shop.leave();
        itEndsAsOneCase("ConnectException");
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        shop.answer(Listener.status(302, "Location", "http://127.0.0.1:1/elsewhere"));
        itEndsAsOneCase("HTTP 302");
    }

    @Test
    void a_sink_that_throws_or_runs_wild_leaves_the_order_and_ends_in_one_case() throws Exception {
        for (var failure : List.of(new IllegalStateException("broken"), new StackOverflowError())) {
            sink = new Throwing(failure);
            takenIn = new TakenIn(PATH, sender, List.of(sink));
            itEndsAsOneCase(failure.getClass().getSimpleName());
        }
    }

    @Test
    void a_notification_that_comes_again_is_taken_in_once() {
        var order = takenIn.order(OrderStatus.COMPLETED);
        assertThat(takenIn.take(order, OrderStatus.COMPLETED)).isZero();
        assertThat(deliveries(order)).hasSize(1);
        assertThat(
                        PATH.count(
                                "SELECT COUNT(*) FROM processed_message WHERE consumer = 'notification' AND message_id LIKE '%s%%'"
                                        .formatted(order)))
                .isEqualTo(1);
    }

    @Test
    void two_senders_on_many_deliveries_send_each_once() throws Exception {
        var orders =
                IntStream.range(0, 40).mapToObj(_ -> takenIn.order(OrderStatus.COMPLETED)).toList();
        var one = sender.loop(sink, Sender.quick(3));
        var other = new Sender(PATH).loop(sink, Sender.quick(3));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var both =
                    List.of(one, other).stream()
                            .<Future<?>>map(loop ->
                                    threads.submit(() ->
                                            await().until(() -> {
                                                loop.round();
                                                return count("SENT") == orders.size();
                                            })))
                            .toList();
            for (var each : both) {
                each.get();
            }
        }
        assertThat(shop.received()).hasSize(orders.size());
    }

    @Test
    void messages_become_rows_and_what_cannot_be_read_a_dead_letter() throws Exception {
        var order = TakenIn.completed(PATH);
        var body = TakenIn.incoming(order, OrderStatus.COMPLETED).body();
        var rows =
                new NotificationRows(
                        sender.jdbc(),
                        sender.transactions(),
                        sender.rows(),
                        List.of(sink),
                        InstantSource.system());
        try (var broker = new LiveBroker()) {
            var container =
                    new NotifyConfiguration()
                            .notificationIntake(
                                    settings(),
                                    broker.connections(),
                                    rows,
                                    Receptions.of(PATH.pool()));
            container.afterPropertiesSet();
            container.start();
            try {
                for (var i = 0; i < 3; i++) {
                    broker.send(QueueName.NOTIFICATION, session -> session.createTextMessage(body));
                }
                broker.send(
                        QueueName.NOTIFICATION, session -> session.createTextMessage("{broken"));
                broker.send(QueueName.NOTIFICATION, session -> session.createObjectMessage("x"));
                await().until(() -> deliveries(order).equals(List.of("WAITING 0")));
                var letters = new ConcurrentLinkedQueue<String>();
                await().until(() -> {
                    letters.addAll(broker.take(QueueName.DEAD_LETTER, "consign_cause"));
                    return letters.size() == 2;
                });
                assertThat(letters).containsExactlyInAnyOrder("BAD_JSON", "OBJECT_MESSAGE");
            } finally {
                container.destroy();
            }
        }
    }

    private void itEndsAsOneCase(String answer) throws Exception {
        var order = takenIn.order(OrderStatus.COMPLETED);
        until(2, order, "GIVEN_UP 2");
        assertThat(sender.loop(sink, Sender.quick(2)).round()).isZero();
        assertThat(cases(order)).isEqualTo(1);
        assertThat(
                        sender.jdbc()
                                .queryForObject(
                                        "SELECT last_answer FROM notification_delivery WHERE order_no = ?",
                                        String.class,
                                        order))
                .containsPattern(answer);
        assertThat(
                        sender.jdbc()
                                .queryForObject(
                                        "SELECT CONCAT(status, ' v', version) FROM orders WHERE order_no = ?",
                                        String.class,
                                        order))
                .isEqualTo("COMPLETED v3");
        assertThat(PATH.violations()).isEmpty();
    }

    private void until(int attempts, String order, String status) {
        var loop = sender.loop(sink, Sender.quick(attempts));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    loop.round();
                    return deliveries(order).equals(List.of(status));
                });
    }

    private List<String> deliveries(String order) {
        return sender.strings(
                "SELECT CONCAT(status, ' ', attempts) FROM notification_delivery WHERE order_no = ?",
                order);
    }

    private static long count(String status) {
        return PATH.count(
                "SELECT COUNT(*) FROM notification_delivery WHERE status = '%s'".formatted(status));
    }

    private static long cases(String order) {
        return PATH.count(
                "SELECT COUNT(*) FROM case_file WHERE kind = 'NOTIFICATION_FAILED' AND status = 'OPEN' AND order_no = '%s'"
                        .formatted(order));
    }

    private static NotificationSettings settings() {
        return new NotificationSettings(
                50,
                Duration.ofMillis(200),
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                Duration.ofMillis(500));
    }

    /// Our own bug, in a sink.
    private record Throwing(Throwable failure) implements Channel {
        @Override
        public SinkKind kind() {
            return SinkKind.SHOP;
        }

        @Override
        public List<Recipient> recipients(Collection<Notification> notifications) {
            return notifications.stream().map(one -> new Recipient(one, "shop")).toList();
        }

        @Override
        public DeliveryResult deliver(Delivery delivery) {
            switch (failure) {
                case Error error -> throw error;
                case RuntimeException exception -> throw exception;
                default -> throw new IllegalStateException(failure);
            }
        }
    }
}
