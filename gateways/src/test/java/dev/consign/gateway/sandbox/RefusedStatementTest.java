package dev.consign.gateway.sandbox;

import static dev.consign.gateway.sandbox.StatementFile.GOOD;
import static dev.consign.gateway.sandbox.StatementFile.cut;
import static dev.consign.gateway.sandbox.StatementFile.flaw;
import static dev.consign.gateway.sandbox.StatementFile.read;
import static dev.consign.gateway.sandbox.StatementFile.with;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.gateway.StatementFlaw;
import dev.consign.gateway.StatementReading.Refused;
import dev.consign.gateway.StatementReading.Whole;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each way to be untrustworthy is told by its own name and its place, and nothing else refuses a
/// file.
class RefusedStatementTest {
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
                        "4.2E27",
                        "4.2e27",
                        "4.E+27",
                        ".42E+28",
                        "4.2E+0027",
                        "420000.5E22",
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
}
