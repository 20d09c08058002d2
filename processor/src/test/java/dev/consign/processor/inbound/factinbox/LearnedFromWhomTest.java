package dev.consign.processor.inbound.factinbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.codec.FactCodec;
import dev.consign.engine.MoneyPath;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.processor.backoffice.deadletters.DeadLetterTables;
import dev.consign.sql.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Whoever can write the table is not believed more than whoever can send to the queue (issue 11
/// number 5).
class LearnedFromWhomTest {
    private static final MoneyPath PATH = new MoneyPath();
    private int rows;

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void what_the_reconciler_cannot_have_learned_becomes_a_dead_letter_and_its_neighbours_do_not() {
        for (var source : FactSource.values()) {
            var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
            var fact = order.fact(FactKind.PAID, source);
            row(fact.messageId().value(), FactCodec.encode(fact));
            learned().slice();
            var learned = source != FactSource.CALLBACK && source != FactSource.MANUAL;
            // What stands in a file that a person gave waits for the gateway's word (rule 12).
            var believed = learned && source != FactSource.UPLOAD;
            assertThat(
                            PATH.count(
                                    "SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED' AND order_no = '%s'"
                                            .formatted(order.orderNo())))
                    .as("%s", source)
                    .isEqualTo(believed ? 1 : 0);
            assertThat(
                            PATH.count(
                                    "SELECT COUNT(*) FROM dead_letter WHERE cause = 'FORGED_SENDER' AND order_no = '%s'"
                                            .formatted(order.orderNo())))
                    .as("%s", source)
                    .isEqualTo(learned ? 0 : 1);
        }
        assertThat(PATH.count("SELECT COUNT(*) FROM fact_inbox")).isZero();
    }

    @Test
    void what_cannot_be_read_is_put_aside_and_not_tried_for_ever() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var good = order.fact(FactKind.PAID, FactSource.QUERY);
        row("kaputt", "{broken");
        row(good.messageId().value(), FactCodec.encode(good));
        row("m 99", FactCodec.encode(good).replace("\"schema\":1", "\"schema\":99"));
        learned().slice();
        assertThat(PATH.count("SELECT COUNT(*) FROM fact_inbox")).isZero();
        assertThat(
                        PATH.sql()
                                .sql(
                                        """
                                        SELECT cause FROM dead_letter
                                         WHERE sent_by = 'table fact_inbox' AND cause <> 'FORGED_SENDER' ORDER BY cause
                                        """)
                                .query(String.class)
                                .list())
                .containsExactly("BAD_JSON", "UNKNOWN_SCHEMA");
        assertThat(
                        PATH.count(
                                "SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED' AND order_no = '%s'"
                                        .formatted(order.orderNo())))
                .isEqualTo(1);
    }

    private void row(String messageId, String body) {
        PATH.sql()
                .sql(
                        "INSERT INTO fact_inbox VALUES (?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) - INTERVAL 1 SECOND, 0)")
                .param("L%016d".formatted(++rows))
                .param(messageId)
                .param(body)
                .update();
    }

    private static FactInboxDrain learned() {
        var pool = PATH.pool();
        var clock = InstantSource.system();
        return new FactInboxDrain(
                PATH.processor(),
                DeadLetterTables.learned(pool, clock),
                new Transactions(new JdbcTransactionManager(pool), new Random()),
                JdbcClient.create(pool),
                clock,
                new FactInboxSettings(Duration.ofSeconds(1), 50, Duration.ofMinutes(1)));
    }
}
