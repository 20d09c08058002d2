package dev.consign.reconciler.reconciliation;

import static dev.consign.reconciler.reconciliation.Days.DATE;
import static dev.consign.reconciler.reconciliation.Days.NOON;
import static dev.consign.reconciler.reconciliation.Days.PRICE;
import static dev.consign.reconciler.reconciliation.Days.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.SendResult;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a run finds, against the real database, with differences made for it.
class ReconciliationTest {
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

    @Test
    void ten_differences_of_each_type_are_found_and_nothing_else() {
        var planted = new Planted();
        gateway.files.put(DATE, planted.file.toString());
        var run = days.ask(DATE, null);
        reconciler.workOff();

        assertThat(days.outcome(run)).isEqualTo("DONE - %d/%d".formatted(planted.file.size(), 60));
        assertThat(days.totals(run))
                .containsExactly(
                        "AMOUNT_DIFFERS 5 5 CNY",
                        "AMOUNT_DIFFERS 5 135000 USD",
                        "PAID_HERE_NOT_THERE 10 270000 CNY",
                        "PAID_THERE_NOT_HERE 10 270000 CNY",
                        "REFUNDED_HERE_NOT_THERE 10 1000 CNY",
                        "REFUNDED_THERE_NOT_HERE 10 1000 CNY",
                        "REPEATED_LINE 10 270000 CNY",
                        "UNKNOWN_PAYMENT 10 270000 CNY");
        assertThat(days.breaks())
                .containsExactly(
                        "AMOUNT_DIFFERS OPEN 10",
                        "PAID_HERE_NOT_THERE OPEN 10",
                        "PAID_THERE_NOT_HERE SUBMITTED 10",
                        "REFUNDED_HERE_NOT_THERE OPEN 10",
                        "REFUNDED_THERE_NOT_HERE SUBMITTED 10",
                        "REPEATED_LINE OPEN 10",
                        "UNKNOWN_PAYMENT SUBMITTED 10");
    }

    @Test
    void what_is_a_payment_fact_goes_to_the_engine_under_its_own_name() {
        var planted = new Planted();
        gateway.files.put(DATE, planted.file.toString());
        days.ask(DATE, null);
        reconciler.workOff();

        assertThat(reconciler.facts())
                .hasSize(30)
                .allMatch(fact -> fact.source() == FactSource.STATEMENT)
                .allMatch(fact -> fact.occurredAt().equals(Instant.parse(NOON)));
        assertThat(reconciler.facts())
                .filteredOn(fact -> fact.kind() == FactKind.PAID)
                .extracting(fact -> fact.paymentNo().value())
                .containsExactlyInAnyOrderElementsOf(planted.paidThere);
        assertThat(reconciler.facts())
                .filteredOn(fact -> fact.kind() == FactKind.REFUNDED)
                .extracting(fact -> fact.refundNo())
                .containsExactlyInAnyOrderElementsOf(planted.refundedThere);
        assertThat(reconciler.sent)
                .extracting(OutgoingMessage::duplicateId)
                .doesNotHaveDuplicates();
    }

    @Test
    void running_it_again_changes_nothing() {
        gateway.files.put(DATE, new Planted().file.toString());
        var first = days.ask(DATE, null);
        reconciler.workOff();
        var before = days.fingerprint();
        var lines = days.count("SELECT COUNT(*) FROM statement_line");
        var statement = days.count("SELECT COUNT(*) FROM gateway_statement");

        var second = days.ask(DATE, null);
        reconciler.workOff();

        assertThat(days.fingerprint()).isEqualTo(before);
        assertThat(days.totals(second)).isEqualTo(days.totals(first));
        assertThat(days.outcome(second)).isEqualTo(days.outcome(first));
        assertThat(days.count("SELECT COUNT(*) FROM statement_line")).isEqualTo(lines);
        assertThat(days.count("SELECT COUNT(*) FROM gateway_statement")).isEqualTo(statement);
        assertThat(days.count("SELECT COUNT(*) FROM recon_run_break")).isEqualTo(2 * 70L);
    }

    @Test
    void what_was_put_right_is_gone_from_the_next_run_and_stays_in_the_one_that_found_it() {
        var payment = days.waiting();
        gateway.files.put(DATE, file().payment(payment, "t1", PRICE, NOON).toString());
        var first = days.ask(DATE, null);
        reconciler.workOff();
        assertThat(days.breaks()).containsExactly("PAID_THERE_NOT_HERE SUBMITTED 1");

        days.jdbc.update(
                "UPDATE payment SET status = 'PAID', transaction_id = 't1', paid_at = '2026-11-20 12:00:00'");
        var second = days.ask(DATE, null);
        reconciler.workOff();
        assertThat(days.breaks()).containsExactly("PAID_THERE_NOT_HERE GONE 1");
        assertThat(days.totals(first)).containsExactly("PAID_THERE_NOT_HERE 1 27000 CNY");
        assertThat(days.totals(second)).isEmpty();
        assertThat(days.outcome(second)).isEqualTo("DONE - 1/1");

        days.jdbc.update(
                "UPDATE payment SET status = 'PENDING', transaction_id = NULL, paid_at = NULL");
        days.ask(DATE, null);
        reconciler.workOff();
        assertThat(days.breaks()).containsExactly("PAID_THERE_NOT_HERE SUBMITTED 1");
    }

