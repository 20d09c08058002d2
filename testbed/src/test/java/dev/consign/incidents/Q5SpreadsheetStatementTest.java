package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.incidents.Shop.Placed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Incident Q5: a spreadsheet turned transaction ids into numbers, and money was booked that nobody
/// paid. What is certain is refused by line and column; what is not is one difference and never a
/// posting.
class Q5SpreadsheetStatementTest {
    private final RunningConsign consign;
    private final StatementDay day;

    @TempDir Path scratch;

    Q5SpreadsheetStatementTest() throws InterruptedException {
        consign = RunningConsign.get();
        day = new StatementDay(consign);
    }

    @Test
    void an_id_with_an_exponent_refuses_the_file_and_says_where() throws Exception {
        var order = paid();
        var transaction = transaction(order);
        var file = scratch.resolve("day.csv");
        Files.writeString(file, day.file().replace(transaction, "4.2E+27"));
        var refused = run("--file", file.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out())
                .contains("FAILED", ", column 4 (transactionId): ", "spreadsheet")
                .doesNotContain("Exception");
        assertThat(collected(order)).isEqualTo(order.minor());

        var as = file.resolveSibling("semicolons.csv");
        Files.writeString(as, day.file().replace(',', ';'));
        assertThat(run("--file", as.toString()).out())
                .contains("Line 1, column 1: ", "semicolons", "save it with commas");
    }

    @Test
    void an_id_that_lost_its_digits_is_one_difference_and_books_nothing() throws Exception {
        var order = paid();
        day.plant(
                Map.of(
                        "change",
                        List.of(
                                Map.of(
                                        "paymentNo",
                                        order.paymentNo(),
                                        "transactionId",
                                        "4200000000000000000")),
                        "add",
                        List.of(
                                Map.of(
                                        "kind",
                                        "CHARGEBACK_FEE",
                                        "currency",
                                        "CNY",
                                        "minor",
                                        -1_500))));
        var run = run();
        day.plant(Map.of());
        assertThat(run.code()).isEqualTo(1);
        assertThat(day.differences(run.run(), order.paymentNo()))
                .containsExactly("TRANSACTION_DIFFERS OPEN");
        assertThat(run.out()).contains("4200000000000000000", transaction(order));
        assertThat(run.out())
                .contains("UNKNOWN_LINE_KIND", "CNY 15.00", "the file calls it CHARGEBACK_FEE");
        assertThat(collected(order)).isEqualTo(order.minor());
    }

    private Command run(String... options) throws Exception {
        var arguments = new ArrayList<>(List.of("recon", "run", "sandbox", day.date.toString()));
        arguments.addAll(List.of(options));
        return Command.asFinance(consign, scratch, arguments.toArray(String[]::new));
    }

    private Placed paid() throws Exception {
        var order = consign.shop().order(consign.shop().credits(1), 1);
        consign.gateway().pay(order, Map.of());
        consign.books().becomes(order.orderNo(), "COMPLETED/PAID");
        return order;
    }

    private String transaction(Placed order) throws Exception {
        return Objects.requireNonNull(
                day.get("/api/orders/" + order.orderNo())
                        .at("/payments/0/transactionId")
                        .asString());
    }

    private long collected(Placed order) throws Exception {
        return day.get("/api/orders/" + order.orderNo()).at("/payments/0/collected/minor").asLong();
    }
}
