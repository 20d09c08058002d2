package dev.consign.gateway;

/// What a gateway's file turned out to be.
public sealed interface StatementReading {
    /// Read to its end, and its own count and sums agree.
    ///
    /// @param lines in it, header and trailer not counted
    record Whole(long lines) implements StatementReading {}

    /// Nothing in it is to be believed, the lines that were handed over before included.
    ///
    /// @param detail one sentence for the person who has to get another file: where, by line and
    ///   column, and what to do about it; nothing of the file itself
    record Refused(StatementFlaw flaw, String detail) implements StatementReading {}
}
