package dev.consign.gateway;

/// Why a file is refused whole. A reconciliation against half a file, or another day's, would find
/// differences that are none and hide some that are.
public enum StatementFlaw {
    /// We cannot read files of this gateway.
    NO_FORMAT,
    /// Not this gateway's file, or a version of it that we do not know.
    WRONG_HEADER,
    /// A line that says nothing, or nonsense.
    BAD_LINE,
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