    @Test
    void a_corrected_file_replaces_the_one_before_it() {
        var payment = days.paid(NOON);
        gateway.files.put(DATE, file().toString());
        days.ask(DATE, null);
        reconciler.workOff();
        assertThat(days.breaks()).containsExactly("PAID_HERE_NOT_THERE OPEN 1");

        gateway.files.put(
                DATE, file().payment(payment, transaction(payment), PRICE, NOON).toString());
        days.ask(DATE, null);
        reconciler.workOff();
        assertThat(days.breaks()).containsExactly("PAID_HERE_NOT_THERE GONE 1");
        assertThat(days.count("SELECT COUNT(*) FROM gateway_statement")).isEqualTo(1);
        assertThat(days.count("SELECT COUNT(*) FROM statement_line")).isEqualTo(1);
    }

    @Test
    void clocks_that_differ_at_midnight_make_no_difference() {
        var ourYesterday = days.paid("2026-11-19T23:59:59.999Z");
        var ourToday = days.paid("2026-11-20T23:59:59.999Z");
        var tomorrow = DATE.plusDays(1);
        gateway.files.put(
                DATE,
                file().payment(
                                ourYesterday,
                                transaction(ourYesterday),
                                PRICE,
                                "2026-11-20T00:00:00Z")
                        .toString());
        gateway.files.put(
                tomorrow,
                file().payment(ourToday, transaction(ourToday), PRICE, "2026-11-21T00:00:00Z")
                        .toString());
        var second = days.ask(tomorrow, null);
        reconciler.workOff();
        var first = days.ask(DATE, null);
        var before = days.ask(DATE.minusDays(1), null);
        gateway.files.put(DATE.minusDays(1), file().toString());
        reconciler.workOff();
        for (var run : List.of(before, first, second)) {
            assertThat(days.totals(run)).isEmpty();
        }
        assertThat(days.outcome(first)).isEqualTo("DONE - 1/1");
    }

    @Test
    void a_second_movement_that_is_booked_is_no_difference() {
        var payment = days.paid(NOON);
        var text =
                file().payment(payment, transaction(payment), PRICE, NOON)
                        .payment(payment, "t2", PRICE, NOON);
        gateway.files.put(DATE, text.toString());
        var first = days.ask(DATE, null);
        reconciler.workOff();
        assertThat(days.totals(first)).containsExactly("PAID_THERE_NOT_HERE 1 27000 CNY");

        days.book(payment, "t2", PRICE);
        var second = days.ask(DATE, null);
        reconciler.workOff();
        assertThat(days.totals(second)).isEmpty();
        assertThat(days.outcome(second)).isEqualTo("DONE - 2/2");
    }

    @Test
    void a_line_that_repeats_a_difference_is_only_a_repeated_line() {
        var text = file().payment("NEVER", "t1", PRICE, NOON).payment("NEVER", "t1", PRICE, NOON);
        gateway.files.put(DATE, text.toString());
        var run = days.ask(DATE, null);
        reconciler.workOff();
        assertThat(days.totals(run))
                .containsExactly("REPEATED_LINE 1 27000 CNY", "UNKNOWN_PAYMENT 1 27000 CNY");
        assertThat(days.outcome(run)).isEqualTo("DONE - 2/0");
    }

    @Test
    void a_refund_that_the_file_has_in_two_transactions_is_a_repeated_line() {
        var payment = days.paid(NOON);
        var back = Money.of("CNY", 7_000);
        var refund = days.refund(payment, back, "SUCCEEDED", NOON);
        var text = file().payment(payment, transaction(payment), PRICE, NOON);
        // The third one is in another slice than the first two.
        text.refund(payment, refund, "b1", back, NOON).refund(payment, refund, "b2", back, NOON);
        for (var i = 0; i < 2 * Reconciler.SETTINGS.batchSize(); i++) {
            var other = days.paid(NOON);
            text.payment(other, transaction(other), PRICE, NOON);
        }
        gateway.files.put(DATE, text.refund(payment, refund, "b3", back, NOON).toString());
        var run = days.ask(DATE, null);
        reconciler.workOff();
        assertThat(days.totals(run)).containsExactly("REPEATED_LINE 2 14000 CNY");
        assertThat(days.outcome(run))
                .isEqualTo("DONE - %d/%d".formatted(text.size(), text.size() - 2));
        assertThat(days.jdbc.queryForList("SELECT reference FROM recon_break", String.class))
                .containsExactlyInAnyOrder(
                        payment + "/" + refund + "#2", payment + "/" + refund + "#3");
    }

