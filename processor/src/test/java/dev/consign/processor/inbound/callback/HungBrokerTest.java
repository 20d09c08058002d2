package dev.consign.processor.inbound.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.QueueSender;
import dev.consign.broker.RealBroker;
import dev.consign.id.IdSource;
import dev.consign.payment.PaymentFact;
import dev.consign.testkit.proxy.FaultProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A broker that hangs keeps no gateway waiting, and nobody is turned away by one that is well
/// (issue 10; incident I2).
@Timeout(120)
class HungBrokerTest {
    /// As shipped.
    static final CallbackSettings SETTINGS =
            new CallbackSettings(
                    Duration.ofSeconds(5), Duration.ofMillis(3500), Duration.ofMillis(1500));

    /// What a gateway may wait for its answer, the machine's own doing included.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    private static final Duration AT_ONCE = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir Path directory;

    private RealBroker broker;
    private FaultProxy wire;
    private BrokerConnections connections;
    private QueueSender queues;
    private FactSender sender;

    record Answer(boolean kept, Duration took) {}

    @BeforeEach
    void start() throws Exception {
        broker = RealBroker.start(directory);
        wire = FaultProxy.to(broker.port());
        connections = RealBroker.connections(wire.port());
        queues = new QueueSender(connections, 3);
        sender =
                new FactSender(
                        queues,
                        CallbackConfiguration.breaker(SETTINGS),
                        SETTINGS.send(),
                        IdSource.secure(InstantSource.system()));
        // The first ones open the connections, and a fresh JVM takes its time over it.
        isWellAgain();
    }

    @AfterEach
    void stop() throws Exception {
        signal("-CONT");
        queues.close();
        connections.close();
        wire.close();
        broker.close();
    }

    @Test
    void while_the_broker_is_frozen_each_callback_is_answered_in_time_and_later_ones_at_once()
            throws Exception {
        signal("-STOP");
        hangs();
        signal("-CONT");
        isWellAgain();
    }

    @Test
    void while_its_connections_are_half_open_it_is_the_same() throws Exception {
        wire.freeze();
        hangs();
        wire.thaw();
        isWellAgain();
    }

    @Test
    void a_broker_that_answers_slowly_is_spared_although_it_answers() throws Exception {
        // Each way, so that an answer takes longer than slow-send and comes in time all the same.
        wire.delay(Duration.ofMillis(900));
        await().atMost(LONG)
                .until(() -> {
                    var answer = timed(1);
                    assertThat(answer.took()).isLessThan(LONGEST_WAIT);
                    return !answer.kept() && answer.took().compareTo(AT_ONCE) < 0;
                });
        wire.delay(Duration.ZERO);
        isWellAgain();
    }

    private void hangs() throws Exception {
        var answers = atOnce(30, 5);
        answers.addAll(atOnce(10, 40));
        assertThat(answers)
                .noneMatch(Answer::kept)
                .allSatisfy(answer -> assertThat(answer.took()).isLessThan(LONGEST_WAIT));
        var open = timed(1);
        assertThat(open.kept()).isFalse();
        assertThat(open.took()).isLessThan(AT_ONCE);
    }

    /// Once the first few are through, two hundred at once are. A machine that is too busy to send
    /// them in time says nothing about it: then once more.
    private void isWellAgain() {
        await().atMost(LONG)
                .until(() -> {
                    await().atMost(LONG).until(() -> timed(1).kept());
                    var answers = atOnce(200, 1);
                    var late =
                            answers.stream()
                                    .anyMatch(one ->
                                            !one.kept() && one.took().compareTo(AT_ONCE) >= 0);
                    if (!late) {
                        assertThat(answers).allMatch(Answer::kept);
                    }
                    return !late;
                });
    }

    private List<Answer> atOnce(int callbacks, int facts) throws Exception {
        try (var gateways = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> all = new ArrayList<>();
            for (var i = 0; i < callbacks; i++) {
                all.add(() -> timed(facts));
            }
            var answers = new ArrayList<Answer>();
            for (var answer : gateways.invokeAll(all)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private Answer timed(int facts) {
        List<PaymentFact> callback =
                IntStream.range(0, facts).mapToObj(_ -> PaidFact.next()).toList();
        var start = System.nanoTime();
        var kept = sender.send(callback);
        return new Answer(kept, Duration.ofNanos(System.nanoTime() - start));
    }

    private void signal(String signal) throws Exception {
        var pid = Long.toString(broker.pid());
        assertThat(new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor()).isZero();
        // It is told at once, and does it a little later.
        var state = Path.of("/proc", pid, "stat");
        if (signal.equals("-STOP") && Files.exists(state)) {
            await().atMost(LONG).until(() -> Files.readString(state).contains(") T "));
        }
    }
}
