package dev.consign.broker;

import static dev.consign.broker.TestSettings.SEND_DEADLINE;
import static dev.consign.broker.TestSettings.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.SendResult.Accepted;
import dev.consign.broker.SendResult.Unknown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Incident I2. The tests run beside each other, each on a queue of its own: they wait for
/// time-outs.
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class SenderDeadlineTest {

    /// What the machine may add to a deadline.
    private static final Duration SLACK = Duration.ofSeconds(2);

    @TempDir static Path directory;
    static TestBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(directory);
        broker.change(
                QueueName.NOTIFICATION,
                s ->
                        s.setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)
                                .setMaxSizeBytes(10_000));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void a_send_that_timed_out_is_retried_under_the_same_id_and_stored_once() throws Exception {
        try (var proxy = new HangingProxy(broker.port());
                var connections = new BrokerConnections(TestSettings.of(proxy.url(), "processor"));
                var sender = new QueueSender(connections, 2)) {
            var queue = QueueName.PAYMENT_REISSUE;
            assertThat(sender.send(queue, message("before"))).isEqualTo(new Accepted());
            proxy.muteOpenConnections();
            var started = System.nanoTime();

            var result = sender.send(queue, message("hung"));

            assertThat(result).isEqualTo(new Accepted());
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .as("the first try hung for the whole call time-out")
                    .isBetween(Duration.ofSeconds(8), SEND_DEADLINE.plus(SLACK));
            // The message of the first try is in the queue, the second was dropped.
            broker.holds(queue, 2);
        }
    }

    @Test
    void a_broker_that_hangs_for_good_gives_unknown_within_the_deadline() throws Exception {
        try (var proxy = new HangingProxy(broker.port());
                var connections = new BrokerConnections(TestSettings.of(proxy.url(), "processor"));
                var sender = new QueueSender(connections, 2)) {
            var queue = QueueName.PAYMENT_CALLBACK;
            assertThat(sender.send(queue, message("before"))).isEqualTo(new Accepted());
            proxy.muteAll();
            var started = System.nanoTime();

            var result = sender.send(queue, message("hung"));

            assertThat(result).isInstanceOf(Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isLessThan(SEND_DEADLINE.plus(SLACK));
            // Unknown, and indeed it is in the queue.
            broker.holds(queue, 2);
        }
    }

    @Test
    void a_send_that_waits_for_flow_control_gives_unknown_and_frees_its_session() {
        var big = new OutgoingMessage("big", "big", "x".repeat(20_000), Map.of(), "payment-fact");
        try (var connections = new BrokerConnections(TestSettings.of(broker.url(), "processor"));
                var sender = new QueueSender(connections, 1)) {
            SendResult result = new Accepted();
            var started = System.nanoTime();
            for (var i = 0; i < 50 && result instanceof Accepted; i++) {
                started = System.nanoTime();
                var id = "full-" + i;
                result =
                        sender.send(
                                QueueName.NOTIFICATION,
                                new OutgoingMessage(id, id, big.body(), Map.of(), big.type()));
            }

            assertThat(result).isInstanceOf(Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(SEND_DEADLINE, SEND_DEADLINE.plus(SLACK));
            assertThat(sender.send(QueueName.DEAD_LETTER, message("next")))
                    .as("the only session is free again")
                    .isEqualTo(new Accepted());
        }
    }

    @Test
    void who_is_waited_for_himself_is_answered_within_his_patience_and_the_next_need_not_wait()
            throws Exception {
        var patience = Duration.ofSeconds(2);
        try (var proxy = new HangingProxy(broker.port());
                var connections = new BrokerConnections(TestSettings.of(proxy.url(), "processor"));
                var sender = new QueueSender(connections, 1)) {
            var queue = QueueName.DEAD_LETTER;
            var first = List.of(message("of-the-callback-0"));
            assertThat(sender.sendAll(queue, first, patience)).containsOnly(new Accepted());
            proxy.muteOpenConnections();
            var messages =
                    IntStream.rangeClosed(1, 50)
                            .mapToObj(i -> message("of-the-callback-" + i))
                            .toList();
            var started = System.nanoTime();

            assertThat(sender.sendAll(queue, messages, patience))
                    .hasSameSizeAs(messages)
                    .doesNotContain(new Accepted());

            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isLessThan(patience.plusSeconds(1));
            // The connection that hangs was thrown away with the last who waited for it.
            assertThat(sender.sendAll(queue, first, patience)).containsOnly(new Accepted());
        }
    }
}
