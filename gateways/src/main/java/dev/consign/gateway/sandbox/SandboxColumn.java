package dev.consign.gateway.sandbox;

import dev.consign.gateway.StatementFlaw;
import dev.consign.gateway.statement.SpreadsheetCell;
import dev.consign.gateway.statement.StatementCells.Row;
import dev.consign.gateway.statement.UnreadableStatement;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// The columns of a sandbox statement, in their order, and what each says of a cell that makes the
/// file untrustworthy: where it stands, what is wrong, what to do, and nothing of the cell.
enum SandboxColumn {
    KIND(1, "kind"),
    PAYMENT_NO(2, "paymentNo"),
    REFUND_NO(3, "refundNo"),
    TRANSACTION_ID(4, "transactionId"),
    CURRENCY(5, "currency"),
    MINOR(6, "minor"),
    FEE_MINOR(7, "feeMinor"),
    OCCURRED_AT(8, "occurredAt");

    private static final List<String> HEADER =
            Arrays.stream(values()).map(column -> column.title).toList();

    /// At most 18 digits: such a number can be negated.
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private final int number;
    private final String title;

    /// @param number from 1
    SandboxColumn(int number, String title) {
        this.number = number;
        this.title = title;
    }

    /// From 1.
    int number() {
        return number;
    }

    String of(Row row) {
        return row.cells().get(number - 1);
    }

    /// The cell as a whole number.
    ///
    /// @throws UnreadableStatement when it is none: then the sums of the file cannot be checked
    long whole(Row row) throws UnreadableStatement {
        var cell = of(row);
        if (WHOLE_NUMBER.matcher(cell).matches()) {
            return Long.parseLong(cell);
        }
        throw SpreadsheetCell.isNumber(cell)
                ? rewritten(row)
                : flaw(StatementFlaw.BAD_LINE, row, "is no whole number of at most 18 digits");
    }

    UnreadableStatement rewritten(Row row) {
        return flaw(
                StatementFlaw.SPREADSHEET_CELL,
                row,
                "was rewritten by a spreadsheet, and what stood there is lost; give the file as the"
                        + " gateway made it, never opened and saved in between");
    }

    /// @param what is wrong, as the end of a sentence that begins with the column
    UnreadableStatement flaw(StatementFlaw flaw, Row row, String what) {
        return new UnreadableStatement(
                flaw,
                "Line %d, column %d (%s): the cell %s."
                        .formatted(row.number(), number, title, what));
    }

    /// @throws UnreadableStatement when a row has not one cell for each column
    static void requireWidth(Row row) throws UnreadableStatement {
        var found = row.cells().size();
        if (found != values().length) {
            throw new UnreadableStatement(
                    StatementFlaw.BAD_LINE,
                    row.number(),
                    Math.min(found, values().length) + 1,
                    found < values().length
                            ? "the line ends here; it should have %d cells"
                                    .formatted(values().length)
                            : "the line should have ended before it");
        }
    }

    /// @throws UnreadableStatement when the first line is not the header of a sandbox statement
    static void requireHeader(Row row) throws UnreadableStatement {
        var found = row.cells();
        if (found.equals(HEADER)) {
            return;
        }
        var first = found.getFirst();
        if (found.size() == 1 && (first.contains(";") || first.contains("\t"))) {
            throw new UnreadableStatement(
                    StatementFlaw.WRONG_SEPARATOR,
                    1,
                    1,
                    "the columns are separated by %s, as spreadsheets do in some countries; give the file as the gateway made it, or save it with commas"
                            .formatted(first.contains(";") ? "semicolons" : "tabs"));
        }
        var column = 0;
        while (column < found.size()
                && column < HEADER.size()
                && found.get(column).equals(HEADER.get(column))) {
            column++;
        }
        throw new UnreadableStatement(
                StatementFlaw.WRONG_HEADER,
                row.number(),
                column + 1,
                column < HEADER.size()
                        ? "the header of a sandbox statement has %s here"
                                .formatted(HEADER.get(column))
                        : "the header of a sandbox statement ends before it");
    }
}
