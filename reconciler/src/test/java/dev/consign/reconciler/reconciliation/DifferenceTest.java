package dev.consign.reconciler.reconciliation;

import static dev.consign.reconciler.reconciliation.Days.DATE;
import static dev.consign.reconciler.reconciliation.Days.NOON;
import static dev.consign.reconciler.reconciliation.Days.PRICE;
import static dev.consign.reconciler.reconciliation.Days.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one line means beside our books, and whether it goes to the engine (issue 10).
class DifferenceTest {
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

    @ParameterizedTest(name = "uploaded: {0}")
    @CsvSource({"false, STATEMENT", "true, UPLOAD"})
    void what_a_person_gave_is_not_called_the_gateways_word(boolean uploaded, FactSource source) {
        var payment = days.waiting();
        var refund = days.refund(days.paid(NOON), PART, "REQUESTED", null);
        var refunded = one("SELECT payment_no FROM refund");
        var text =
                file().payment(payment, "t1", PRICE, NOON)
                        .payment(refunded, transaction(refunded), PRICE, NOON)
                        .refund(refunded, refund, "b1", PART, NOON)
                        .payment("NEVER", "t2", PRICE, NOON)
                        .toString();
        gateway.files.put(DATE, text);
        days.ask(DATE, uploaded ? text : null);
        reconciler.workOff();
        assertThat(reconciler.facts())
                .extracting(PaymentFact::source)
                .containsOnly(source)
                .hasSize(3);
    }

    /// Incident Q5: an id that a spreadsheet rounded is another transaction of the same payment.
    @Test
    void another_transaction_of_a_payment_whose_own_is_missing_is_one_difference_and_no_posting() {
        var payment = days.paid(NOON);
        gateway.files.put(DATE, file().payment(payment, "42000", PRICE, NOON).toString());
        var run = reconciled();
        assertThat(days.totals(run)).containsExactly("TRANSACTION_DIFFERS 1 27000 CNY");
        assertThat(days.breaks()).containsExactly("TRANSACTION_DIFFERS OPEN 1");
        assertThat(one("SELECT CONCAT(transaction_id, ' ', here_transaction_id) FROM recon_break"))
                .isEqualTo("42000 " + transaction(payment));
        assertThat(one("SELECT why FROM recon_break")).contains("42000", transaction(payment));
        assertThat(reconciler.facts()).isEmpty();
        assertThat(days.outcome(run)).isEqualTo("DONE - 1/0");
    }

    @Test
    void another_transaction_beside_the_one_we_know_is_second_money() {
        var payment = days.paid(NOON);
        gateway.files.put(
                DATE,
                file().payment(payment, transaction(payment), PRICE, NOON)
                        .payment(payment, "t2", Money.of("CNY", 899), NOON)
                        .toString());
        assertThat(days.totals(reconciled())).containsExactly("PAID_THERE_NOT_HERE 1 899 CNY");
        assertThat(reconciler.facts())
                .singleElement()
                .satisfies(fact -> assertThat(fact.money()).isEqualTo(Money.of("CNY", 899)));
    }

    @Test
    void a_missing_transaction_that_another_day_has_makes_the_other_one_second_money() {
        var payment = days.paid(NOON);
        gateway.files.put(DATE, file().payment(payment, "t2", PRICE, NOON).toString());
        assertThat(days.totals(reconciled())).containsExactly("TRANSACTION_DIFFERS 1 27000 CNY");

        gateway.files.put(
                DATE.minusDays(1),
                file().payment(payment, transaction(payment), PRICE, "2026-11-19T23:59:59Z")
                        .toString());
        days.ask(DATE.minusDays(1), null);
        reconciler.workOff();
        assertThat(days.totals(reconciled())).containsExactly("PAID_THERE_NOT_HERE 1 27000 CNY");
        assertThat(days.breaks())
                .containsExactly("PAID_THERE_NOT_HERE SUBMITTED 1", "TRANSACTION_DIFFERS GONE 1");
    }

