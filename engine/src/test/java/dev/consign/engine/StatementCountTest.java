package dev.consign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.outbox.Outbox;
import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.id.IdSource;
import dev.consign.order.ItemKind;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// The intake really is batched: the server itself counts the statements of a batch, on the one
/// connection the engine has here, and their number does not depend on the size of the batch.
class StatementCountTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final InstantSource CLOCK = InstantSource.system();

    /// Three to find and lock, one to look messages up, and a write for each table and way of
    /// moving; one more to see whether money of an order that may end unpaid is in doubt.
    private static final long MOST = 23;

    private static HikariDataSource connection;
    private static OrderProcessor processor;

    @BeforeAll
    static void open() {
        // As the product opens it, but for its size.
        connection =
                DatabasePool.open(
                        new DatabaseSettings(
                                PATH.database().jdbcUrl(),
                                PATH.database().user(),
                                PATH.database().password(),
                                1,
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(4)));
        var ids = IdSource.secure(CLOCK);
        var batches = new JdbcTemplate(connection);
        processor =
                new OrderConfiguration()
                        .processor(
                                new Transactions(
                                        new JdbcTransactionManager(connection), new Random()),
                                CLOCK,
                                batches,
                                ids,
                                new Outbox(batches, ids, CLOCK),
                                MoneyPath.CONFIRM);
        measure(10);
    }

    @AfterAll
    static void close() {
        connection.close();
        PATH.close();
    }

    @Test
    void ten_fifty_and_two_hundred_facts_take_the_same_number_of_statements() throws SQLException {
        var ten = measure(10);
        assertThat(measure(50)).isEqualTo(ten);
        assertThat(measure(200)).isEqualTo(ten);
        assertThat(ten.reading() + ten.writing()).as("%s", ten).isBetween(1L, MOST);
        assertThat(PATH.violations()).isEmpty();
    }

    /// What nearly every batch is made of: money for assets and card keys, one in ten told twice.
    /// Who needs one more statement for it takes it from every batch, so each is named here.
    ///
    /// Five read: which orders the payments belong to; these orders and, after them, their
    /// payments, both locked; which messages were seen before; whether their money is in doubt.
    ///
    /// 13 write: that the messages are processed; orders moved, and their history; payments moved;
    /// gateway tasks ended, and the cases that said nobody knows; journals, and their entries;
    /// evidence; notifications in the outbox; assets credited; stock counted; card keys sold.
    ///
    /// The other three open the transaction, commit it, and make the connection as it was.
    @Test
    void an_ordinary_batch_takes_5_reads_13_writes_and_3_more_round_trips() throws SQLException {
        ordinary(10);
        var batch = ordinary(200);
        assertThat(batch.reading()).as("%s", batch).isLessThanOrEqualTo(5);
        assertThat(batch.writing()).as("%s", batch).isLessThanOrEqualTo(13);
        assertThat(batch.all()).as("%s", batch).isLessThanOrEqualTo(21);
        assertThat(PATH.violations()).isEmpty();
    }

    @Test
    void ten_and_a_hundred_refunds_take_the_same_number_of_statements() throws SQLException {
        var ten = measure(returned(10));
        assertThat(measure(returned(100))).isEqualTo(ten);
        assertThat(ten.reading() + ten.writing()).as("%s", ten).isBetween(1L, MOST);
        assertThat(PATH.violations()).isEmpty();
    }

    @Test
    void one_fact_takes_no_more_than_a_batch() throws SQLException {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var one = measure(List.of(order.fact(FactKind.PAID, FactSource.CALLBACK)));
        assertThat(one.reading() + one.writing()).isBetween(1L, MOST);
        assertThat(PATH.violations()).isEmpty();
    }

    /// Of ten facts four pay for assets, two for card keys, two say that it failed, one comes a
    /// second time and one is about a payment nobody knows.
    private static Counts measure(int size) {
        var facts = new ArrayList<PaymentFact>();
        var tenths = size / 10;
        facts.addAll(paid(PATH.orders(4 * tenths, ItemKind.ASSET_CREDIT)));
        facts.addAll(paid(PATH.orders(2 * tenths, ItemKind.CARD_KEY)));
        PATH.orders(2 * tenths, ItemKind.CARD_KEY)
                .forEach(order -> facts.add(order.fact(FactKind.FAILED, FactSource.QUERY)));
        var again = paid(PATH.orders(tenths, ItemKind.ASSET_CREDIT));
        processor.process(again);
        facts.addAll(again);
        var ids = IdSource.secure(CLOCK);
        IntStream.range(0, tenths)
                .mapToObj(
                        _ -> new Waiting(ids.orderNo(), ids.paymentNo(), MoneyPath.PRICE, "nobody"))
                .forEach(order -> facts.add(order.fact(FactKind.PAID, FactSource.CALLBACK)));
        Collections.shuffle(facts, new Random(size));
        return measure(facts);
    }

    private static Counts ordinary(int size) {
        var tenths = size / 10;
        var facts = new ArrayList<>(paid(PATH.orders(5 * tenths, ItemKind.ASSET_CREDIT)));
        facts.addAll(paid(PATH.orders(4 * tenths, ItemKind.CARD_KEY)));
        facts.addAll(List.copyOf(facts.subList(0, tenths)));
        Collections.shuffle(facts, new Random(size));
        var before = counts();
        assertThat(processor.processUncontended(facts).results()).hasSize(size);
        return counts().since(before);
    }

    private static Counts measure(List<PaymentFact> facts) {
        var before = counts();
        var outcomes =
                processor.process(facts).stream()
                        .collect(Collectors.groupingBy(FactResult::outcome, Collectors.counting()));
        var after = counts();
        if (facts.stream().noneMatch(fact -> fact.kind() == FactKind.REFUNDED)
                && facts.size() >= 10) {
            assertThat(outcomes)
                    .containsEntry(Outcome.APPLIED, 8L * facts.size() / 10)
                    .containsEntry(Outcome.DUPLICATE, facts.size() / 10L)
                    .containsEntry(Outcome.UNKNOWN_ORDER, facts.size() / 10L);
        }
        return after.since(before);
    }

    /// Orders that were paid, and whose money the gateway has now returned.
    private static List<PaymentFact> returned(int size) {
        var engine = PATH.engine(CLOCK);
        var orders = PATH.orders(size, ItemKind.ASSET_CREDIT);
        processor.process(paid(orders));
        return orders.stream()
                .map(order -> order.returned(engine.askBack(order, order.amount()), order.amount()))
                .toList();
    }

    private static List<PaymentFact> paid(List<Waiting> orders) {
        return orders.stream()
                .map(order -> order.fact(FactKind.PAID, FactSource.CALLBACK))
                .toList();
    }

    private static Counts counts() {
        var found = new LinkedHashMap<String, Long>();
        JdbcClient.create(connection)
                .sql(
                        """
                        SHOW SESSION STATUS WHERE variable_name IN
                            ('Questions', 'Com_select', 'Com_insert', 'Com_update', 'Com_delete')
                        """)
                .query((row, _) -> found.put(row.getString(1), row.getLong(2)))
                .list();
        assertThat(found).hasSize(5);
        return new Counts(
                found.getOrDefault("Questions", 0L),
                found.getOrDefault("Com_select", 0L),
                found.getOrDefault("Com_insert", 0L)
                        + found.getOrDefault("Com_update", 0L)
                        + found.getOrDefault("Com_delete", 0L));
    }

    /// @param all whatever the client sent, BEGIN and COMMIT too
    record Counts(long all, long reading, long writing) {
        /// Without the question itself.
        Counts since(Counts before) {
            return new Counts(
                    all - before.all - 1, reading - before.reading, writing - before.writing);
        }
    }
}
