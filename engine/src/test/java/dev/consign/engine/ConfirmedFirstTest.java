package dev.consign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.outbox.Outbox;
import dev.consign.id.IdSource;
import dev.consign.money.Money;
import dev.consign.order.Command;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.sql.Transactions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// What is not believed before its gateway has confirmed it, on a real database (docs/rules.md,
/// rule 12; incident Q1). Every test ends with all invariants.
class ConfirmedFirstTest {
    private static final Revocations DAY = new Revocations();

    @AfterEach
    void every_invariant_holds() throws SQLException {
        assertThat(DAY.path.violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        DAY.path.close();
    }

    /// Row 2: a file that a person gave delivered goods.
    @Test
    void what_stands_in_a_given_file_is_asked_about_and_posts_nothing() {
        var order = DAY.waiting();
        var line = DAY.paidBy(order, FactSource.UPLOAD, "made-up-" + order.orderNo());
        assertThat(DAY.process(line)).isEqualTo(Outcome.CONFIRMING);
        assertThat(DAY.process(line)).isEqualTo(Outcome.DUPLICATE);
        assertThat(DAY.rows.status(order)).isEqualTo("PROCESSING v2, PENDING");
        assertThat(DAY.journals(order)).isEmpty();
        assertThat(DAY.queryDue(order)).isTrue();
        // The gateway says otherwise.
        DAY.process(order.fact(FactKind.PENDING, FactSource.QUERY));
        assertThat(DAY.rows.cases(order)).containsExactly("UNCONFIRMED OPEN");
        assertThat(DAY.rows.status(order)).isEqualTo("PROCESSING v2, PENDING");
        // And later, that it was so after all.
        assertThat(DAY.process(line.from(FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v3, PAID");
        assertThat(DAY.rows.cases(order)).containsExactly("UNCONFIRMED RESOLVED");
    }

    /// Whoever has it asked once more is told once more.
    @Test
    void what_the_gateway_denies_again_is_a_case_again() {
        var order = DAY.waiting();
        DAY.process(DAY.paidBy(order, FactSource.UPLOAD, "never-" + order.orderNo()));
        DAY.process(order.fact(FactKind.PENDING, FactSource.QUERY));
        DAY.closeCases(order);
        DAY.engine
                .transactions()
                .call(() -> DAY.engine.processor().confirmAgain(order.paymentNo()));
        DAY.process(order.fact(FactKind.PENDING, FactSource.QUERY));
        assertThat(DAY.rows.cases(order)).containsExactly("UNCONFIRMED OPEN");
        assertThat(DAY.confirmations(order)).containsExactly("REFUTED");
    }

    @Test
    void what_the_gateway_confirms_is_applied_once() {
        var order = DAY.waiting();
        var line = order.fact(FactKind.PAID, FactSource.UPLOAD);
        DAY.process(line);
        assertThat(DAY.process(line.from(FactSource.QUERY), line.from(FactSource.CALLBACK)))
                .isEqualTo(Outcome.DUPLICATE);
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v3, PAID");
        assertThat(DAY.confirmations(order)).containsExactly("CONFIRMED");
        assertThat(DAY.rows.cases(order)).isEmpty();
    }

    /// Its answer came with the question: a refund that is asked for after it has happened would be
    /// asked for while other money of its payment is in doubt.
    @Test
    void what_is_confirmed_in_its_own_batch_is_not_asked_about() {
        var order = DAY.paid();
        var part = Money.of("CNY", 200);
        var answer = order.returned(DAY.engine.askBack(order, part), part);
        assertThat(DAY.process(answer.from(FactSource.UPLOAD), answer)).isEqualTo(Outcome.APPLIED);
        assertThat(DAY.rows.refunds(order)).containsExactly("PROCEEDS SUCCEEDED 200");
        assertThat(DAY.confirmations(order)).containsExactly("CONFIRMED");
        assertThat(DAY.rows.tasks(order)).isEmpty();
        DAY.process(DAY.refunded(order, 300, "their-9"));
        assertThat(DAY.rows.cases(order)).containsExactly("UNEXPECTED_REFUND OPEN");
    }

    /// Nobody would ask the gateway about it any more, and the books might differ from it in
    /// silence (found by the simulation, sequence 32339190388411661).
    @Test
    void a_refund_that_is_given_up_while_a_file_says_that_it_was_made_is_a_case() {
        var order = DAY.paid();
        var part = Money.of("CNY", 200);
        var refund = DAY.engine.askBack(order, part);
        var line = order.returned(refund, part).from(FactSource.UPLOAD);
        assertThat(DAY.process(line)).isEqualTo(Outcome.CONFIRMING);
        DAY.engine.carryOut(new Command.KeepMoney(order.orderNo(), refund));
        assertThat(DAY.rows.refunds(order)).containsExactly("PROCEEDS ABANDONED 200");
        assertThat(DAY.confirmations(order)).containsExactly("REFUTED");
        assertThat(DAY.rows.cases(order)).containsExactly("UNEXPECTED_REFUND OPEN");
        // As if the line had come afterwards.
        assertThat(DAY.process(line)).isEqualTo(Outcome.PARKED);
        assertThat(DAY.rows.cases(order)).containsExactly("UNEXPECTED_REFUND OPEN");
        assertThat(DAY.process(line.from(FactSource.CALLBACK))).isEqualTo(Outcome.APPLIED);
        assertThat(DAY.rows.refunds(order)).containsExactly("PROCEEDS SUCCEEDED 200");
    }

    @Test
    void what_is_said_otherwise_right_after_it_was_confirmed_is_asked_about() {
        var order = DAY.waiting();
        var by = "t-" + order.paymentNo();
        var little = order.fact(FactKind.PAID, FactSource.UPLOAD, Money.of("CNY", 5), by);
        DAY.process(little);
        var other = order.fact(FactKind.PAID, FactSource.CALLBACK, order.amount(), by);
        assertThat(DAY.process(little.from(FactSource.QUERY), other)).isEqualTo(Outcome.CONFIRMING);
        assertThat(DAY.confirmations(order)).containsExactly("WAITING");
        assertThat(DAY.queryDue(order)).isTrue();
        assertThat(DAY.process(other.from(FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v4, PAID");
    }

    /// Row 14, incident Q1: a signature says who speaks, not that money came.
    @Test
    void a_late_success_against_the_gateways_own_word_is_asked_about() {
        var order = DAY.expired();
        var late = order.fact(FactKind.PAID, FactSource.CALLBACK);
        assertThat(DAY.process(late)).isEqualTo(Outcome.CONFIRMING);
        assertThat(DAY.rows.status(order)).isEqualTo("EXPIRED v3, CLOSED");
        assertThat(DAY.rows.tasks(order)).containsExactly("QUERY");
        DAY.process(order.fact(FactKind.CLOSED, FactSource.QUERY));
        assertThat(DAY.rows.status(order)).isEqualTo("EXPIRED v3, CLOSED");
        assertThat(DAY.rows.cases(order)).containsExactly("UNCONFIRMED OPEN");
        assertThat(DAY.rows.tasks(order)).isEmpty();
        assertThat(DAY.confirmations(order)).containsExactly("REFUTED");
        assertThat(DAY.journals(order)).isEmpty();
    }

    @Test
    void a_late_success_that_the_gateway_confirms_is_delivered() {
        var order = DAY.expired();
        DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(DAY.process(order.fact(FactKind.PAID, FactSource.QUERY)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(DAY.rows.tasks(order)).isEmpty();
        assertThat(DAY.rows.cases(order)).isEmpty();
    }

    /// Rule 16: one transaction may be claimed for two payments, and each has an answer of its own.
    @Test
    void the_same_transaction_said_of_two_payments_is_asked_of_both() {
        var one = DAY.waiting();
        var other = DAY.waiting();
        var by = "shared-" + one.orderNo();
        assertThat(DAY.process(DAY.paidBy(one, FactSource.UPLOAD, by)))
                .isEqualTo(Outcome.CONFIRMING);
        assertThat(DAY.process(DAY.paidBy(other, FactSource.UPLOAD, by)))
                .isEqualTo(Outcome.CONFIRMING);
        assertThat(DAY.confirmations(one)).containsExactly("WAITING");
        assertThat(DAY.confirmations(other)).containsExactly("WAITING");
        assertThat(DAY.queryDue(one)).isTrue();
        assertThat(DAY.queryDue(other)).isTrue();
        // What the gateway denies of one is a case of that one, and the other still waits.
        DAY.process(other.fact(FactKind.PENDING, FactSource.QUERY));
        assertThat(DAY.confirmations(other)).containsExactly("REFUTED");
        assertThat(DAY.rows.cases(other)).containsExactly("UNCONFIRMED OPEN");
        assertThat(DAY.confirmations(one)).containsExactly("WAITING");
        // And what it confirms of the one says nothing of the other.
        assertThat(DAY.process(DAY.paidBy(one, FactSource.QUERY, by))).isEqualTo(Outcome.APPLIED);
        assertThat(DAY.confirmations(one)).containsExactly("CONFIRMED");
        assertThat(DAY.confirmations(other)).containsExactly("REFUTED");
        assertThat(DAY.rows.cases(other)).containsExactly("UNCONFIRMED OPEN");
        assertThat(DAY.rows.status(one)).isEqualTo("COMPLETED v3, PAID");
        assertThat(DAY.rows.status(other)).isEqualTo("PROCESSING v2, PENDING");
    }

    @Test
    void what_is_confirmed_of_one_payment_leaves_the_other_waiting() {
        var one = DAY.waiting();
        var other = DAY.waiting();
        var by = "claimed-" + one.orderNo();
        DAY.process(
                DAY.paidBy(one, FactSource.UPLOAD, by), DAY.paidBy(other, FactSource.UPLOAD, by));
        assertThat(DAY.process(DAY.paidBy(one, FactSource.QUERY, by))).isEqualTo(Outcome.APPLIED);
        assertThat(DAY.confirmations(other)).containsExactly("WAITING");
        DAY.process(other.fact(FactKind.PENDING, FactSource.QUERY));
        assertThat(DAY.confirmations(other)).containsExactly("REFUTED");
        assertThat(DAY.rows.cases(other)).containsExactly("UNCONFIRMED OPEN");
    }

    @Test
    void a_large_payment_is_asked_about_although_it_is_in_time() {
        var pool = DAY.path.pool();
        var batches = new JdbcTemplate(pool);
        var ids = IdSource.secure(InstantSource.system());
        var strict =
                new OrderConfiguration()
                        .processor(
                                new Transactions(new JdbcTransactionManager(pool), new Random()),
                                InstantSource.system(),
                                batches,
                                ids,
                                new Outbox(batches, ids, InstantSource.system()),
                                new ConfirmSettings(27_000L));
        var order = DAY.waiting();
        assertThat(
                        strict.process(List.of(order.fact(FactKind.PAID, FactSource.CALLBACK)))
                                .getFirst()
                                .outcome())
                .isEqualTo(Outcome.CONFIRMING);
        assertThat(DAY.queryDue(order)).isTrue();
        assertThat(DAY.process(order.fact(FactKind.PAID, FactSource.QUERY)))
                .isEqualTo(Outcome.APPLIED);
    }
}
