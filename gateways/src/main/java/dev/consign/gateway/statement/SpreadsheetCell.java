package dev.consign.gateway.statement;

import java.util.regex.Pattern;

/// Recognises a cell that a spreadsheet has rewritten, where that is certain: no id, amount or time
/// of a gateway looks like this, and what stood there before is lost or changed (incident Q5).
///
/// Not certain, and therefore not refused: an id that lost its leading zeros or whose last digits
/// became zeros, and one with an exponent but without a sign (`42E27` may be an id). Such an id is
/// found when lines and books are compared: same payment, same amount, another transaction.
public final class SpreadsheetCell {
    /// `4.2E+27`, `4,2E+27`, `1.23E-05`: how spreadsheets write a number with many digits. Programs
    /// that took it for one write `4.2E27` or `.42e28`: with a decimal point, the sign may be away.
    private static final Pattern EXPONENT =
            Pattern.compile(
                    "[+-]?(?:[0-9]{1,3}[eE][+-][0-9]{1,4}"
                            + "|(?:[0-9]+[.,][0-9]*|[.,][0-9]+)[eE][+-]?[0-9]{1,4})");

    /// `="42"` keeps a number from being rewritten, `'42` marks it as text; neither is part of it.
    private static final Pattern MARKED = Pattern.compile("[='\u2018\u2019].*");

    /// `#####` where the column was too narrow, `#REF!` and its like where a formula failed.
    private static final Pattern FAILED = Pattern.compile("#+|#N/A|#[A-Z0-9/]+[!?]");

    /// Digits among anything that dresses a number up: separators, signs, an exponent, a currency.
    private static final Pattern DRESSED =
            Pattern.compile(
                    "(?=.*[0-9])[0-9.,'\u2019\u00a0\u202f ()+\u2212eE%\u00a4$\u20ac\u00a3\u00a5-]*");

    private static final Pattern PLAIN_DIGITS = Pattern.compile("-?[0-9]+");

    /// `20/11/2026 12:00`, `2026-11-20 12:00:00`, `20.11.26`, and the serial number of a day.
    private static final Pattern DATE =
            Pattern.compile(
                    "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?: .*)?|[0-9]{5}(?:[.,][0-9]+)?");

    private SpreadsheetCell() {}

    /// Whether a cell of any column was rewritten.
    public static boolean is(String cell) {
        return !cell.isEmpty()
                && (EXPONENT.matcher(cell).matches()
                        || MARKED.matcher(cell).matches()
                        || FAILED.matcher(cell).matches());
    }

    /// Whether a cell that should be a whole number of minor units was: `1.0E+3`, `1,000`,
    /// `1000.00`, `(1000)`, `¥1000`.
    public static boolean isNumber(String cell) {
        return is(cell)
                || (DRESSED.matcher(cell).matches() && !PLAIN_DIGITS.matcher(cell).matches());
    }

    /// Whether a cell that should be a time was.
    public static boolean isTime(String cell) {
        return is(cell) || DATE.matcher(cell).matches();
    }
}
