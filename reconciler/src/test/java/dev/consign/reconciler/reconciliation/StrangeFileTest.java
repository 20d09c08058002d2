package dev.consign.reconciler.reconciliation;

import static dev.consign.reconciler.reconciliation.Days.DATE;
import static dev.consign.reconciler.reconciliation.Days.NOON;
import static dev.consign.reconciler.reconciliation.Days.PRICE;
import static dev.consign.reconciler.reconciliation.Days.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a run does with a file that is not all made of movements we know.
class StrangeFileTest {
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
    void a_line_of_an_unknown_kind_is_a_difference_with_its_amount_and_stops_nothing() {
        var payment = days.paid(NOON);
        var there = days.waiting();
        gateway.files.put(
                DATE,
                file().payment(payment, transaction(payment), PRICE, NOON)
                        .raw("手续费,,,f1,CNY,-1500,0," + NOON, -1_500)
                        .raw("手续费,,,f1,CNY,-1500,0," + NOON, -1_500)
                        .raw("PAYMENT,ORDER-2026/11/29#1,,t9,USDT,700,0," + NOON, 700)
                        .payment(there, "t1", PRICE, NOON)
                        .toString());
        var run = reconciled();
        assertThat(days.outcome(run)).isEqualTo("DONE - 5/1");
        assertThat(days.totals(run))
                .containsExactly(
                        "PAID_THERE_NOT_HERE 1 27000 CNY",
                        "UNKNOWN_LINE_KIND 2 3000 CNY",
                        "UNKNOWN_LINE_KIND 1 700 XXX");
        assertThat(
                        days.jdbc.queryForList(
                                """
                                SELECT CONCAT_WS('|', line_no, COALESCE(payment_no, '-'), transaction_id, there_minor, status, why)
                                  FROM recon_break WHERE type = 'UNKNOWN_LINE_KIND' ORDER BY line_no
                                """,
                                String.class))
                .containsExactly(
                        "3|-|f1|-1500|OPEN|The line is of a kind that we have no word for; the file calls it 手续费. Nothing was booked.",
                        "4|-|f1|-1500|OPEN|The line is of a kind that we have no word for; the file calls it 手续费. Nothing was booked.",
                        "5|ORDER-2026/11/29#1|t9|700|OPEN|The line is in a currency that we have no word for; the file calls it PAYMENT. Nothing was booked.");
        assertThat(reconciler.facts()).hasSize(1);
        var before = days.fingerprint();
        reconciled();
        assertThat(days.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_file_of_another_merchant_opens_no_case_for_each_of_its_lines() {
        var there = days.waiting();
        var text = file().payment(there, "t1", PRICE, NOON);
        for (var i = 0; i < 30; i++) {
            text.payment("NEVER-" + i, "x" + i, PRICE, NOON);
        }
        gateway.files.put(DATE, text.toString());
        reconciled();
        assertThat(days.breaks())
                .containsExactly("PAID_THERE_NOT_HERE SUBMITTED 1", "UNKNOWN_PAYMENT OPEN 30");
        assertThat(reconciler.facts()).hasSize(1);
    }

    @Test
    void a_file_that_is_refused_says_where_and_leaves_nothing_behind() {
        var payment = days.paid(NOON);
        gateway.files.put(DATE, file().payment(payment, "4.2E+27", PRICE, NOON).toString());
        var run = reconciled();
        assertThat(days.outcome(run)).isEqualTo("FAILED SPREADSHEET_CELL 0/0");
        assertThat(one("SELECT why FROM recon_run"))
                .startsWith("Line 2, column 4 (transactionId): ")
                .doesNotContain("Exception");
        assertThat(days.count("SELECT COUNT(*) FROM statement_line")).isZero();
        assertThat(reconciler.facts()).isEmpty();
    }

    @Test
    void how_far_a_run_has_come_is_written_down_while_it_works() {
        var text = file();
        for (var i = 0; i < 20; i++) {
            var payment = days.paid(NOON);
            text.payment(payment, transaction(payment), PRICE, NOON);
        }
        gateway.files.put(DATE, text.toString());
        var seen = new AtomicReference<String>("");
        gateway.watch =
                line -> {
                    if (line == 18) {
                        seen.set(
                                one(
                                        "SELECT CONCAT_WS(' ', status, COALESCE(lines_total, '-'), lines_read) FROM recon_run"));
                    }
                };
        reconciled();
        // The second reading has stored two slices of seven.
        assertThat(seen.get()).isEqualTo("READING 20 14");
        assertThat(
                        one(
                                "SELECT CONCAT_WS(' ', lines_total, lines_compared, lines_matched) FROM recon_run"))
                .isEqualTo("20 20 20");
    }

    private String reconciled() {
        var run = days.ask(DATE, null);
        reconciler.workOff();
        return run;
    }

    private String one(String sql) {
        return String.valueOf(days.jdbc.queryForObject(sql, String.class));
    }

    private static StatementText file() {
        return new StatementText();
    }
}
