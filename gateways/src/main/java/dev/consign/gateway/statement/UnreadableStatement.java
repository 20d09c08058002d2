package dev.consign.gateway.statement;

import dev.consign.gateway.StatementFlaw;

/// Something in a file that makes all of it worthless.
public final class UnreadableStatement extends Exception {
    private static final long serialVersionUID = 1L;

    private final StatementFlaw flaw;

    /// @param line of the file, from 1
    /// @param column of the line, counted in cells from 1
    /// @param what is wrong there, without the full stop; not what the file says
    public UnreadableStatement(StatementFlaw flaw, long line, int column, String what) {
        this(flaw, "Line %d, column %d: %s.".formatted(line, column, what));
    }

    /// @param detail the whole sentence
    public UnreadableStatement(StatementFlaw flaw, String detail) {
        super(detail);
        this.flaw = flaw;
    }

    public StatementFlaw flaw() {
        return flaw;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
