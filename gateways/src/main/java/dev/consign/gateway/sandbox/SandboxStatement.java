package dev.consign.gateway.sandbox;

import dev.consign.gateway.StatementFlaw;
import dev.consign.gateway.StatementLine;
import dev.consign.gateway.StatementReading;
import dev.consign.gateway.statement.StatementCells;
import dev.consign.gateway.statement.StatementCells.Row;
import dev.consign.gateway.statement.UnreadableStatement;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the sandbox's CSV of one UTC business date once, front to back: header, lines, trailer
/// with their number and sums. What went back to buyers is negative there; the sums add all
/// currencies, as a check on the file and not as money.
///
/// Refused is only what makes the file untrustworthy, always by line and column. A line that says
/// what we have no word for is read, counted and handed on as such.
///
/// The file names no account of ours, so that of another merchant is found out only by its payment
/// numbers, all unknown.
final class SandboxStatement {
    private static final String TRAILER = "TRAILER";

    private final LocalDate date;
    private final Consumer<StatementLine> lines;
    private long count;
    private long sum;
    private long fees;
    private boolean hasHeader;
    private @Nullable Row trailer;

    SandboxStatement(LocalDate date, Consumer<StatementLine> lines) {
        this.date = date;
        this.lines = lines;
    }

    /// @throws IOException when the bytes cannot be had
    StatementReading read(InputStream file) throws IOException {
        try {
            var cells = new StatementCells(file);
            for (var row = cells.next(); row.isPresent(); row = cells.next()) {
                take(row.get());
            }
            agree(cells.line());
            return new StatementReading.Whole(count);
        } catch (UnreadableStatement e) {
            return new StatementReading.Refused(e.flaw(), e.detail());
        }
    }

    private void take(Row row) throws UnreadableStatement {
        if (!hasHeader) {
            SandboxColumn.requireHeader(row);
            hasHeader = true;
        } else if (row.isBlank()) {
            // Says nothing, and whether something is missing the trailer tells.
            return;
        } else if (trailer != null) {
            throw new UnreadableStatement(
                    StatementFlaw.AFTER_TRAILER,
                    row.number(),
                    1,
                    "something stands behind the trailer");
        } else if (row.cells().getFirst().equals(TRAILER)) {
            SandboxColumn.requireWidth(row);
            trailer = row;
        } else {
            SandboxColumn.requireWidth(row);
            line(row);
        }
    }

    private void line(Row row) throws UnreadableStatement {
        var line = SandboxLine.read(row);
        if (!line.occurredAt().atZone(ZoneOffset.UTC).toLocalDate().equals(date)) {
            throw SandboxColumn.OCCURRED_AT.flaw(
                    StatementFlaw.WRONG_DATE,
                    row,
                    "is not of %s: this is another day's file".formatted(date));
        }
        sum = added(sum, SandboxColumn.MINOR, row);
        fees = added(fees, SandboxColumn.FEE_MINOR, row);
        count++;
        lines.accept(line);
    }

    private static long added(long sum, SandboxColumn column, Row row) throws UnreadableStatement {
        try {
            return Math.addExact(sum, column.whole(row));
        } catch (ArithmeticException _) {
            throw column.flaw(StatementFlaw.BAD_LINE, row, "makes a sum that no number can hold");
        }
    }

    /// @param behind the number of the line behind the last
    private void agree(int behind) throws UnreadableStatement {
        if (!hasHeader) {
            throw new UnreadableStatement(StatementFlaw.WRONG_HEADER, 1, 1, "the file is empty");
        }
        var end =
                Optional.ofNullable(trailer)
                        .orElseThrow(() ->
                                new UnreadableStatement(
                                        StatementFlaw.MISSING_TRAILER,
                                        behind,
                                        1,
                                        "the file has no trailer, it was cut off after %d lines"
                                                .formatted(count)));
        agree(end, SandboxColumn.PAYMENT_NO, StatementFlaw.WRONG_COUNT, "lines", count);
        agree(end, SandboxColumn.MINOR, StatementFlaw.WRONG_SUM, "amounts", sum);
        agree(end, SandboxColumn.FEE_MINOR, StatementFlaw.WRONG_SUM, "fees", fees);
    }

    private static void agree(
            Row trailer, SandboxColumn column, StatementFlaw flaw, String what, long found)
            throws UnreadableStatement {
        if (column.whole(trailer) != found) {
            throw new UnreadableStatement(
                    flaw,
                    trailer.number(),
                    column.number(),
                    "the %s come to %d, the trailer says otherwise".formatted(what, found));
        }
    }
}
