package dev.consign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.money.Money;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Word that money went back, or is contested, which does not fit its payment, before the money
/// (incident Q2). Every test ends with all invariants.
class MisfitReversalTest {
    private static final Revocations DAY = new Revocations();

    @AfterEach
    void every_invariant_holds() throws SQLException {
        assertThat(DAY.path.violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        DAY.path.close();
    }

    /// Whatever makes the reversal not fit its payment: that the money is here is not what it says.
    @Test
    void nothing_is_delivered_for_money_of_which_more_or_another_currency_is_said_to_have_gone() {
        for (var money : List.of(Money.of("CNY", 40_000), Money.of("USD", 27_001))) {
            for (var kind :
                    List.of(FactKind.REFUNDED, FactKind.DISPUTE_OPENED, FactKind.DISPUTE_LOST)) {
                var order = DAY.waiting();
                assertThat(DAY.process(misfit(order, kind, money))).isEqualTo(Outcome.MISMATCH);
                DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK));
                assertThat(DAY.rows.status(order))
                        .as("%s of %s", kind, money)
                        .isEqualTo("IN_REVIEW v3, PAID");
                assertThat(DAY.journals(order)).containsExactly("COLLECT");
                assertThat(DAY.rows.cases(order)).containsExactly("MISMATCH OPEN");
            }
        }
    }

    /// It may be all that watches the order: the right word may say that nothing is amiss.
    @Test
    void a_reversal_that_did_not_fit_has_its_case_open_while_money_is_held() {
        var order = DAY.waiting();
        DAY.process(DAY.refunded(order, 40_000, "their-misfit"));
        DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(DAY.process(DAY.refunded(order, 27_001, "their-misfit")))
                .isEqualTo(Outcome.PARKED);
        assertThat(DAY.rows.cases(order))
                .containsExactlyInAnyOrder("MISMATCH OPEN", "UNEXPECTED_REFUND OPEN");
    }

    private static PaymentFact misfit(Waiting order, FactKind kind, Money money) {
        return kind == FactKind.REFUNDED
                ? DAY.numbered(order, kind, money, "their-misfit")
                : DAY.fact(order, kind, money, null, "d-misfit");
    }

    @Test
    void a_reversal_of_nothing_holds_nothing() {
        var order = DAY.waiting();
        var nothing = Money.of("CNY", 0);
        assertThat(DAY.process(DAY.numbered(order, FactKind.REFUNDED, nothing, "their-nothing")))
                .isEqualTo(Outcome.MISMATCH);
        DAY.process(order.fact(FactKind.PAID, FactSource.CALLBACK));
        assertThat(DAY.rows.status(order)).isEqualTo("COMPLETED v3, PAID");
    }
}
