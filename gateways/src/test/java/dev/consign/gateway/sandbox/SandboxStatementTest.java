package dev.consign.gateway.sandbox;

import static dev.consign.gateway.sandbox.StatementFile.GOOD;
import static dev.consign.gateway.sandbox.StatementFile.cut;
import static dev.consign.gateway.sandbox.StatementFile.flaw;
import static dev.consign.gateway.sandbox.StatementFile.read;
import static dev.consign.gateway.sandbox.StatementFile.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.gateway.StatementFlaw;
import dev.consign.gateway.StatementLine;
import dev.consign.gateway.StatementLine.Kind;
import dev.consign.gateway.StatementLine.Movement;
import dev.consign.gateway.StatementLine.Unknown;
import dev.consign.gateway.StatementReading.Whole;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Good files are read to the last digit, whatever an editor did to their look, and a line that
/// says what we have no word for stops none of the others.
class SandboxStatementTest {
    @Test
    void every_movement_is_read_with_what_the_file_says_of_it() throws IOException {
        var lines = new ArrayList<StatementLine>();
        assertThat(read(GOOD, lines)).isEqualTo(new Whole(3));
        assertThat(lines)
                .containsExactly(
                        new Movement(
                                2,
                                Kind.PAYMENT,
                                new PaymentNo("P1"),
                                null,
                                new TransactionId("t1"),
                                Money.of("CNY", 27_000),
                                Money.of("CNY", 162),
                                Instant.parse("2026-11-20T00:00:00Z")),
                        new Movement(
                                3,
                                Kind.REFUND,
                                new PaymentNo("P1"),
                                "R1",
                                new TransactionId("t2"),
                                Money.of("CNY", 7_000),
                                Money.of("CNY", 0),
                                Instant.parse("2026-11-20T23:59:59.999999999Z")),
                        new Movement(
                                4,
                                Kind.PAYMENT,
                                new PaymentNo("P2"),
                                null,
                                new TransactionId("t3"),
                                Money.of("USD", 500),
                                Money.of("USD", 3),
                                Instant.parse("2026-11-20T12:00:00.123456Z")));
    }

    @Test
    void a_quiet_day_is_a_header_and_a_trailer() throws IOException {
        var header = GOOD.lines().findFirst().orElseThrow();
        assertThat(read(header + "\nTRAILER,0,,,,0,0,\n", new ArrayList<>()))
                .isEqualTo(new Whole(0));
    }

    /// What editors and spreadsheets do without changing what the file says.
    @TestFactory
    Stream<DynamicTest> the_same_file_in_other_clothes_is_read() throws IOException {
        var plain = new ArrayList<StatementLine>();
        read(GOOD, plain);
        return Stream.of(
                        Map.entry("a byte order mark", "\uFEFF" + GOOD),
                        Map.entry("Windows line ends", GOOD.replace("\n", "\r\n")),
                        Map.entry("line ends of the old Macintosh", GOOD.replace("\n", "\r")),
                        Map.entry("no line end behind the trailer", cut(1)),
                        Map.entry("empty lines at the end", GOOD + "\n\r\n \n"),
                        Map.entry("rows of empty cells at the end", GOOD + ",,,,,,,\n,,,,,,,\n"),
                        Map.entry("quoted cells", GOOD.replaceAll("[^,\n]+", "\"$0\"")),
                        Map.entry("blanks around cells", GOOD.replaceAll("[^,\n]+", " $0 \t")),
                        Map.entry("blanks around quotes", GOOD.replace("P2", " \"P2 \" ")))
                .map(same ->
                        DynamicTest.dynamicTest(
                                same.getKey(),
                                () -> {
                                    var lines = new ArrayList<StatementLine>();
                                    assertThat(read(same.getValue(), lines))
                                            .isEqualTo(new Whole(3));
                                    assertThat(lines).isEqualTo(plain);
                                }));
    }

    @Test
    void an_empty_line_says_nothing_but_its_number_is_counted() throws IOException {
        var lines = new ArrayList<StatementLine>();
        assertThat(read(GOOD.replace("\nREFUND", "\n\nREFUND"), lines)).isEqualTo(new Whole(3));
        assertThat(lines).extracting(StatementLine::number).containsExactly(2, 4, 5);
    }

    @Test
    void a_refund_that_came_back_brings_money_under_the_refunds_number() throws IOException {
        var lines = new ArrayList<StatementLine>();
        var file = with("REFUND_RETURNED,P1,R1,t4,CNY,7000,0,2026-11-20T08:00:00Z", 7_000, 0);
        assertThat(read(file, lines)).isEqualTo(new Whole(4));
        assertThat(lines.getLast())
                .isEqualTo(
                        new Movement(
                                5,
                                Kind.REFUND_RETURNED,
                                new PaymentNo("P1"),
                                "R1",
                                new TransactionId("t4"),
                                Money.of("CNY", 7_000),
                                Money.of("CNY", 0),
                                Instant.parse("2026-11-20T08:00:00Z")));
    }

