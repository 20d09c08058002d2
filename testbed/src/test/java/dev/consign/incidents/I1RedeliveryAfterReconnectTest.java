package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import dev.consign.broker.RealBroker;
import dev.consign.broker.SendResult;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.processor.inbound.facts.RunningIntake;
import dev.consign.testkit.proxy.FaultProxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Incident I1: a consumer lost its JMS connection after the database commit, the broker
/// redelivered the message to the next connection, and an asset was credited twice.
///
/// The test holds the order's row, so the engine waits inside its transaction; then it cuts the
/// connection to the broker and lets go of the row: the database commits, the session cannot.
class I1RedeliveryAfterReconnectTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final MoneyPath PATH = new MoneyPath();
    private static final Books BOOKS = new Books(PATH.database());

    @TempDir static Path directory;
    private static RealBroker broker;

    @BeforeAll
    static void start() throws InterruptedException {
        broker = RealBroker.start(directory);
    }

    @AfterAll
    static void stop() {
        broker.close();
        PATH.close();
    }

    @AfterEach
    void the_books_are_right() {
        BOOKS.holdEveryInvariant();
    }

    @ParameterizedTest
    @EnumSource(names = {"PAYMENT_CALLBACK", "PAYMENT_REISSUE"})
    void a_message_redelivered_after_the_database_commit_credits_once(QueueName queue)
            throws Exception {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        loseTheConnectionBetweenTheCommits(queue, List.of(order));

        BOOKS.creditedOnce(order.orderNo().value(), MoneyPath.UNITS);
        assertThat(BOOKS.outcomes(order.paymentNo().value(), "PAID"))
                .as("the broker did deliver the message again")
                .containsExactly("APPLIED", "DUPLICATE");
        assertThat(broker.depth(queue)).isZero();
        assertThat(broker.depth(QueueName.DEAD_LETTER)).isZero();
    }

    @Test
    void a_whole_batch_redelivered_after_the_database_commit_credits_each_order_once()
            throws Exception {
        var orders = PATH.orders(40, ItemKind.ASSET_CREDIT);
        loseTheConnectionBetweenTheCommits(QueueName.PAYMENT_CALLBACK, orders);

        for (var order : orders) {
            BOOKS.creditedOnce(order.orderNo().value(), MoneyPath.UNITS);
            assertThat(BOOKS.outcomes(order.paymentNo().value(), "PAID"))
                    .as("a credit, and after it duplicates only")
                    .startsWith("APPLIED")
                    .filteredOn(outcome -> !outcome.equals("DUPLICATE"))
                    .hasSize(1);
        }
        assertThat(broker.depth(QueueName.PAYMENT_CALLBACK)).isZero();
        assertThat(broker.depth(QueueName.DEAD_LETTER)).isZero();
    }

    /// Returns when every fact was processed, the one that was waited for came a second time, and
    /// nothing is left in the queue.
    private static void loseTheConnectionBetweenTheCommits(QueueName queue, List<Waiting> orders)
            throws Exception {
        var held = orders.getFirst();
        try (var proxy = FaultProxy.to(broker.port());
                var connections = RealBroker.connections(proxy.port());
                var row = PATH.database().connect();
                var sender = broker.sender(queue)) {
            hold(row, held);
            for (var order : orders) {
                var fact = order.fact(FactKind.PAID, source(queue));
                assertThat(sender.send(queue, RealBroker.message(fact, "d-" + order.paymentNo())))
                        .isEqualTo(new SendResult.Accepted());
            }
            try (var _ = new RunningIntake(connections, PATH)) {
                await().atMost(LONG).until(I1RedeliveryAfterReconnectTest::theEngineWaits);
                proxy.cut();
                row.rollback();
                await().atMost(LONG)
                        .until(() -> BOOKS.outcomes(held.paymentNo().value(), "PAID").size() == 2);
                await().atMost(LONG)
                        .until(() ->
                                orders.stream()
                                        .noneMatch(order ->
                                                BOOKS.outcomes(order.paymentNo().value(), "PAID")
                                                        .isEmpty()));
                // What was rolled back with the connection comes once more, when the machine has
                // time.
                await().atMost(LONG).until(() -> broker.depth(queue) == 0);
            }
        }
    }

    private static FactSource source(QueueName queue) {
        return queue == QueueName.PAYMENT_REISSUE ? FactSource.REISSUE : FactSource.CALLBACK;
    }

    private static void hold(Connection row, Waiting order) throws SQLException {
        row.setAutoCommit(false);
        try (var lock =
                row.prepareStatement("SELECT 1 FROM orders WHERE order_no = ? FOR UPDATE")) {
            lock.setString(1, order.orderNo().value());
            lock.execute();
        }
    }

    private static boolean theEngineWaits() {
        return BOOKS.number(
                        """
                        SELECT COUNT(*) FROM information_schema.PROCESSLIST
                         WHERE info LIKE '%FROM orders%FOR UPDATE%' AND id <> CONNECTION_ID()
                        """)
                > 0;
    }
}
