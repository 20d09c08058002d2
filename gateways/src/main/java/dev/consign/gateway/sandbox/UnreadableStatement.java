package dev.consign.gateway.sandbox;

import dev.consign.gateway.StatementFlaw;

/// Something in a file that makes all of it worthless.
final class UnreadableStatement extends Exception {
    private static final long serialVersionUID = 1L;

    private final StatementFlaw flaw;

    /// @param line of the file, from 1
    /// @param column of the line, counted in cells from 1
    /// @param what is wrong there, without the full stop; not what the file says
    UnreadableStatement(StatementFlaw flaw, long line, int column, String what) {
        this(flaw, "Line %d, column %d: %s.".formatted(line, column, what));
    }

    /// @param detail the whole sentence
    UnreadableStatement(StatementFlaw flaw, String detail) {
        super(detail);
        this.flaw = flaw;
    }

    StatementFlaw flaw() {
        return flaw;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