    @Test
    void a_line_of_an_unknown_kind_is_read_with_the_words_of_the_file_and_counted()
            throws IOException {
        var file = with("CHARGEBACK_FEE,P1,case-7,f1,CNY,-1500,5,2026-11-20T08:00:00Z", -1_500, 5);
        var lines = new ArrayList<StatementLine>();
        assertThat(read(file, lines)).isEqualTo(new Whole(4));
        assertThat(lines.getLast())
                .isEqualTo(
                        new Unknown(
                                5,
                                "CHARGEBACK_FEE",
                                "is of a kind that we have no word for",
                                "P1",
                                "case-7",
                                "f1",
                                Money.of("CNY", -1_500),
                                Money.of("CNY", 5),
                                Instant.parse("2026-11-20T08:00:00Z")));
        assertThat(flaw(read(file.replace("-1500", "-1501"), new ArrayList<>())))
                .isEqualTo(StatementFlaw.WRONG_SUM);
    }

    /// Whole lines that say what we have no word for; none of them stops the others.
    @TestFactory
    Stream<DynamicTest> a_line_that_is_no_movement_we_know_is_an_unknown_line() {
        return Stream.of(
                unknown("手续费,,,,CNY,-5,0,", -5, "of a kind"),
                unknown("payment,P9,,t9,CNY,5,0,", 5, "of a kind"),
                unknown(",P9,,t9,CNY,5,0,", 5, "of a kind"),
                unknown("PAYMENT,P9,,t9,USDT,5,0,", 5, "in a currency"),
                unknown("PAYMENT,P9,,t9,,5,0,", 5, "in a currency"),
                unknown("PAYMENT,P9,,t9,CNY,-5,0,", -5, "brings no money"),
                unknown("PAYMENT,P9,,t9,CNY,0,0,", 0, "brings no money"),
                unknown("REFUND_RETURNED,P9,R9,t9,CNY,-5,0,", -5, "brings no money"),
                unknown("REFUND_RETURNED,P9,,t9,CNY,5,0,", 5, "without its number"),
                unknown("REFUND,P9,R9,t9,CNY,5,0,", 5, "takes no money away"),
                unknown("REFUND,P9,,t9,CNY,-5,0,", -5, "without its number"),
                unknown("PAYMENT,P9,R9,t9,CNY,5,0,", 5, "with a refund number"),
                unknown("PAYMENT,ORDER-2026/11/29#1,,t9,CNY,5,0,", 5, "no payment number"),
                unknown("PAYMENT,,,t9,CNY,5,0,", 5, "no payment number"),
                unknown("PAYMENT,P9,,,CNY,5,0,", 5, "no transaction id"),
                unknown("PAYMENT,P9,,t 9,CNY,5,0,", 5, "no transaction id"));
    }

    @Test
    void a_number_that_could_not_be_shown_is_left_out_of_an_unknown_line() throws IOException {
        var lines = new ArrayList<StatementLine>();
        read(with("FEE\u202E,\u0007,,手,CNY,5,0,2026-11-20T12:00:00Z", 5, 0), lines);
        assertThat((Unknown) lines.getLast())
                .extracting(Unknown::word, Unknown::paymentNo, Unknown::transactionId)
                .containsExactly("FEE", null, null);
    }

    @Test
    void sums_that_no_number_can_hold_are_refused() throws IOException {
        var file = new StringBuilder(GOOD.substring(0, GOOD.indexOf("PAYMENT")));
        for (var i = 0; i < 10; i++) {
            file.append("PAYMENT,P%d,,t%d,CNY,".formatted(i, i))
                    .append("999999999999999999,0,2026-11-20T12:00:00Z\n");
        }
        assertThat(flaw(read(file.toString(), new ArrayList<>())))
                .isEqualTo(StatementFlaw.BAD_LINE);
    }

    @Test
    void a_file_that_cannot_be_had_is_no_flaw_of_the_file() throws IOException {
        var broken = InputStream.nullInputStream();
        broken.close();
        assertThatThrownBy(() -> read(broken, new ArrayList<>()))
                .isInstanceOf(IOException.class)
                .hasMessage("Stream closed");
    }

    private static DynamicTest unknown(String line, long minor, String flaw) {
        return DynamicTest.dynamicTest(
                line,
                () -> {
                    var lines = new ArrayList<StatementLine>();
                    assertThat(read(with(line + "2026-11-20T12:00:00Z", minor, 0), lines))
                            .isEqualTo(new Whole(4));
                    var last = (Unknown) lines.getLast();
                    assertThat(last.flaw()).contains(flaw);
                    assertThat(last.amount().minor()).isEqualTo(minor);
                });
    }
}
