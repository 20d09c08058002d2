package dev.consign.gateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.gateway.StatementFlaw;
import dev.consign.gateway.StatementLine;
import dev.consign.gateway.StatementLine.Kind;
import dev.consign.gateway.StatementLine.Movement;
import dev.consign.gateway.StatementLine.Unknown;
import dev.consign.gateway.StatementReading;
import dev.consign.gateway.StatementReading.Refused;
import dev.consign.gateway.StatementReading.Whole;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Good files are read to the last digit, and each way to be wrong is told by its own name.
class SandboxStatementTest {
    private static final LocalDate DATE = LocalDate.parse("2026-11-20");
    private static final String GOOD =
            """
            kind,paymentNo,refundNo,transactionId,currency,minor,feeMinor,occurredAt
            PAYMENT,P1,,t1,CNY,27000,162,2026-11-20T00:00:00Z
            REFUND,P1,R1,t2,CNY,-7000,0,2026-11-20T23:59:59.999999999Z
            PAYMENT,P2,,t3,USD,500,3,2026-11-20T12:00:00.123456Z
            TRAILER,3,,,,20500,165,
            """;

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

    @TestFactory
    Stream<DynamicTest> a_wrong_file_is_refused_whole_and_says_where() {
        var firstTwo = GOOD.substring(0, GOOD.indexOf("REFUND"));
        return Stream.of(
                bad("nothing", "", StatementFlaw.WRONG_HEADER, 1, 1),
                bad(
                        "a column more",
                        GOOD.replace("kind,", "kind,x,"),
                        StatementFlaw.WRONG_HEADER,
                        1,
                        2),
                bad(
                        "a column at the end",
                        GOOD.replace("occurredAt", "occurredAt,x"),
                        StatementFlaw.WRONG_HEADER,
                        1,
                        9),
                bad("no header", GOOD.substring(73), StatementFlaw.WRONG_HEADER, 1, 1),
                bad("semicolons", GOOD.replace(',', ';'), StatementFlaw.WRONG_SEPARATOR, 1, 1),
                bad(
                        "semicolons, and a word on it",
                        "sep=;\n" + GOOD.replace(',', ';'),
                        StatementFlaw.WRONG_SEPARATOR,
                        1,
                        1),
                bad("tabs", GOOD.replace(',', '\t'), StatementFlaw.WRONG_SEPARATOR, 1, 1),
                bad("cut after a line", firstTwo, StatementFlaw.MISSING_TRAILER, 3, 1),
                bad("cut in the trailer", cut(5), badLine(), 5, 8),
                bad("cut in a line", GOOD.substring(0, 150), badLine(), 3, 8),
                bad("a line missing", without("PAYMENT,P2"), StatementFlaw.WRONG_COUNT, 4, 2),
                bad("a line twice", twice("PAYMENT,P2"), StatementFlaw.WRONG_COUNT, 6, 2),
                bad("another count", GOOD.replace("R,3,", "R,4,"), StatementFlaw.WRONG_COUNT, 5, 2),
                bad("an empty count", GOOD.replace("R,3,", "R,,"), badLine(), 5, 2),
                bad(
                        "an amount changed",
                        GOOD.replace("27000", "27001"),
                        StatementFlaw.WRONG_SUM,
                        5,
                        6),
                bad("a fee changed", GOOD.replace(",162,", ",161,"), StatementFlaw.WRONG_SUM, 5, 7),
                bad(
                        "two trailers",
                        GOOD + GOOD.substring(cut(0).indexOf("TRAILER")),
                        after(),
                        6,
                        1),
                bad("a line behind", GOOD + "PAYMENT", after(), 6, 1),
                bad(
                        "yesterday's line",
                        GOOD.replace("20T00", "19T00"),
                        StatementFlaw.WRONG_DATE,
                        2,
                        8),
                bad(
                        "tomorrow's line",
                        GOOD.replace("20T00", "21T00"),
                        StatementFlaw.WRONG_DATE,
                        2,
                        8),
                bad("a NUL", GOOD.replace("P2", "P\0"), StatementFlaw.NUL_BYTE, 4, 2),
                bad("a long line", GOOD.replace("t3", "t".repeat(1_000)), tooLong(), 4, 4),
                bad("a line without end", GOOD + "x".repeat(1 << 20), tooLong(), 6, 1),
                bad("no CSV", GOOD.replace("P2", "\"P2\"x"), badLine(), 4, 2),
                bad("an open quote", GOOD.replace("P2", "\"P2"), badLine(), 4, 2),
                bad("an open quote at the end", GOOD + "\"", badLine(), 6, 1),
                bad(
                        "a number too large",
                        GOOD.replace(",500,", ",9223372036854775808,"),
                        badLine(),
                        4,
                        6),
                bad("no amount", GOOD.replace(",500,", ",,"), badLine(), 4, 6),
                bad("a word for an amount", GOOD.replace(",500,", ",five,"), badLine(), 4, 6),
                bad("a word for a fee", GOOD.replace(",162,", ",x,"), badLine(), 2, 7),
                bad(
                        "no time",
                        GOOD.replace("2026-11-20T12:00:00.123456Z", "noon"),
                        badLine(),
                        4,
                        8),
                bad("a field missing", GOOD.replace(",3,2026", ",2026"), badLine(), 4, 8),
                bad("a field more", GOOD.replace("123456Z", "123456Z,"), badLine(), 4, 9));
    }

