package dev.consign.processor.backoffice.statements;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.consign.engine.payout.HeldOrder;
import dev.consign.id.ConsignorId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.LocalDate;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes a statement as RFC 4180 CSV, row by row, however long it is. Every amount is a plain
/// whole number of minor units with its sign, and each row says what the balance was after it.
/// Every currency has an OPENING and a CLOSING row; a file without its CLOSING rows broke off. A
/// HELD row before those says which part of that balance is held back, and why.
///
/// It begins with a byte order mark, without which Excel reads UTF-8 as something else. A text that
/// a spreadsheet would take for a formula is marked as text ([SpreadsheetText]); numbers are not,
/// so that they stay numbers.
public final class StatementCsv {
    private static final String[] HEADER = {
        "entry",
        "currency",
        "at",
        "reference",
        "order_no",
        "item",
        "quantity",
        "gross_minor",
        "fee_minor",
        "rounding_minor",
        "change_minor",
        "balance_minor"
    };
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final CsvWriter csv;
    private final String only;
    private final SortedMap<String, StatementTally> tallies = new TreeMap<>();

    private StatementCsv(Writer out, @Nullable String currency) {
        try {
            out.write(BYTE_ORDER_MARK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.csv = CsvWriter.builder().build(out);
        this.only = currency == null ? "" : currency;
    }

    /// The consignor must exist.
    ///
    /// @param currency null for all
    /// @param out is flushed, not closed
    static void write(
            Statements statements,
            ConsignorId consignor,
            LocalDate date,
            @Nullable String currency,
            Writer out) {
        var file = new StatementCsv(out, currency);
        file.csv.writeRecord(HEADER);
        var opening = statements.openingOfAll(consignor, date);
        if (currency != null) {
            opening.putIfAbsent(currency, 0L);
        } else if (opening.isEmpty()) {
            opening.put(statements.usualCurrency(consignor), 0L);
        }
        var begin = Statements.start(date).toString();
        opening.forEach((code, balance) -> file.open(code, balance, begin));
        statements.movements(consignor, date, file::add);
        var end = Statements.start(date.plusDays(1)).toString();
        statements.held(consignor, date, held -> file.hold(held, end));
        file.tallies.forEach((code, tally) -> file.balance("CLOSING", code, end, tally.balance()));
        file.flush();
    }

    private void open(String currency, long balance, String at) {
        if (wants(currency)) {
            tallies.put(currency, new StatementTally(currency, balance));
            balance("OPENING", currency, at, balance);
        }
    }

    private void add(Movement movement) {
        if (!wants(movement.currency())) {
            return;
        }
        if (!tallies.containsKey(movement.currency())) {
            // Posted since the balances were read: nothing was owed in it before.
            open(movement.currency(), 0, movement.place().at().toString());
        }
        var tally = Objects.requireNonNull(tallies.get(movement.currency()));
        tally.add(movement);
        var sale = movement.sale();
        csv.writeRecord(
                entry(movement),
                movement.currency(),
                movement.place().at().toString(),
                SpreadsheetText.of(movement.reference()),
                sale == null ? "" : sale.orderNo(),
                sale == null ? "" : SpreadsheetText.of(sale.title()),
                sale == null ? "" : Integer.toString(sale.quantity()),
                sale == null ? "" : Long.toString(movement.gross()),
                sale == null ? "" : Long.toString(movement.fee()),
                sale == null ? "" : Long.toString(movement.rounding()),
                Long.toString(movement.change()),
                Long.toString(tally.balance()));
    }

    /// How much of the balance is held back.
    private void hold(HeldOrder held, String at) {
        var currency = held.amount().currency().getCurrencyCode();
        if (wants(currency)) {
            csv.writeRecord(
                    "HELD",
                    currency,
                    at,
                    SpreadsheetText.of(held.why()),
                    held.orderNo().value(),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    Long.toString(held.amount().minor()));
        }
    }

    private void balance(String entry, String currency, String at, long balance) {
        csv.writeRecord(
                entry, currency, at, "", "", "", "", "", "", "", "", Long.toString(balance));
    }

    private boolean wants(String currency) {
        return only.isEmpty() || only.equals(currency);
    }

    private void flush() {
        try {
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String entry(Movement movement) {
        return switch (movement.kind()) {
            case SETTLE -> "SALE";
            case REFUND -> "REFUND";
            case PAYOUT -> "PAYOUT";
            case COLLECT, CORRECT, DIFFERENCE, RETURN, DISPUTE ->
                    throw StatementTally.stranger(movement.kind());
        };
    }
}
