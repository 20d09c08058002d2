package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import dev.consign.broker.QueueSender;
import dev.consign.broker.RealBroker;
import dev.consign.broker.SendResult;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.inbound.facts.RunningIntake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Incident P2 (roncoo-pay): the gateway's callback and our own poll raced and both credited; the
/// button of finance credited a third time. Here every source learns the same at the same moment.
class P2EverySourceAtOnceTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int ORDERS = 60;
    private static final int COPIES = 2;
    private static final MoneyPath PATH = new MoneyPath();
    private static final Books BOOKS = new Books(PATH.database());

    @TempDir static Path directory;

    @AfterEach
    void the_books_are_right() {
        BOOKS.holdEveryInvariant();
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    /// Two engines take the same two queues in while a third hand pushes facts through the engine
    /// itself.
    @Test
    void callback_requery_reissue_statement_and_hand_at_once_credit_once() throws Exception {
        var orders = PATH.orders(ORDERS, ItemKind.ASSET_CREDIT);
        var seed = System.nanoTime();
        var before = BOOKS.number("SELECT COUNT(*) FROM payment_evidence");
        var tasks = new ArrayList<Callable<Boolean>>();
        try (var broker = RealBroker.start(directory);
                var sender = broker.sender();
                var reconciler = broker.reconciler();
                var one = RealBroker.connections(broker.port());
                var other = RealBroker.connections(broker.port())) {
            var processor = PATH.processor();
            for (var order : orders) {
                for (var source : FactSource.values()) {
                    var fact = order.fact(FactKind.PAID, source);
                    for (var copy = 0; copy < COPIES; copy++) {
                        var id = "d-%s-%s-%d".formatted(order.paymentNo(), source, copy);
                        tasks.add(
                                source == FactSource.MANUAL
                                        ? () -> processor.process(List.of(fact)).size() == 1
                                        : () ->
                                                send(
                                                        source == FactSource.CALLBACK
                                                                ? sender
                                                                : reconciler,
                                                        fact,
                                                        id));
                    }
                }
            }
            Collections.shuffle(tasks, new Random(seed));
            try (var _ = new RunningIntake(one, PATH);
                    var _ = new RunningIntake(other, PATH);
                    var hands = Executors.newFixedThreadPool(8)) {
                for (var done : hands.invokeAll(tasks)) {
                    assertThat(done.get()).as("seed %d", seed).isTrue();
                }
                await().atMost(LONG)
                        .until(() ->
                                BOOKS.number("SELECT COUNT(*) FROM payment_evidence")
                                        == before + tasks.size());
            }
            assertThat(broker.depth(QueueName.DEAD_LETTER)).as("seed %d", seed).isZero();
        }
        for (var order : orders) {
            BOOKS.creditedOnce(order.orderNo().value(), MoneyPath.UNITS);
            var outcomes = BOOKS.outcomes(order.paymentNo().value(), "PAID");
            assertThat(outcomes)
                    .as("seed %d", seed)
                    .hasSize(FactSource.values().length * COPIES)
                    .containsOnlyOnce("APPLIED");
            // What a person said, by hand or in a file, waits for a gateway's word (rule 12).
            var applied = outcomes.indexOf("APPLIED");
            assertThat(outcomes.subList(0, applied))
                    .as("seed %d", seed)
                    .isSubsetOf("CONFIRMING", "DUPLICATE");
            assertThat(outcomes.subList(applied + 1, outcomes.size()))
                    .as("seed %d", seed)
                    .containsOnly("DUPLICATE");
        }
    }

    /// One order that somebody works on for long holds up nobody else's of the same batch, and is
    /// processed as soon as it is free.
    @Test
    void a_locked_order_does_not_hold_up_its_neighbours() throws Exception {
        var orders = PATH.orders(20, ItemKind.ASSET_CREDIT);
        var locked = orders.getFirst();
        var engine = PATH.engine(InstantSource.system());
        try (var broker = RealBroker.start(directory.resolve("locked"));
                var sender = broker.sender();
                var connections = RealBroker.connections(broker.port())) {
            for (var order : orders) {
                var fact = order.fact(FactKind.PAID, FactSource.CALLBACK);
                assertThat(send(sender, fact, "d-" + order.paymentNo())).isTrue();
            }
            var intake =
                    engine.transactions()
                            .call(() -> {
                                engine.processor().hold(locked.orderNo());
                                // Batches wait so long that all that is there is in one of them.
                                var started =
                                        new RunningIntake(
                                                connections, PATH, Duration.ofMillis(500));
                                await().atMost(LONG)
                                        .until(() -> completed(orders) == orders.size() - 1);
                                return started;
                            });
            await().atMost(LONG).until(() -> completed(orders) == orders.size());
            intake.close();
            assertThat(broker.depth(QueueName.DEAD_LETTER)).isZero();
        }
        for (var order : orders) {
            BOOKS.creditedOnce(order.orderNo().value(), MoneyPath.UNITS);
            assertThat(BOOKS.outcomes(order.paymentNo().value(), "PAID"))
                    .containsExactly("APPLIED");
        }
    }

    private static long completed(List<Waiting> orders) {
        return BOOKS.number(
                "SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED' AND order_no IN ('%s')"
                        .formatted(
                                orders.stream()
                                        .map(order -> order.orderNo().value())
                                        .collect(Collectors.joining("', '"))));
    }

    private static boolean send(QueueSender sender, PaymentFact fact, String duplicateId) {
        var queue =
                fact.source() == FactSource.CALLBACK
                        ? QueueName.PAYMENT_CALLBACK
                        : QueueName.PAYMENT_REISSUE;
        return sender.send(queue, RealBroker.message(fact, duplicateId))
                instanceof SendResult.Accepted;
    }
}