    @Test
    void another_transaction_in_another_amount_is_one_difference_and_no_posting() {
        var payment = days.paid(NOON);
        gateway.files.put(
                DATE, file().payment(payment, "t2", Money.of("CNY", 26_000), NOON).toString());
        assertThat(days.totals(reconciled())).containsExactly("AMOUNT_DIFFERS 1 1000 CNY");
        assertThat(days.breaks()).containsExactly("AMOUNT_DIFFERS OPEN 1");
        assertThat(one("SELECT here_transaction_id FROM recon_break"))
                .isEqualTo(transaction(payment));
        assertThat(reconciler.facts()).isEmpty();
    }

    @Test
    void one_transaction_under_two_payments_is_no_repeated_line_and_not_booked_for_the_second() {
        var first = days.paid(NOON);
        days.book(first, transaction(first), PRICE);
        var second = days.waiting();
        gateway.files.put(
                DATE,
                file().payment(first, transaction(first), PRICE, NOON)
                        .payment(second, transaction(first), PRICE, NOON)
                        .toString());
        assertThat(days.totals(reconciled())).containsExactly("PAID_THERE_NOT_HERE 1 27000 CNY");
        assertThat(one("SELECT why FROM recon_break")).contains("another order");
        assertThat(reconciler.facts())
                .singleElement()
                .satisfies(fact -> assertThat(fact.paymentNo().value()).isEqualTo(second));
    }

    @ParameterizedTest
    @CsvSource({"CNY, 26999, 1 CNY", "CNY, 27001, 1 CNY", "USD, 27000, 27000 USD"})
    void money_in_another_amount_that_nobody_has_booked_goes_to_the_engine_as_it_came(
            String currency, long minor, String question) {
        var payment = days.waiting();
        var came = Money.of(currency, minor);
        gateway.files.put(DATE, file().payment(payment, "t1", came, NOON).toString());
        assertThat(days.totals(reconciled())).containsExactly("AMOUNT_DIFFERS 1 " + question);
        assertThat(days.breaks()).containsExactly("AMOUNT_DIFFERS SUBMITTED 1");
        assertThat(reconciler.facts())
                .singleElement()
                .satisfies(fact -> {
                    assertThat(fact.money()).isEqualTo(came);
                    assertThat(fact.kind()).isEqualTo(FactKind.PAID);
                });

        days.book(payment, "t1", came);
        assertThat(days.totals(reconciled())).isEmpty();
        assertThat(days.breaks()).containsExactly("AMOUNT_DIFFERS GONE 1");
    }

    @ParameterizedTest(name = "we have booked {0}")
    @ValueSource(longs = {26_999, 27_001})
    void what_is_booked_in_another_amount_than_the_files_is_a_persons(long booked) {
        var payment = days.paid(NOON);
        days.jdbc.update("UPDATE payment SET collected_minor = ?", booked);
        days.book(payment, transaction(payment), Money.of("CNY", booked));
        gateway.files.put(
                DATE, file().payment(payment, transaction(payment), PRICE, NOON).toString());
        assertThat(days.totals(reconciled())).containsExactly("AMOUNT_DIFFERS 1 1 CNY");
        assertThat(days.breaks()).containsExactly("AMOUNT_DIFFERS OPEN 1");
        assertThat(reconciler.facts()).isEmpty();
    }

    /// Rows 9 and 10: what was done in the gateway's own dashboard, and its callback was lost.
    @ParameterizedTest(name = "uploaded: {0}")
    @ValueSource(booleans = {false, true})
    void a_refund_nobody_here_asked_for_goes_to_the_engine_and_is_gone_once_it_was_accepted(
            boolean uploaded) {
        var payment = days.paid(NOON);
        var text =
                file().payment(payment, transaction(payment), PRICE, NOON)
                        .refund(payment, "re_42", "b1", PART, NOON)
                        .toString();
        gateway.files.put(DATE, text);
        days.ask(DATE, uploaded ? text : null);
        reconciler.workOff();
        assertThat(days.breaks()).containsExactly("REFUNDED_THERE_NOT_HERE SUBMITTED 1");
        assertThat(reconciler.facts())
                .singleElement()
                .satisfies(fact -> {
                    assertThat(fact.kind()).isEqualTo(FactKind.REFUNDED);
                    assertThat(fact.refundNo()).isEqualTo("re_42");
                    assertThat(fact.money()).isEqualTo(PART);
                });

        accepted(payment, "re_42");
        days.ask(DATE, uploaded ? text : null);
        reconciler.workOff();
        assertThat(days.breaks()).containsExactly("REFUNDED_THERE_NOT_HERE GONE 1");
    }

