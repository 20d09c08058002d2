package dev.consign.broker;

import static dev.consign.broker.TestSettings.SEND_DEADLINE;
import static dev.consign.broker.TestSettings.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.SendResult.Accepted;
import dev.consign.broker.SendResult.Refused;
import dev.consign.broker.SendResult.Unknown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Messages that share one transaction: what goes wrong with one of them, or with the transaction,
/// is nobody else's loss.
@Timeout(60)
class SendGroupTest {

    private static final QueueName CALLBACK = QueueName.PAYMENT_CALLBACK;
    private static final int GROUP = 20;
    private static final int MANY = 400;

    @TempDir Path directory;
    TestBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(directory);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private BrokerConnections as(String user) {
        return new BrokerConnections(TestSettings.of(broker.url(), user));
    }

    private static SendAttempt attempt(OutgoingMessage message, Duration patience) {
        var now = System.nanoTime();
        return new SendAttempt(CALLBACK, message, now, now + patience.toNanos());
    }

    private static List<OutgoingMessage> messages(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> message(name + "-" + i)).toList();
    }

    /// Sends them as if they had waited for a session together.
    private static List<@Nullable SendResult> together(
            QueueSender sender, List<OutgoingMessage> messages) throws Exception {
        var group = new SendGroup(sender, System.nanoTime(), SEND_DEADLINE);
        for (var message : messages) {
            group.add(attempt(message, SEND_DEADLINE));
        }
        group.run();
        var results = new ArrayList<@Nullable SendResult>();
        for (var member : group.members()) {
            results.add(member.await());
        }
        return results;
    }

    /// Sends each from a thread of its own, all at once.
    private static List<SendResult> atOnce(
            QueueSender sender, QueueName queue, List<OutgoingMessage> messages) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<SendResult>> sends = new ArrayList<>();
            messages.forEach(message -> sends.add(() -> sender.send(queue, message)));
            var results = new ArrayList<SendResult>();
            for (var result : threads.invokeAll(sends)) {
                results.add(result.get());
            }
            return results;
        }
    }

    @Test
    void many_at_once_share_the_answers_of_the_broker() throws Exception {
        var answers = answersWaitedFor();
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 1)) {
            assertThat(atOnce(sender, CALLBACK, messages("fact", MANY)))
                    .containsOnly(new Accepted());
        }
        broker.holds(CALLBACK, MANY);
        assertThat(answers.get()).isBetween(1, MANY / 4);
    }

    @Test
    void what_is_sent_together_waits_for_the_broker_once_and_keeps_its_order() throws Exception {
        var answers = answersWaitedFor();
        var messages = messages("fact", QueueSender.MOST_TOGETHER);
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 2)) {
            assertThat(sender.sendAll(CALLBACK, messages))
                    .hasSameSizeAs(messages)
                    .containsOnly(new Accepted());
        }
        assertThat(answers).hasValue(1);
        broker.holds(CALLBACK, messages.size());
        assertThat(broker.messageIds(CALLBACK))
                .containsExactlyElementsOf(
                        messages.stream().map(OutgoingMessage::messageId).toList());
    }

    @Test
    void a_closed_sender_refuses_each_of_them() throws Exception {
        try (var connections = as("processor")) {
            var sender = new QueueSender(connections, 1);
            sender.close();
            assertThat(sender.sendAll(CALLBACK, messages("late", 3)))
                    .hasSize(3)
                    .containsOnly(new Refused("the sender is closed"));
        }
    }

    /// How often somebody asked the broker to say that what was sent is on its disk.
    private AtomicInteger answersWaitedFor() {
        var answers = new AtomicInteger();
        broker.embedded()
                .getActiveMQServer()
                .getRemotingService()
                .addIncomingInterceptor(
                        (Interceptor)
                                (packet, _) -> {
                                    if (packet.getType() == PacketImpl.SESS_COMMIT
                                            || (packet instanceof SessionSendMessage send
                                                    && send.isRequiresResponse())) {
                                        answers.incrementAndGet();
                                    }
                                    return true;
                                });
        return answers;
    }

    @Test
    void one_that_the_broker_knows_already_holds_back_none_of_the_others() throws Exception {
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 1)) {
            var messages = messages("fact", GROUP);
            assertThat(sender.send(CALLBACK, messages.get(7))).isEqualTo(new Accepted());

            assertThat(together(sender, messages)).containsOnly(new Accepted());

            broker.holds(CALLBACK, GROUP);
        }
    }

    @Test
    void a_full_address_refuses_them_and_holds_none_that_was_refused() throws Exception {
        broker.change(
                CALLBACK,
                s -> s.setMaxSizeBytes(10_000).setPageSizeBytes(5_000).setPageLimitBytes(20_000L));
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 1)) {
            var accepted = 0L;
            List<@Nullable SendResult> last = List.of();
            for (var i = 0; i < 10; i++) {
                var name = "full-" + i + "-";
                last =
                        together(
                                sender,
                                IntStream.range(0, GROUP)
                                        .mapToObj(n ->
                                                new OutgoingMessage(
                                                        name + n,
                                                        name + n,
                                                        "x".repeat(2_000),
                                                        Map.of(),
                                                        "t"))
                                        .toList());
                accepted += last.stream().filter(Accepted.class::isInstance).count();
            }
            assertThat(last)
                    .allSatisfy(result ->
                            assertThat(result)
                                    .isInstanceOfSatisfying(
                                            Refused.class,
                                            r -> assertThat(r.why()).startsWith("ADDRESS_FULL")));
            broker.holds(CALLBACK, accepted);
            assertThat(sender.idle()).as("connections kept of all those tries").isEqualTo(1);
        }
    }

    @Test
    void a_queue_that_is_gone_takes_none_of_them() throws Exception {
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 1)) {
            // There is a producer for it already: only the broker can tell that it is gone.
            assertThat(together(sender, messages("before", GROUP))).containsOnly(new Accepted());
            var server = broker.embedded().getActiveMQServer();
            server.destroyQueue(SimpleString.of(CALLBACK.address()));
            server.removeAddressInfo(SimpleString.of(CALLBACK.address()), null);

            assertThat(together(sender, messages("after", GROUP)))
                    .doesNotContain(new Accepted())
                    .doesNotContainNull();

            assertThat(atOnce(sender, QueueName.NOTIFICATION, messages("note", GROUP)))
                    .containsOnly(new Accepted());
        }
    }

    @Test
    void without_the_right_to_send_all_are_refused() throws Exception {
        try (var connections = as("reconciler");
                var sender = new QueueSender(connections, 1)) {
            assertThat(together(sender, messages("fact", GROUP)))
                    .allSatisfy(result ->
                            assertThat(result)
                                    .isInstanceOfSatisfying(
                                            Refused.class,
                                            r ->
                                                    assertThat(r.why())
                                                            .startsWith("SECURITY_EXCEPTION")));
            broker.holds(CALLBACK, 0);
        }
    }

    @Test
    void connections_that_died_while_idle_cost_nothing() throws Exception {
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 1)) {
            assertThat(together(sender, messages("before", GROUP))).containsOnly(new Accepted());
            broker.embedded()
                    .getActiveMQServer()
                    .getRemotingService()
                    .getConnections()
                    .forEach(c -> c.getTransportConnection().close());

            assertThat(together(sender, messages("after", GROUP))).containsOnly(new Accepted());

            broker.holds(CALLBACK, 2 * GROUP);
        }
    }

    @Test
    void a_commit_that_timed_out_is_followed_by_sends_under_the_same_ids_and_stored_once()
            throws Exception {
        try (var proxy = new HangingProxy(broker.port());
                var connections = new BrokerConnections(TestSettings.of(proxy.url(), "processor"));
                var sender = new QueueSender(connections, 1)) {
            assertThat(together(sender, messages("before", GROUP))).containsOnly(new Accepted());
            proxy.muteOpenConnections();
            var started = System.nanoTime();

            assertThat(together(sender, messages("hung", GROUP))).containsOnly(new Accepted());

            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .as("the commit hung for the whole call time-out")
                    .isBetween(Duration.ofSeconds(8), SEND_DEADLINE.plusSeconds(2));
            // Those of the first try are in the queue, the second ones were dropped.
            broker.holds(CALLBACK, 2 * GROUP);
        }
    }

    @Test
    void nothing_is_sent_for_a_caller_who_has_gone() throws Exception {
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 1)) {
            var group = new SendGroup(sender, System.nanoTime(), SEND_DEADLINE);
            messages("fact", GROUP).forEach(message -> group.add(attempt(message, SEND_DEADLINE)));
            assertThat(group.members().getFirst().abandon("gone")).isInstanceOf(Refused.class);

            group.run();

            broker.holds(CALLBACK, GROUP - 1);
        }
    }

    @Test
    void who_goes_with_somebody_impatient_is_still_waited_for() throws Exception {
        try (var proxy = new HangingProxy(broker.port());
                var connections = new BrokerConnections(TestSettings.of(proxy.url(), "processor"));
                var sender = new QueueSender(connections, 1)) {
            assertThat(together(sender, messages("before", 2))).containsOnly(new Accepted());
            proxy.muteOpenConnections();
            var started = System.nanoTime();
            var group = new SendGroup(sender, started, SEND_DEADLINE);
            var impatient = attempt(message("impatient"), Duration.ofSeconds(1));
            var patient = attempt(message("patient"), SEND_DEADLINE);
            group.add(impatient);
            group.add(patient);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                threads.execute(group);
                await().until(() -> !patient.hasStoredNothing());

                group.applyLimits(started + Duration.ofSeconds(2).toNanos());

                assertThat(impatient.await()).isInstanceOf(Unknown.class);
                assertThat(patient.isAnswered()).isFalse();
                assertThat(patient.await()).isEqualTo(new Accepted());
            }
        }
    }

    @Test
    void all_queues_get_their_turn() throws Exception {
        try (var connections = as("processor");
                var sender = new QueueSender(connections, 1);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new EnumMap<QueueName, Future<List<SendResult>>>(QueueName.class);
            for (var queue : QueueName.values()) {
                var messages = messages(queue.address(), MANY / 4);
                results.put(queue, threads.submit(() -> atOnce(sender, queue, messages)));
            }
            for (var result : results.entrySet()) {
                assertThat(result.getValue().get()).containsOnly(new Accepted());
                broker.holds(result.getKey(), MANY / 4);
            }
        }
    }
}