    /// Whatever a spreadsheet has rewritten is lost, in every column (incident Q5).
    @TestFactory
    Stream<DynamicTest> a_cell_that_a_spreadsheet_rewrote_is_refused() {
        var ids =
                List.of(
                        "4.2E+27",
                        "4.2e+27",
                        "1.23E+05",
                        "1E-7",
                        "'42",
                        "=\"42\"",
                        "#####",
                        "#REF!",
                        "#N/A");
        var numbers =
                List.of(
                        "1.0E+3", "1E3", "500.00", "5.0", "(500)", "500-", "¥500", "+500", "'500",
                        "=500");
        var times =
                List.of(
                        "2026/11/20 12:00",
                        "20.11.2026 12:00",
                        "11/20/26",
                        "2026-11-20 12:00:00",
                        "46346.5",
                        "46346",
                        "4.6E+04",
                        "#####");
        var tests = new ArrayList<DynamicTest>();
        for (var id : ids) {
            tests.add(rewritten(id, GOOD.replace("P2", id), 2));
            tests.add(rewritten(id, GOOD.replace("t3", id), 4));
            tests.add(
                    rewritten(
                            id,
                            with("REFUND,P1," + id + ",t4,CNY,-1,0,2026-11-20T12:00:00Z", -1, 0),
                            3));
        }
        for (var number : numbers) {
            tests.add(rewritten(number, GOOD.replace(",500,", "," + number + ","), 6));
            tests.add(rewritten(number, GOOD.replace("500,3,", "500," + number + ","), 7));
        }
        // With a comma in it, a cell is quoted.
        for (var id : List.of("4,2E+27", "-1,5E+3")) {
            tests.add(rewritten(id, GOOD.replace("t3", "\"" + id + "\""), 4));
        }
        for (var number : List.of("1,000", "1,000.00", "5,00", "1,0E+3")) {
            tests.add(rewritten(number, GOOD.replace(",500,", ",\"" + number + "\","), 6));
        }
        for (var time : times) {
            tests.add(rewritten(time, GOOD.replace("2026-11-20T12:00:00.123456Z", time), 8));
        }
        for (var sum : List.of("2.05E+04", "20.500", "20500.00")) {
            tests.add(rewritten(sum, GOOD.replace("20500", sum), 6));
        }
        return tests.stream();
    }

