package dev.consign.processor.inbound.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.FactCodec;
import dev.consign.broker.consume.BatchContainer;
import dev.consign.broker.consume.LiveBroker;
import dev.consign.broker.deadletter.Receptions;
import dev.consign.engine.MoneyPath;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Issue 11, number 4: a message over which the process dies takes its neighbours down with it
/// once, is tried alone, and then put aside.
@Timeout(120)
class DeadlyMessageTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final Duration LONG = Duration.ofMinutes(3);

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void it_is_tried_alone_and_put_aside_and_its_neighbours_are_processed() throws Exception {
        var orders = PATH.orders(4, ItemKind.ASSET_CREDIT);
        var deadly = orders.get(1).fact(FactKind.PAID, FactSource.CALLBACK);
        // Nobody's payment: how it is processed tells it from the others.
        PATH.sql()
                .sql("DELETE FROM payment WHERE payment_no = ?")
                .param(deadly.paymentNo().value())
                .update();
        var death = new Death(deadly);
        try (var broker = new LiveBroker()) {
            for (var order : orders) {
                broker.send(
                        QueueName.PAYMENT_CALLBACK,
                        session ->
                                session.createTextMessage(
                                        FactCodec.encode(
                                                order.fact(FactKind.PAID, FactSource.CALLBACK))));
            }
            var intake = intake(broker, death);
            try {
                await().atMost(LONG)
                        .until(() ->
                                broker.take(QueueName.DEAD_LETTER, "consign_cause")
                                        .contains("CRASHED_CONSUMER"));
                await().atMost(LONG).until(() -> broker.take(QueueName.DEAD_LETTER).isEmpty());
            } finally {
                intake.shutdown();
            }
            assertThat(broker.take(QueueName.PAYMENT_CALLBACK)).isEmpty();
        }
        // Once with the others, then alone.
        assertThat(death.deaths).hasValue(1 + Receptions.MOST_CRASHES);
        assertThat(PATH.count("SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'"))
                .isEqualTo(orders.size() - 1);
        assertThat(PATH.count("SELECT COUNT(*) FROM redelivery")).isZero();
    }

    private static BatchContainer intake(LiveBroker broker, Death death) {
        var settings =
                new IntakeSettings(
                        50,
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(50),
                        Duration.ofMillis(50),
                        Duration.ofMillis(200));
        var intake =
                new IntakeConfiguration()
                        .callbackIntake(
                                settings,
                                broker.connections(),
                                PATH.processor(),
                                Receptions.of(PATH.pool()),
                                death);
        intake.afterPropertiesSet();
        intake.start();
        return intake;
    }

    /// Comes when the result of one fact is counted; what was processed is forgotten, so that it
    /// comes each time.
    private static final class Death extends SimpleMeterRegistry {
        private final AtomicInteger deaths = new AtomicInteger();
        private final PaymentFact deadly;

        private Death(PaymentFact deadly) {
            this.deadly = deadly;
        }

        @Override
        protected Counter newCounter(Meter.Id id) {
            if ("UNKNOWN_ORDER".equals(id.getTag("outcome"))) {
                PATH.sql()
                        .sql("DELETE FROM processed_message WHERE message_id = ?")
                        .param(deadly.messageId().value())
                        .update();
                deaths.incrementAndGet();
                throw new OutOfMemoryError("for a test");
            }
            return super.newCounter(id);
        }
    }
}
