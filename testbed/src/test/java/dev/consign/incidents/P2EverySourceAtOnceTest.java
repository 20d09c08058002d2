package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import dev.consign.broker.QueueSender;
import dev.consign.broker.SendResult;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.intake.RunningIntake;
import dev.consign.processor.order.MoneyPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Incident P2 (roncoo-pay): the gateway's callback and our own poll raced and both credited; the
/// button of finance credited a third time. Here every source learns the same at the same moment.
class P2EverySourceAtOnceTest {
    private static final Duration LONG = Duration.ofSeconds(60);
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

    /// Two engines take the same two queues in while a third hand pushes facts through the door
    /// itself.
    @Test
    void callback_requery_reissue_statement_and_hand_at_once_credit_once() throws Exception {
        var orders = PATH.orders(ORDERS, ItemKind.ASSET_CREDIT);
        var seed = System.nanoTime();
        var tasks = new ArrayList<Callable<Boolean>>();
        try (var broker = RealBroker.start(directory);
                var sender = broker.sender();
                var one = RealBroker.connections(broker.port());
                var other = RealBroker.connections(broker.port())) {
            var door = PATH.door();
            for (var order : orders) {
                for (var source : FactSource.values()) {
                    var fact = order.fact(FactKind.PAID, source);
                    for (var copy = 0; copy < COPIES; copy++) {
                        var id = "d-%s-%s-%d".formatted(order.paymentNo(), source, copy);
                        tasks.add(
                                source == FactSource.MANUAL
                                        ? () -> door.judge(List.of(fact)).size() == 1
                                        : () -> send(sender, fact, id));
                    }
                }
            }
            Collections.shuffle(tasks, new Random(seed));
            try (var _ = new RunningIntake(one, PATH.door());
                    var _ = new RunningIntake(other, PATH.door());
                    var hands = Executors.newFixedThreadPool(8)) {
                for (var done : hands.invokeAll(tasks)) {
                    assertThat(done.get()).as("seed %d", seed).isTrue();
                }
                await().atMost(LONG)
                        .until(() ->
                                BOOKS.number("SELECT COUNT(*) FROM payment_evidence")
                                        == tasks.size());
            }
            assertThat(broker.depth(QueueName.DEAD_LETTER)).as("seed %d", seed).isZero();
        }
        for (var order : orders) {
            BOOKS.creditedOnce(order.orderNo().value(), MoneyPath.UNITS);
            assertThat(BOOKS.outcomes(order.paymentNo().value(), "PAID"))
                    .as("seed %d", seed)
                    .hasSize(FactSource.values().length * COPIES)
                    .startsWith("APPLIED")
                    .filteredOn(outcome -> !outcome.equals("DUPLICATE"))
                    .hasSize(1);
        }
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
