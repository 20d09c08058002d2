package dev.consign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Postings made on a wrong word, on a real database (docs/rules.md, rule 18; incident Q5). Every
/// test ends with all invariants.
class PostingsTakenBackTest {
    private static final Revocations DAY = new Revocations();

    @AfterEach
    void every_invariant_holds() throws SQLException {
        assertThat(DAY.path.violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        DAY.path.close();
    }

    /// Row 3 of issue 10.
    @Test
    void a_posting_made_on_a_wrong_word_is_taken_back() {
        var order = DAY.paid();
        DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK, order.amount(), "4.2E+27"));
        assertThat(DAY.balance(order, "gateway:sandbox:clearing")).isEqualTo(54_002);
        takeBack(order, "4.2E+27", order.amount());
        DAY.closeCases(order);
        assertThat(DAY.balance(order, "gateway:sandbox:clearing")).isEqualTo(27_001);
        assertThat(DAY.balance(order, "buyer:funds")).isZero();
        assertThat(DAY.journals(order)).containsExactly("COLLECT", "COLLECT", "CORRECT", "SETTLE");
    }

    @Test
    void a_delivery_whose_money_never_came_is_borne_by_the_platform() {
        var order = DAY.paid();
        takeBack(order, "t-" + order.paymentNo(), order.amount());
        assertThat(DAY.balance(order, "platform:difference")).isEqualTo(27_001);
        assertThat(DAY.balance(order, "gateway:sandbox:clearing")).isZero();
    }

    /// A made-up payment of 11 was taken back, and then the right money comes: it is the first, and
    /// what is refunded later is refunded of it (found by the simulation, sequence
    /// 61947616122913467).
    @Test
    void money_that_comes_after_all_before_it_was_taken_back_is_the_payments_own() {
        var order = DAY.waiting();
        var little = Money.of("CNY", 11);
        DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK, little, "made-up"));
        takeBack(order, "made-up", little);
        var by = "t-" + order.paymentNo();
        var right = order.fact(FactKind.PAID, FactSource.QUERY, order.amount(), by);
        assertThat(DAY.process(right)).isEqualTo(Outcome.APPLIED);
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(DAY.journals(order)).containsExactly("COLLECT", "COLLECT", "CORRECT", "SETTLE");
        assertThat(DAY.askBack(order, 200))
                .isInstanceOfSatisfying(
                        Decision.RequestRefund.class,
                        back -> assertThat(back.transactionId()).isEqualTo(new TransactionId(by)));
    }

    private static void takeBack(MoneyPath.Waiting order, String transaction, Money amount) {
        DAY.engine.carryOut(
                new Command.ReverseCollection(
                        order.orderNo(),
                        order.paymentNo(),
                        new TransactionId(transaction),
                        amount));
    }
}