    @ParameterizedTest(name = "the file has {0}")
    @ValueSource(strings = {"our number", "the gateway's"})
    void a_refund_with_two_numbers_is_found_by_either_in_both_directions(String which) {
        var payment = days.paid(NOON);
        var ours = accepted(payment, "re_42");
        var number = which.equals("our number") ? ours : "re_42";
        gateway.files.put(
                DATE,
                file().payment(payment, transaction(payment), PRICE, NOON)
                        .refund(payment, number, "b1", PART, NOON)
                        .toString());
        var run = reconciled();
        assertThat(days.totals(run)).isEmpty();
        assertThat(days.outcome(run)).isEqualTo("DONE - 2/2");
    }

    /// Two payments may have a refund of the same number at their gateway (incident Q4).
    @Test
    void the_gateways_number_counts_within_its_payment_only() {
        var payment = days.paid(NOON);
        accepted(payment, "1");
        var other = days.paid(NOON);
        gateway.files.put(
                DATE,
                file().payment(payment, transaction(payment), PRICE, NOON)
                        .payment(other, transaction(other), PRICE, NOON)
                        .refund(other, "1", "b1", PART, NOON)
                        .toString());
        assertThat(days.totals(reconciled()))
                .containsExactly(
                        "REFUNDED_HERE_NOT_THERE 1 200 CNY", "REFUNDED_THERE_NOT_HERE 1 200 CNY");
    }

    @ParameterizedTest(name = "one file: {0}")
    @ValueSource(booleans = {true, false})
    void a_refund_under_both_of_its_numbers_is_a_repeated_line(boolean oneFile) {
        var payment = days.paid(NOON);
        var ours = accepted(payment, "re_42");
        var text =
                file().payment(payment, transaction(payment), PRICE, NOON)
                        .refund(payment, "re_42", "b1", PART, NOON);
        if (oneFile) {
            text.refund(payment, ours, "b2", PART, NOON).refund(payment, "re_42", "b3", PART, NOON);
        } else {
            gateway.files.put(
                    DATE.plusDays(1),
                    file().refund(payment, ours, "b2", PART, "2026-11-21T08:00:00Z").toString());
            days.ask(DATE.plusDays(1), null);
        }
        gateway.files.put(DATE, text.toString());
        reconciler.workOff();
        assertThat(days.totals(reconciled()))
                .containsExactly(oneFile ? "REPEATED_LINE 2 400 CNY" : "REPEATED_LINE 1 200 CNY");
        assertThat(
                        days.jdbc.queryForList(
                                "SELECT reference FROM recon_break ORDER BY reference",
                                String.class))
                .containsExactly(
                        oneFile
                                ? new String[] {payment + "/re_42#2", payment + "/re_42#3"}
                                : new String[] {payment + "/re_42"});
    }

    @ParameterizedTest
    @CsvSource({
        "REQUESTED, AMOUNT_DIFFERS SUBMITTED 1",
        "ABANDONED, AMOUNT_DIFFERS SUBMITTED 1",
        "SUCCEEDED, AMOUNT_DIFFERS OPEN 1"
    })
    void a_refund_in_another_amount_goes_to_the_engine_unless_it_is_booked(
            String status, String expected) {
        var payment = days.paid(NOON);
        var refund = days.refund(payment, PART, status, status.equals("REQUESTED") ? null : NOON);
        gateway.files.put(
                DATE,
                file().payment(payment, transaction(payment), PRICE, NOON)
                        .refund(payment, refund, "b1", Money.of("CNY", 150), NOON)
                        .toString());
        reconciled();
        assertThat(days.breaks()).containsExactly(expected);
        assertThat(reconciler.facts())
                .allSatisfy(fact -> assertThat(fact.money()).isEqualTo(Money.of("CNY", 150)));
    }