    @ParameterizedTest(name = "the later day is read first: {0}")
    @ValueSource(booleans = {false, true})
    void a_refund_that_the_files_of_two_days_have_is_a_repeated_line(boolean laterFirst) {
        var payment = days.paid(NOON);
        var back = Money.of("CNY", 7_000);
        var refund = days.refund(payment, back, "SUCCEEDED", NOON);
        var text = file().payment(payment, transaction(payment), PRICE, NOON);
        gateway.files.put(DATE, text.refund(payment, refund, "b1", back, NOON).toString());
        var tomorrow = DATE.plusDays(1);
        gateway.files.put(
                tomorrow,
                file().refund(payment, refund, "b2", back, "2026-11-21T00:00:00Z").toString());

        var first = days.ask(laterFirst ? tomorrow : DATE, null);
        reconciler.workOff();
        var second = days.ask(laterFirst ? DATE : tomorrow, null);
        reconciler.workOff();

        assertThat(days.totals(first)).isEmpty();
        assertThat(days.totals(second)).containsExactly("REPEATED_LINE 1 7000 CNY");
        assertThat(days.outcome(second)).isEqualTo(laterFirst ? "DONE - 2/1" : "DONE - 1/0");

        // What was replaced is nobody's evidence.
        gateway.files.put(laterFirst ? tomorrow : DATE, file().toString());
        days.ask(laterFirst ? tomorrow : DATE, null);
        reconciler.workOff();
        var again = days.ask(laterFirst ? DATE : tomorrow, null);
        reconciler.workOff();
        assertThat(days.totals(again)).isEmpty();
    }

    @Test
    void one_number_for_refunds_of_two_payments_is_no_repeated_line() {
        var text = file();
        for (var i = 0; i < 2; i++) {
            var payment = days.paid(NOON);
            text.payment(payment, transaction(payment), PRICE, NOON)
                    .refund(payment, "1", "r" + i, Money.of("CNY", 100), NOON);
        }
        gateway.files.put(DATE, text.toString());
        var run = days.ask(DATE, null);
        reconciler.workOff();
        assertThat(days.totals(run)).containsExactly("REFUNDED_THERE_NOT_HERE 2 200 CNY");
    }

    @Test
    void a_broker_that_is_down_delays_the_end_of_the_run_and_loses_nothing() {
        gateway.files.put(DATE, file().payment(days.waiting(), "t1", PRICE, NOON).toString());
        var run = days.ask(DATE, null);
        reconciler.broker = new SendResult.Unknown("no answer");
        reconciler.workOff();
        assertThat(days.outcome(run)).startsWith("MATCHING -");
        assertThat(days.breaks()).containsExactly("PAID_THERE_NOT_HERE OPEN 1");

        reconciler.broker = new SendResult.Accepted();
        clock.updateAndGet(now -> now.plusSeconds(2));
        reconciler.workOff();
        assertThat(days.outcome(run)).isEqualTo("DONE - 1/0");
        assertThat(days.breaks()).containsExactly("PAID_THERE_NOT_HERE SUBMITTED 1");
        assertThat(reconciler.facts()).hasSize(1);
    }

    private static StatementText file() {
        return new StatementText();
    }

    /// A day on which everything happened ten times, among fifty payments where nothing did.
    private final class Planted {
        final StatementText file = new StatementText();
        final List<String> paidThere = new ArrayList<>();
        final List<String> refundedThere = new ArrayList<>();

        Planted() {
            var part = Money.of("CNY", 100);
            for (var i = 0; i < 10; i++) {
                for (var k = 0; k < 2; k++) {
                    agree();
                }
                var refunded = agree();
                var back = days.refund(refunded, part, "SUCCEEDED", NOON);
                file.refund(refunded, back, "r-" + back, part, NOON);

                var there = days.waiting();
                paidThere.add(there);
                file.payment(there, transaction(there), PRICE, NOON);

                days.paid(NOON);

                var differs = days.paid(NOON);
                var other = i % 2 == 0 ? Money.of("CNY", 27_001) : Money.of("USD", PRICE.minor());
                file.payment(differs, transaction(differs), other, NOON);

                var asked = agree();
                if (i % 2 == 0) {
                    var ours = days.refund(asked, part, "REQUESTED", null);
                    refundedThere.add(ours);
                    file.refund(asked, ours, "r-" + ours, part, NOON);
                } else {
                    file.refund(asked, "THEIRS-" + i, "r-" + asked, part, NOON);
                    refundedThere.add("THEIRS-" + i);
                }

                days.refund(agree(), part, "SUCCEEDED", NOON);

                file.payment("NEVER-HEARD-OF-" + i, "x-" + i, PRICE, NOON);
                paidThere.add("NEVER-HEARD-OF-" + i);
            }
            // Ten of those that agree stand in the file once more.
            days.jdbc
                    .queryForList(
                            "SELECT payment_no FROM refund WHERE status = 'SUCCEEDED' ORDER BY refund_no LIMIT 10",
                            String.class)
                    .forEach(payment -> file.payment(payment, transaction(payment), PRICE, NOON));
        }

        private String agree() {
            var payment = days.paid(NOON);
            file.payment(payment, transaction(payment), PRICE, NOON);
            return payment;
        }
    }
}