    /// Ids of real gateways that look strange and are not.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4200001234567890000000000000",
                "42E27",
                "1e10",
                "E+27",
                "pi_3MtwBwLkdIwHu7ix28a3tqPa",
                "2026112022001156710501234567",
                "#1001",
                "a=b",
                "1,2",
                "1.5",
                "d'or"
            })
    void an_id_that_may_be_one_is_read(String id) throws IOException {
        assertThat(read(GOOD.replace("t3", "\"" + id + "\""), new ArrayList<>()))
                .isEqualTo(new Whole(3));
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
    void bytes_that_are_no_text_are_refused_where_they_stand() throws IOException {
        var bytes = GOOD.getBytes(StandardCharsets.ISO_8859_1);
        bytes[GOOD.indexOf("P2")] = (byte) 0xE9;
        var refused = (Refused) read(new ByteArrayInputStream(bytes), new ArrayList<>());
        assertThat(refused.flaw()).isEqualTo(StatementFlaw.BAD_ENCODING);
        assertThat(refused.detail()).startsWith("Line 4, column 2: ").contains("UTF-8");
    }

    @TestFactory
    Stream<DynamicTest> a_file_that_is_no_utf_8_text_is_called_what_it_is() {
        var marked = "\uFEFF" + GOOD;
        return Stream.of(
                other("UTF-16, little end first", marked.getBytes(UTF_16LE), "UTF-16"),
                other("UTF-16, big end first", marked.getBytes(UTF_16BE), "UTF-16"),
                other("UTF-16 without a mark", GOOD.getBytes(UTF_16LE), "UTF-16"),
                other("UTF-16 of the other kind", GOOD.getBytes(UTF_16BE), "UTF-16"),
                other("a workbook", new byte[] {'P', 'K', 3, 4, 20, 0}, "workbook"),
                other("an old workbook", new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11}, "workbook"),
                other("packed", new byte[] {0x1F, (byte) 0x8B, 8, 0}, "archive"));
    }

    @Test
    void every_refusal_says_what_to_do_where_a_person_can_do_something() throws IOException {
        for (var file : List.of(GOOD.replace(',', ';'), GOOD.replace("t3", "4.2E+27"))) {
            assertThat(((Refused) read(file, new ArrayList<>())).detail())
                    .contains("give the file as the gateway made it")
                    .hasSizeLessThan(400);
        }
    }

    @Test
    void a_file_that_cannot_be_had_is_no_flaw_of_the_file() throws IOException {
        var broken = InputStream.nullInputStream();
        broken.close();
        assertThatThrownBy(() -> read(broken, new ArrayList<>()))
                .isInstanceOf(IOException.class)
                .hasMessage("Stream closed");
    }

    @Test
    void a_refusal_repeats_nothing_of_the_file() throws IOException {
        for (var place : List.of("kind", "P2\"", "500", "2026-11-20T12:00:00.123456Z", "20500")) {
            var secret = GOOD.replace("P2", "P2\"").replace(place, "\"S3CRET\" S3CRET");
            assertThat(((Refused) read(secret, new ArrayList<>())).detail())
                    .contains("Line ", ", column ")
                    .doesNotContain("S3CRET", "Exception");
        }
    }

    private static StatementFlaw after() {
        return StatementFlaw.AFTER_TRAILER;
    }

    private static StatementFlaw tooLong() {
        return StatementFlaw.LINE_TOO_LONG;
    }

    private static StatementFlaw badLine() {
        return StatementFlaw.BAD_LINE;
    }

    private static String cut(int bytes) {
        return GOOD.substring(0, GOOD.length() - bytes);
    }

    private static String without(String line) {
        return GOOD.lines()
                        .filter(one -> !one.startsWith(line))
                        .reduce((one, other) -> one + "\n" + other)
                        .orElseThrow()
                + "\n";
    }

    private static String twice(String line) {
        var found = GOOD.lines().filter(one -> one.startsWith(line)).findFirst().orElseThrow();
        return GOOD.replace(found, found + "\n" + found);
    }

    /// The good file with one more line before its trailer, which fits.
    private static String with(String line, long minor, long fee) {
        return GOOD.replace(
                "TRAILER,3,,,,20500,165,",
                "%s\nTRAILER,4,,,,%d,%d,".formatted(line, 20_500 + minor, 165 + fee));
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

    private static DynamicTest bad(
            String name, String file, StatementFlaw flaw, int line, int column) {
        return DynamicTest.dynamicTest(
                name,
                () -> {
                    var refused = (Refused) read(file, new ArrayList<>());
                    assertThat(refused.flaw()).as(refused.detail()).isEqualTo(flaw);
                    assertThat(refused.detail())
                            .matches("(?s)Line %d, column %d(:| \\().*\\.".formatted(line, column));
                });
    }

    private static DynamicTest rewritten(String cell, String file, int column) {
        return DynamicTest.dynamicTest(
                cell + " in column " + column,
                () -> {
                    var refused = (Refused) read(file, new ArrayList<>());
                    assertThat(refused.flaw())
                            .as(refused.detail())
                            .isEqualTo(StatementFlaw.SPREADSHEET_CELL);
                    assertThat(refused.detail())
                            .matches("Line [45], column %d \\(.*".formatted(column))
                            .doesNotContain(cell);
                });
    }

    private static DynamicTest other(String name, byte[] file, String called) {
        return DynamicTest.dynamicTest(
                name,
                () ->
                        assertThat(
                                        ((Refused)
                                                        read(
                                                                new ByteArrayInputStream(file),
                                                                new ArrayList<>()))
                                                .detail())
                                .startsWith("Line 1, column 1: ")
                                .contains(called));
    }

    private static StatementFlaw flaw(StatementReading reading) {
        return ((Refused) reading).flaw();
    }

    private static StatementReading read(String file, List<StatementLine> lines)
            throws IOException {
        return read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), lines);
    }

    private static StatementReading read(InputStream file, List<StatementLine> lines)
            throws IOException {
        return new SandboxStatement(DATE, lines::add).read(file);
    }
}
