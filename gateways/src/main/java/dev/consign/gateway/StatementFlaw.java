package dev.consign.gateway;

/// Why a file is refused whole: what it says cannot be trusted as it stands. A reconciliation
/// against half a file, or another day's, would find differences that are none and hide some that
/// are. A line that is whole and merely says what we have no word for is no flaw: it becomes a
/// difference ([StatementLine.Unknown]).
public enum StatementFlaw {
    /// No text at all: a workbook, an archive.
    NO_TEXT,
    /// Not this gateway's file, or a version of it that we do not know.
    WRONG_HEADER,
    /// The columns are separated by semicolons or tabs, as some spreadsheets do.
    WRONG_SEPARATOR,
    /// A line that says nothing, or nonsense.
    BAD_LINE,
    /// A cell that a spreadsheet has rewritten: a long number with an exponent, an amount with
    /// separators, a date in its own form. What stood there is lost (incident Q5).
    SPREADSHEET_CELL,
    LINE_TOO_LONG,
    NUL_BYTE,
    /// Bytes that are no text in the encoding of the format.
    BAD_ENCODING,
    /// Movements of another business date.
    WRONG_DATE,
    /// Movements of somebody else's account.
    WRONG_MERCHANT,
    /// The file was cut off.
    MISSING_TRAILER,
    /// Something stands behind the end.
    AFTER_TRAILER,
    /// Not as many lines as the file itself says.
    WRONG_COUNT,
    /// Not as much money as the file itself says.
    WRONG_SUM
}
