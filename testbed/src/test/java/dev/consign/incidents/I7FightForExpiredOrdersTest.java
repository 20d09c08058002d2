package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.SendResult;
import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.FactCodec;
import dev.consign.engine.MoneyPath;
import dev.consign.order.ItemKind;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.inbound.factinbox.TruthfulGateway;
import dev.consign.reconciler.ask.Engine;
import dev.consign.reconciler.ask.LogWatch;
import dev.consign.testkit.database.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/// Incident I7: many workers fought for the lock of the same expired order and filled the log with
/// errors. Here 50 workers of two reconcilers share 1,000 orders that expire together, two engines
/// write what they learn, and what somebody else holds for long is passed by.
class I7FightForExpiredOrdersTest {
    private static final int ORDERS = 1_000;
    private static final int HELD = 20;
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final String DEADLOCKS =
            "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'INNODB_DEADLOCKS'";

    @Test
    void a_thousand_orders_that_expire_together_are_each_closed_once() throws Exception {
        try (var path = new MoneyPath();
                var log = new LogWatch("dev.consign")) {
            var anHourLater = InstantSource.fixed(Instant.now().plus(Duration.ofHours(1)));
            var orders = path.orders(ORDERS, ItemKind.CARD_KEY);
            var gateway = new TruthfulGateway(anHourLater);
            try (var one = reconciler(path, gateway, anHourLater);
                    var two = reconciler(path, gateway, anHourLater);
                    var somebody = path.database().connect();
                    var admin = Databases.admin()) {
                var deadlocks = number(admin, DEADLOCKS);
                var held = hold(somebody);
                var waits = new LongWaits(number(somebody, "SELECT CONNECTION_ID()"));
                one.start();
                two.start();
                await().atMost(LONG)
                        .until(() -> {
                            assertThat(waits.seen(admin)).isEmpty();
                            return path.count("SELECT COUNT(*) FROM gateway_task") == held;
                        });
                somebody.rollback();
                await().atMost(LONG)
                        .until(() -> path.count("SELECT COUNT(*) FROM gateway_task") == 0);
                assertThat(one.count("consign_task_claimed_total")).isPositive();
                assertThat(two.count("consign_task_claimed_total")).isPositive();
                // How long one waits for another's short transaction is the machine's affair; that
                // two wait for each other never is.
                assertThat(number(admin, DEADLOCKS)).isEqualTo(deadlocks);
            }
            assertThat(gateway.closures()).hasSize(ORDERS);
            assertThat(gateway.closures().values()).allMatch(times -> times.get() == 1);
            assertThat(path.count("SELECT COUNT(*) FROM orders WHERE status = 'EXPIRED'"))
                    .isEqualTo(orders.size());
            assertThat(path.count("SELECT SUM(available) FROM stock")).isEqualTo(ORDERS);
            assertThat(path.count("SELECT COUNT(*) FROM case_file")).isZero();
            assertThat(log.atLeast(Level.WARN)).isEmpty();
            assertThat(path.violations()).isEmpty();
        }
    }

    /// Who waits for a connection's locks. Everybody would soon who does not pass by; one who does
    /// asks for the lock too, is listed for a moment, even with the time of an older wait, and
    /// gives up at once: only who is listed time after time does wait.
    private static final class LongWaits {
        private static final int TIMES = 6;

        private final long holder;
        private final Map<Long, Integer> looks = new HashMap<>();

        LongWaits(long holder) {
            this.holder = holder;
        }

        /// To be asked again and again, faster than a wait is given up.
        ///
        /// @return the statements of those who were there the last so many times
        List<String> seen(Connection admin) throws SQLException {
            var waiting = new HashMap<Long, String>();
            try (var statement = admin.createStatement();
                    var row =
                            statement.executeQuery(
                                    """
                                    SELECT r.trx_id, r.trx_query FROM information_schema.innodb_lock_waits w
                                      JOIN information_schema.innodb_trx t ON t.trx_id = w.blocking_trx_id
                                      JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_trx_id
                                     WHERE t.trx_mysql_thread_id = %d
                                    """
                                            .formatted(holder))) {
                while (row.next()) {
                    waiting.put(row.getLong(1), String.valueOf(row.getString(2)));
                }
            }
            looks.keySet().retainAll(waiting.keySet());
            waiting.keySet().forEach(transaction -> looks.merge(transaction, 1, Integer::sum));
            return looks.entrySet().stream()
                    .filter(wait -> wait.getValue() >= TIMES)
                    .map(wait -> waiting.getOrDefault(wait.getKey(), ""))
                    .toList();
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /// Locks every task of some payments until the transaction ends.
    ///
    /// @return how many tasks
    private static long hold(Connection somebody) throws SQLException {
        somebody.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        somebody.setAutoCommit(false);
        try (var statement = somebody.createStatement()) {
            var last = "";
            try (var payments =
                    statement.executeQuery(
                            "SELECT DISTINCT payment_no FROM gateway_task ORDER BY payment_no LIMIT "
                                    + HELD)) {
                while (payments.next()) {
                    last = payments.getString(1);
                }
            }
            var held = 0;
            try (var tasks =
                    statement.executeQuery(
                            "SELECT task_id FROM gateway_task WHERE payment_no <= '%s' FOR UPDATE"
                                    .formatted(last))) {
                while (tasks.next()) {
                    held++;
                }
            }
            assertThat(held).isGreaterThanOrEqualTo(HELD);
            return held;
        }
    }

    /// Takes what the reconciler says to an engine at once; the queue between them has tests of its
    /// own.
    @FunctionalInterface
    private interface Taker {
        List<?> process(List<PaymentFact> facts);
    }

    /// Each with a processor of its own, which has two consumers.
    private static Engine reconciler(MoneyPath path, TruthfulGateway gateway, InstantSource clock) {
        var processor = path.processor(clock);
        var consumers = new Semaphore(2);
        return new Engine(
                path.pool(),
                clock,
                gateway,
                Engine.UNLIMITED,
                (_, message) -> send(message, consumers, processor::process),
                25);
    }

    private static SendResult send(OutgoingMessage message, Semaphore consumers, Taker processor) {
        if (!(FactCodec.decode(message.body()) instanceof DecodedFact.Fact(var fact))) {
            throw new AssertionError("not a fact for " + QueueName.PAYMENT_REISSUE);
        }
        consumers.acquireUninterruptibly();
        try {
            processor.process(List.of(fact));
        } finally {
            consumers.release();
        }
        return new SendResult.Accepted();
    }
}