    /// What came in another amount is held until somebody says what is right (docs/rules.md, rule
    /// 14).
    @Test
    void an_amount_that_is_held_in_doubt_can_be_put_right_by_the_file() {
        var payment = days.paid(NOON);
        days.jdbc.update("UPDATE payment SET collected_minor = 26999, held_minor = 26999");
        days.book(payment, transaction(payment), Money.of("CNY", 26_999));
        gateway.files.put(
                DATE, file().payment(payment, transaction(payment), PRICE, NOON).toString());
        reconciled();
        assertThat(days.breaks()).containsExactly("AMOUNT_DIFFERS SUBMITTED 1");
        assertThat(reconciler.facts())
                .singleElement()
                .satisfies(fact -> assertThat(fact.money()).isEqualTo(PRICE));

        days.correct(payment, transaction(payment) + ":CORRECT:27000", Money.of("CNY", 1));
        reconciled();
        assertThat(days.breaks()).containsExactly("AMOUNT_DIFFERS GONE 1");
    }

    /// A posting that a person took back (docs/rules.md, rule 18) is missing nowhere.
    @ParameterizedTest(name = "the file has it: {0}")
    @ValueSource(booleans = {false, true})
    void what_was_taken_back_is_a_difference_only_when_the_file_has_it(boolean there) {
        var payment = days.paid(NOON);
        days.jdbc.update("UPDATE payment SET collected_minor = 0");
        days.book(payment, transaction(payment), PRICE);
        days.correct(payment, transaction(payment) + ":REVERSE", PRICE.negated());
        var other = days.paid(NOON);
        var refund = days.refund(other, PART, "RETURNED", NOON);
        days.jdbc.update(
                "INSERT INTO journal VALUES (?, 'CORRECT', 'O', '2026-11-20')",
                refund + ":REFUND_REVERSE");
        var text = file().payment(other, transaction(other), PRICE, NOON);
        if (there) {
            text.payment(payment, transaction(payment), PRICE, NOON)
                    .refund(other, refund, "b1", PART, NOON);
        }
        gateway.files.put(DATE, text.toString());
        reconciled();
        assertThat(days.breaks())
                .isEqualTo(
                        there
                                ? List.of(
                                        "PAID_THERE_NOT_HERE OPEN 1",
                                        "REFUNDED_THERE_NOT_HERE OPEN 1")
                                : List.of());
        assertThat(reconciler.facts()).isEmpty();
    }

    @Test
    void a_refund_that_the_bank_returned_later_went_there_first() {
        var payment = days.paid(NOON);
        var refund = days.refund(payment, PART, "RETURNED", NOON);
        var text = file().payment(payment, transaction(payment), PRICE, NOON);
        gateway.files.put(DATE, text.toString());
        reconciled();
        assertThat(days.breaks()).containsExactly("REFUNDED_HERE_NOT_THERE OPEN 1");
        gateway.files.put(DATE, text.refund(payment, refund, "b1", PART, NOON).toString());
        reconciled();
        assertThat(days.breaks()).containsExactly("REFUNDED_HERE_NOT_THERE GONE 1");
    }

    private String reconciled() {
        var run = days.ask(DATE, null);
        reconciler.workOff();
        return run;
    }

    /// A refund of the gateway's dashboard that a person has accepted.
    ///
    /// @return our number for it
    private String accepted(String payment, String gatewayNo) {
        var ours = days.refund(payment, PART, "SUCCEEDED", NOON);
        days.jdbc.update(
                "UPDATE refund SET gateway_refund_no = ? WHERE refund_no = ?", gatewayNo, ours);
        return ours;
    }

    private String one(String sql) {
        return String.valueOf(days.jdbc.queryForObject(sql, String.class));
    }

    private static StatementText file() {
        return new StatementText();
    }
}
