package dev.consign.reconciler.reconciliation;

import static dev.consign.reconciler.reconciliation.Days.DATE;
import static dev.consign.reconciler.reconciliation.Days.NOON;
import static dev.consign.reconciler.reconciliation.Days.PRICE;
import static dev.consign.reconciler.reconciliation.Days.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a line about a refund that came back means beside our books (docs/rules.md, rule 17).
class ReturnedRefundTest {
    private static final Money PART = Money.of("CNY", 200);

    private final Days days = new Days();
    private final AtomicReference<Instant> clock = new AtomicReference<>(Days.LATER);
    private final FileGateway gateway = new FileGateway();
    private final Reconciler reconciler = new Reconciler(days, gateway, clock);

    @AfterEach
    void close() {
        reconciler.close();
        gateway.close();
        days.close();
    }

    /// A file that a person gave frees no money to be sent once more (docs/rules.md, rule 12).
    @ParameterizedTest
    @CsvSource({
        "RETURNED,  false, 200, ",
        "SUCCEEDED, false, 200, RETURNED_THERE_NOT_HERE SUBMITTED 1",
        "SUCCEEDED, true,  200, RETURNED_THERE_NOT_HERE OPEN 1",
        "SUCCEEDED, false, 150, RETURNED_THERE_NOT_HERE SUBMITTED 1",
        "ABANDONED, false, 200, RETURNED_THERE_NOT_HERE OPEN 1",
        "RETURNED,  false, 150, AMOUNT_DIFFERS OPEN 1"
    })
    void a_refund_that_came_back_there_came_back_here(
            String status, boolean uploaded, long minor, @Nullable String expected) {
        var payment = days.paid(NOON);
        var refund = days.refund(payment, PART, status, NOON);
        var text =
                new StatementText()
                        .payment(payment, transaction(payment), PRICE, NOON)
                        .refund(payment, refund, "b1", PART, NOON)
                        .returned(payment, refund, "b1", Money.of("CNY", minor), NOON)
                        .toString();
        gateway.files.put(DATE, text);
        days.ask(DATE, uploaded ? text : null);
        reconciler.workOff();
        assertThat(days.breaks())
                .filteredOn(one -> !one.startsWith("REFUNDED_THERE"))
                .isEqualTo(expected == null ? List.of() : List.of(expected));
        var told = expected != null && expected.contains("SUBMITTED");
        assertThat(reconciler.facts())
                .filteredOn(fact -> fact.kind() != FactKind.REFUNDED)
                .hasSize(told ? 1 : 0)
                .allSatisfy(fact -> {
                    assertThat(fact.kind()).isEqualTo(FactKind.REFUND_RETURNED);
                    assertThat(fact.refundNo()).isEqualTo(refund);
                    assertThat(fact.money()).isEqualTo(Money.of("CNY", minor));
                });
    }

    @Test
    void what_came_back_of_a_payment_that_is_not_ours_is_only_a_difference() {
        gateway.files.put(
                DATE,
                new StatementText()
                        .returned("P0000000000000009", "R9", "b1", PART, NOON)
                        .returned("P0000000000000009", "R9", "b1", PART, NOON)
                        .toString());
        days.ask(DATE, null);
        reconciler.workOff();
        assertThat(days.breaks())
                .containsExactly("REPEATED_LINE OPEN 1", "RETURNED_THERE_NOT_HERE OPEN 1");
        assertThat(reconciler.facts()).isEmpty();
    }
}
