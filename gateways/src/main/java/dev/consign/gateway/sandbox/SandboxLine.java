package dev.consign.gateway.sandbox;

import dev.consign.gateway.StatementFlaw;
import dev.consign.gateway.StatementLine;
import dev.consign.gateway.StatementLine.Kind;
import dev.consign.gateway.StatementLine.Movement;
import dev.consign.gateway.StatementLine.Unknown;
import dev.consign.gateway.statement.SpreadsheetCell;
import dev.consign.gateway.statement.StatementCells.Row;
import dev.consign.gateway.statement.UnreadableStatement;
import dev.consign.id.PaymentNo;
import dev.consign.id.Shape;
import dev.consign.id.TransactionId;
import dev.consign.message.WrittenTime;
import dev.consign.money.Money;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Currency;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads one line of a sandbox statement: as a movement where every cell says what we know, as an
/// unknown line where the cells are whole and say something else. Nothing is guessed: what is not
/// exactly a movement moves nothing.
final class SandboxLine {
    private static final Shape REFUND_NO = Shape.of("[\\x21-\\x7e]", 1, 64);
    private static final Shape SHOWN = Shape.of("[\\x20-\\x7e]", 1, 64);
    private static final Currency NO_CURRENCY = Currency.getInstance("XXX");
    private static final int LONGEST_WORD = 64;

    private final Row row;

    private SandboxLine(Row row) {
        this.row = row;
    }

    /// @param row has a cell for each column
    /// @throws UnreadableStatement when a cell says nothing that can be trusted
    static StatementLine read(Row row) throws UnreadableStatement {
        return new SandboxLine(row).read();
    }

    private StatementLine read() throws UnreadableStatement {
        refuseRewritten();
        var minor = SandboxColumn.MINOR.whole(row);
        var fee = SandboxColumn.FEE_MINOR.whole(row);
        var at = time();
        var currency = currency();
        var flaw = flaw(minor, currency);
        if (flaw != null) {
            return unknown(flaw, minor, fee, currency, at);
        }
        var kind = kind();
        return new Movement(
                row.number(),
                kind,
                new PaymentNo(SandboxColumn.PAYMENT_NO.of(row)),
                kind == Kind.PAYMENT ? null : SandboxColumn.REFUND_NO.of(row),
                new TransactionId(SandboxColumn.TRANSACTION_ID.of(row)),
                new Money(currency, kind == Kind.REFUND ? -minor : minor),
                new Money(currency, fee),
                at);
    }

    private void refuseRewritten() throws UnreadableStatement {
        for (var column : SandboxColumn.values()) {
            if (SpreadsheetCell.is(column.of(row))) {
                throw column.rewritten(row);
            }
        }
    }

    private Instant time() throws UnreadableStatement {
        var cell = SandboxColumn.OCCURRED_AT.of(row);
        try {
            return WrittenTime.parse(cell);
        } catch (DateTimeException _) {
            throw SpreadsheetCell.isTime(cell)
                    ? SandboxColumn.OCCURRED_AT.rewritten(row)
                    : SandboxColumn.OCCURRED_AT.flaw(
                            StatementFlaw.BAD_LINE, row, "is no time such as 2026-11-20T10:00:00Z");
        }
    }

    /// Why the line is no movement that we know, as the end of a sentence; null when it is one.
    private @Nullable String flaw(long minor, Currency currency) {
        var kind = kind();
        if (kind == Kind.OTHER) {
            return "is of a kind that we have no word for";
        }
        if (currency.equals(NO_CURRENCY)) {
            return "is in a currency that we have no word for";
        }
        if (minor == 0 || (minor < 0) != (kind == Kind.REFUND)) {
            return switch (kind) {
                case PAYMENT -> "is a payment and brings no money";
                case REFUND -> "is a refund and takes no money away";
                case REFUND_RETURNED -> "is a refund that came back and brings no money";
                case OTHER -> throw new IllegalStateException("told before");
            };
        }
        if (!fits(SandboxColumn.PAYMENT_NO, PaymentNo::new)) {
            return "has no payment number of a form that we know";
        }
        if (!fits(SandboxColumn.TRANSACTION_ID, TransactionId::new)) {
            return "has no transaction id of a form that we know";
        }
        var refundNo = SandboxColumn.REFUND_NO.of(row);
        return switch (kind) {
            case PAYMENT -> refundNo.isEmpty() ? null : "is a payment with a refund number";
            case REFUND, REFUND_RETURNED ->
                    REFUND_NO.fits(refundNo) ? null : "is a refund without its number";
            case OTHER -> throw new IllegalStateException("told before");
        };
    }

    private boolean fits(SandboxColumn column, Function<String, ?> type) {
        try {
            return type.apply(column.of(row)) != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private Unknown unknown(String flaw, long minor, long fee, Currency currency, Instant at) {
        return new Unknown(
                row.number(),
                word(),
                flaw,
                shown(SandboxColumn.PAYMENT_NO),
                shown(SandboxColumn.REFUND_NO),
                shown(SandboxColumn.TRANSACTION_ID),
                new Money(currency, minor),
                new Money(currency, fee),
                at);
    }

    private Kind kind() {
        return switch (SandboxColumn.KIND.of(row)) {
            case "PAYMENT" -> Kind.PAYMENT;
            case "REFUND" -> Kind.REFUND;
            case "REFUND_RETURNED" -> Kind.REFUND_RETURNED;
            default -> Kind.OTHER;
        };
    }

    /// The currency that stands for none when the cell names none.
    private Currency currency() {
        try {
            return Currency.getInstance(SandboxColumn.CURRENCY.of(row));
        } catch (IllegalArgumentException _) {
            return NO_CURRENCY;
        }
    }

    /// The file's own word, without what could not be shown.
    private String word() {
        var word = SandboxColumn.KIND.of(row).replaceAll("\\p{C}", "");
        if (word.isEmpty()) {
            return "(none)";
        }
        return word.length() <= LONGEST_WORD ? word : word.substring(0, LONGEST_WORD);
    }

    private @Nullable String shown(SandboxColumn column) {
        var cell = column.of(row);
        return SHOWN.fits(cell) ? cell : null;
    }
}
