package dev.consign.processor.backoffice.statements;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.consign.engine.Bookings;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.id.ConsignorId;
import dev.consign.order.ItemKind;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.backoffice.statements.StatementView.Line;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A statement says of a day what the ledger says, to the minor unit.
class StatementTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-10");
    private static final MoneyPath PATH = new MoneyPath();
    private static final Bookings BOOKS = new Bookings(PATH);
    private static final Statements STATEMENTS = new Statements(PATH.sql());

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void opening_and_movements_are_the_closing_on_any_day() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var orders = PATH.orders(80, ItemKind.ASSET_CREDIT);
        var consignor = BOOKS.consignorOf(orders.getFirst());
        for (var order : orders) {
            commission(order, random.nextInt(5) == 0 ? 10_000 : random.nextInt(10_001));
        }
        var sold = new ArrayList<Waiting>();
        var next = 0;
        for (var day = DAY; day.isBefore(DAY.plusDays(10)); day = day.plusDays(1)) {
            for (var step = 0; step < 6; step++) {
                var at = within(day, step, random);
                var order = orders.get(next);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        if (!sold.isEmpty()) {
                            var one = sold.get(random.nextInt(sold.size()));
                            BOOKS.refund(one, 1 + random.nextInt(900), at);
                        }
                    }
                    case 1 -> BOOKS.payOut(consignor, day, at);
                    case 2 -> order = BOOKS.in("USD", order);
                    default -> {
                        // Nothing but the sale.
                    }
                }
                BOOKS.settle(List.of(order), at);
                sold.add(order);
                next++;
            }
        }
        for (var day = DAY.minusDays(1); day.isBefore(DAY.plusDays(12)); day = day.plusDays(1)) {
            for (var line : json(consignor, day, null).lines()) {
                assertLine("seed " + seed + ", " + day, consignor, day, line);
            }
            assertListsAddUp("seed " + seed + ", " + day, json(consignor, day, "CNY"));
            assertCsv("seed " + seed + ", " + day, consignor, day);
        }
    }

    @Test
    void an_order_that_was_all_commission_is_in_the_statement() {
        var orders = PATH.orders(2, ItemKind.ASSET_CREDIT);
        var consignor = BOOKS.consignorOf(orders.getFirst());
        commission(orders.getFirst(), 10_000);
        BOOKS.settle(orders, Bookings.startOf(DAY));
        var statement = json(consignor, DAY, null);
        assertThat(statement.fee()).isEqualTo(new MoneyBody("CNY", 27_001L + 899));
        assertThat(statement.payable()).isEqualTo(new MoneyBody("CNY", 26_101L));
        assertThat(statement.orders()).hasSize(2);
        BOOKS.refund(orders.getFirst(), 1_000, Bookings.startOf(DAY.plusDays(1)));
        var back = json(consignor, DAY.plusDays(1), null).refunds().getFirst();
        assertThat(back.fee()).isEqualTo(new MoneyBody("CNY", 1_000L));
        assertThat(back.payable()).isEqualTo(new MoneyBody("CNY", 0L));
    }

    @Test
    void a_day_with_more_sales_than_a_page_at_one_moment_is_complete() {
        var orders = PATH.orders(2_100, ItemKind.ASSET_CREDIT);
        var consignor = BOOKS.consignorOf(orders.getFirst());
        BOOKS.settle(orders, Bookings.startOf(DAY).plusMillis(1));
        var statement = json(consignor, DAY, null);
        assertThat(statement.orders().stream().map(one -> one.orderNo()))
                .doesNotHaveDuplicates()
                .hasSize(2_100);
        assertThat(statement.payable()).isEqualTo(new MoneyBody("CNY", 2_100 * 26_101L));
        assertThat(records(csv(consignor, DAY, null))).hasSize(1 + 1 + 2_100 + 1);
    }

    @Test
    void a_quiet_day_says_so_in_the_usual_currency_or_the_one_asked_for() {
        var consignor = BOOKS.consignorOf(PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst());
        assertThat(json(consignor, DAY, null).payable()).isEqualTo(new MoneyBody("CNY", 0L));
        assertThat(json(consignor, DAY, "USD").fee()).isEqualTo(new MoneyBody("USD", 0L));
        assertThat(records(csv(consignor, DAY, null)).stream().map(List::getFirst))
                .containsExactly("entry", "OPENING", "CLOSING");
    }

    @Test
    void a_title_is_no_formula_and_an_amount_stays_a_number() {
        var formulas =
                List.of(
                        "=1+1",
                        "+1",
                        "-1",
                        "@SUM(A1)",
                        "\tx",
                        "\rx",
                        " =1+1",
                        "\uFF1D1+1",
                        "\uFF0B1",
                        "\uFF0D1",
                        "\uFF20x",
                        "\uFE661",
                        "\u200B=1+1",
                        "\uFEFF=1+1",
                        "\u00A0\u202E=1+1",
                        "\u3164=1+1",
                        "\u0000=1+1",
                        "\"=1+1",
                        "\u22121+1");
        for (var title : formulas) {
            var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
            var consignor = BOOKS.consignorOf(order);
            title(order, title);
            BOOKS.settle(List.of(order), Bookings.startOf(DAY));
            BOOKS.refund(order, 500, Bookings.startOf(DAY).plusMillis(1));
            var rows = records(csv(consignor, DAY, null));
            assertThat(rows.get(2).get(5)).isEqualTo("'" + title);
            assertThat(rows.get(3).subList(7, 11)).containsExactly("-500", "-16", "-1", "-483");
        }
    }

    /// Where semicolons separate cells, the quotes of a field that began before are looked at by
    /// nobody.
    @Test
    void what_follows_a_semicolon_is_no_formula_either() {
        assertThat(SpreadsheetText.of("a;=1+1;b")).isEqualTo("a;'=1+1;b");
        assertThat(SpreadsheetText.of("a; \uFF1D1\n\u200B+1\t@x"))
                .isEqualTo("a;' \uFF1D1\n'\u200B+1\t'@x");
        assertThat(SpreadsheetText.of(";;=1")).isEqualTo(";;'=1");
        assertThat(SpreadsheetText.of("a\",=1+1,\"b")).isEqualTo("a\",'=1+1,\"b");
        assertThat(SpreadsheetText.of("a;\"=1+1\"")).isEqualTo("a;'\"=1+1\"");
        assertThat(SpreadsheetText.of("a;\u200B\" \uFF1D1")).isEqualTo("a;'\u200B\" \uFF1D1");
        for (var harmless :
                List.of("", "a;b", "a = b; c", "1-2;3", "点数;\nnext", "a;", "'=1", "\"a\";\"b\"")) {
            assertThat(SpreadsheetText.of(harmless)).isEqualTo(harmless);
        }
    }

    @Test
    void every_currency_has_its_opening_and_its_closing() {
        var orders = PATH.orders(4, ItemKind.ASSET_CREDIT);
        var consignor = BOOKS.consignorOf(orders.getFirst());
        BOOKS.settle(List.of(orders.get(0)), Bookings.startOf(DAY.minusDays(1)));
        BOOKS.settle(List.of(BOOKS.in("USD", orders.get(1))), Bookings.startOf(DAY));
        BOOKS.settle(List.of(BOOKS.in("JPY", orders.get(2))), Bookings.startOf(DAY).plusMillis(1));
        BOOKS.settle(List.of(BOOKS.in("EUR", orders.get(3))), Bookings.startOf(DAY.plusDays(1)));
        var rows = records(csv(consignor, DAY, null));
        assertThat(rows.stream().map(row -> row.get(0) + " " + row.get(1)))
                .containsExactly(
                        "entry currency",
                        "OPENING CNY",
                        "OPENING JPY",
                        "OPENING USD",
                        "SALE USD",
                        "SALE JPY",
                        "CLOSING CNY",
                        "CLOSING JPY",
                        "CLOSING USD");
        assertThat(rows.get(2).getLast()).isEqualTo("0");
    }

    @Test
    void a_spreadsheet_is_told_that_the_file_is_utf_8() {
        var consignor = BOOKS.consignorOf(PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst());
        assertThat(csv(consignor, DAY, null)).startsWith("\uFEFFentry,currency,");
    }

    @Test
    void titles_with_every_kind_of_quote_survive_as_they_are() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        title(order, "Größe \"L\", 点数 100;\nnext");
        BOOKS.settle(List.of(order), Bookings.startOf(DAY));
        var text = csv(BOOKS.consignorOf(order), DAY, null);
        assertThat(text).contains("\"Größe \"\"L\"\", 点数 100;\nnext\"").endsWith("\r\n");
        assertThat(records(text).get(2).get(5)).isEqualTo("Größe \"L\", 点数 100;\nnext");
    }

    private static void assertLine(String what, ConsignorId consignor, LocalDate day, Line line) {
        var begin = BOOKS.owed(consignor, line.currency(), Bookings.startOf(day));
        var end = BOOKS.owed(consignor, line.currency(), Bookings.startOf(day.plusDays(1)));
        assertThat(minor(line.opening())).as(what).isEqualTo(begin);
        assertThat(minor(line.closing())).as(what).isEqualTo(end);
        assertThat(
                        minor(line.opening())
                                + minor(line.payable())
                                - minor(line.refunded())
                                - minor(line.paidOut()))
                .as(what)
                .isEqualTo(end);
        assertThat(minor(line.fee()) + minor(line.rounding()) + minor(line.payable()))
                .as(what)
                .isEqualTo(minor(line.sold()));
    }

    private static void assertListsAddUp(String what, StatementView view) {
        var line = view.lines().getFirst();
        assertThat(sum(view.orders().stream().map(one -> one.gross())))
                .as(what)
                .isEqualTo(minor(line.sold()));
        assertThat(minor(line.sold()))
                .as(what)
                .isEqualTo(view.orders().size() * MoneyPath.PRICE.minor());
        assertThat(sum(view.orders().stream().map(one -> one.fee())))
                .as(what)
                .isEqualTo(minor(line.fee()));
        assertThat(sum(view.refunds().stream().map(one -> one.payable())))
                .as(what)
                .isEqualTo(minor(line.refunded()));
        assertThat(sum(view.payouts().stream().map(one -> one.amount())))
                .as(what)
                .isEqualTo(minor(line.paidOut()));
    }

    private static void assertCsv(String what, ConsignorId consignor, LocalDate day) {
        var balance = 0L;
        var rows = records(csv(consignor, day, "CNY"));
        for (var row : rows.subList(1, rows.size())) {
            balance += row.get(10).isEmpty() ? 0 : Long.parseLong(row.get(10));
            if (row.getFirst().equals("OPENING")) {
                balance = Long.parseLong(row.getLast());
            }
            assertThat(Long.parseLong(row.getLast())).as(what + " %s", row).isEqualTo(balance);
        }
        assertThat(rows.getLast().getFirst()).as(what).isEqualTo("CLOSING");
        assertThat(balance)
                .as(what)
                .isEqualTo(BOOKS.owed(consignor, "CNY", Bookings.startOf(day.plusDays(1))));
    }

    private static StatementView json(
            ConsignorId consignor, LocalDate day, @Nullable String currency) {
        return StatementReport.of(STATEMENTS, consignor, day, currency);
    }

    private static String csv(ConsignorId consignor, LocalDate day, @Nullable String currency) {
        var text = new StringWriter();
        StatementCsv.write(STATEMENTS, consignor, day, currency, text);
        return text.toString();
    }

    private static List<List<String>> records(String csv) {
        assertThat(csv).startsWith("\uFEFF");
        return CsvReader.builder().ofCsvRecord(csv.substring(1)).stream()
                .map(row -> row.getFields())
                .toList();
    }

    private static long sum(Stream<MoneyBody> amounts) {
        return amounts.mapToLong(StatementTest::minor).sum();
    }

    private static long minor(MoneyBody amount) {
        return Objects.requireNonNull(amount.minor());
    }

    private static void commission(Waiting order, int bps) {
        PATH.sql()
                .sql("UPDATE orders SET fee_bps = ? WHERE order_no = ?")
                .param(bps)
                .param(order.orderNo().value())
                .update();
    }

    private static void title(Waiting order, String title) {
        PATH.sql()
                .sql(
                        "UPDATE item SET title = ? WHERE item_id = (SELECT item_id FROM orders WHERE order_no = ?)")
                .param(title)
                .param(order.orderNo().value())
                .update();
    }

    /// Some time of the day, later with each step; also its first and its last millisecond.
    private static Instant within(LocalDate day, int step, Random random) {
        var begin = Bookings.startOf(day);
        return switch (step) {
            case 0 -> begin;
            case 5 -> begin.plus(Duration.ofDays(1)).minusMillis(1);
            default ->
                    begin.plus(Duration.ofHours(4L * step)).plusMillis(random.nextInt(14_000_000));
        };
    }
}
