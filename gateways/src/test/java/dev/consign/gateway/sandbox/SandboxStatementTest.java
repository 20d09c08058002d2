package dev.consign.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.gateway.StatementFlaw;
import dev.consign.gateway.StatementLine;
import dev.consign.gateway.StatementLine.Kind;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

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
                        new StatementLine(
                                2,
                                Kind.PAYMENT,
                                new PaymentNo("P1"),
                                null,
                                new TransactionId("t1"),
                                Money.of("CNY", 27_000),
                                Money.of("CNY", 162),
                                Instant.parse("2026-11-20T00:00:00Z")),
                        new StatementLine(
                                3,
                                Kind.REFUND,
                                new PaymentNo("P1"),
                                "R1",
                                new TransactionId("t2"),
                                Money.of("CNY", 7_000),
                                Money.of("CNY", 0),
                                Instant.parse("2026-11-20T23:59:59.999999999Z")),
                        new StatementLine(
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

    @Test
    void windows_line_ends_and_quotes_are_csv_too() throws IOException {
        var same = GOOD.replace("\n", "\r\n").replace("P2", "\"P2\"");
        assertThat(read(same, new ArrayList<>())).isEqualTo(new Whole(3));
    }

    @TestFactory
    Stream<DynamicTest> a_wrong_file_is_refused_whole() {
        var firstTwo = GOOD.substring(0, GOOD.indexOf("REFUND"));
        return Stream.of(
                bad("nothing", "", StatementFlaw.WRONG_HEADER),
                bad("a column more", GOOD.replace("kind,", "kind,x,"), StatementFlaw.WRONG_HEADER),
                bad("a byte order mark", "\uFEFF" + GOOD, StatementFlaw.WRONG_HEADER),
                bad("no header", GOOD.substring(73), StatementFlaw.WRONG_HEADER),
                bad("cut after a line", firstTwo, StatementFlaw.MISSING_TRAILER),
                bad("cut in the trailer", cut(5), StatementFlaw.MISSING_TRAILER),
                bad("cut in a line", GOOD.substring(0, 150), StatementFlaw.BAD_LINE),
                bad("a line missing", without("PAYMENT,P2"), StatementFlaw.WRONG_COUNT),
                bad("a line twice", twice("PAYMENT,P2"), StatementFlaw.WRONG_COUNT),
                bad("another count", GOOD.replace("R,3,", "R,4,"), StatementFlaw.WRONG_COUNT),
                bad("an empty count", GOOD.replace("R,3,", "R,,"), StatementFlaw.WRONG_COUNT),
                bad("an amount changed", GOOD.replace("27000", "27001"), StatementFlaw.WRONG_SUM),
                bad("a fee changed", GOOD.replace(",162,", ",161,"), StatementFlaw.WRONG_SUM),
                bad("two trailers", GOOD + GOOD.substring(cut(0).indexOf("TRAILER")), after()),
                bad("an empty line behind", GOOD + "\n", after()),
                bad("a line behind", GOOD + "PAYMENT", after()),
                bad("yesterday's line", GOOD.replace("20T00", "19T00"), StatementFlaw.WRONG_DATE),
                bad("tomorrow's line", GOOD.replace("20T00", "21T00"), StatementFlaw.WRONG_DATE),
                bad("a NUL", GOOD.replace("P2", "P\0"), StatementFlaw.NUL_BYTE),
                bad("a long line", GOOD.replace("t3", "t".repeat(1_000)), tooLong()),
                bad("a line without end", GOOD + "x".repeat(1 << 20), tooLong()),
                bad("no CSV", GOOD.replace("P2", "\"P2\"x"), StatementFlaw.BAD_LINE),
                bad("an open quote", GOOD.replace("P2", "\"P2"), StatementFlaw.BAD_LINE),
                bad("an empty line", GOOD.replace("\nREFUND", "\n\nREFUND"), badLine()),
                bad("an unknown kind", GOOD.replace("REFUND,", "FEE,"), badLine()),
                bad("no payment number", GOOD.replace(",P2,", ",,"), badLine()),
                bad("a payment number with a blank", GOOD.replace("P2", "P 2"), badLine()),
                bad("no transaction", GOOD.replace(",t3,", ",,"), badLine()),
                bad("a refund without number", GOOD.replace(",R1,", ",,"), badLine()),
                bad("a payment with one", GOOD.replace("P2,,", "P2,R1,"), badLine()),
                bad("an unknown currency", GOOD.replace("USD", "XYZ"), badLine()),
                bad("a fraction", GOOD.replace(",500,", ",500.0,"), badLine()),
                bad(
                        "a number too large",
                        GOOD.replace(",500,", ",9223372036854775808,"),
                        badLine()),
                bad("a negative payment", GOOD.replace(",500,", ",-500,"), badLine()),
                bad("a positive refund", GOOD.replace(",-7000,", ",7000,"), badLine()),
                bad("no amount", GOOD.replace(",500,", ",0,"), badLine()),
                bad("no time", GOOD.replace("2026-11-20T12:00:00.123456Z", "noon"), badLine()),
                bad("a field missing", GOOD.replace(",3,2026", ",2026"), badLine()),
                bad("a field more", GOOD.replace("123456Z", "123456Z,"), badLine()));
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
    void bytes_that_are_no_text_are_refused() throws IOException {
        var bytes = GOOD.getBytes(StandardCharsets.ISO_8859_1);
        bytes[GOOD.indexOf("P2")] = (byte) 0xE9;
        assertThat(flaw(read(new ByteArrayInputStream(bytes), new ArrayList<>())))
                .isEqualTo(StatementFlaw.BAD_ENCODING);
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
        var secret = GOOD.replace("P2", "S3CRET S3CRET");
        assertThat(((Refused) read(secret, new ArrayList<>())).detail())
                .contains("Line 4")
                .doesNotContain("S3CRET");
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

    private static DynamicTest bad(String name, String file, StatementFlaw flaw) {
        return DynamicTest.dynamicTest(
                name, () -> assertThat(flaw(read(file, new ArrayList<>()))).isEqualTo(flaw));
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
