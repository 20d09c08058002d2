package dev.consign.gateway.sandbox;

import dev.consign.gateway.StatementFlaw;
import java.io.IOException;

/// Something in a file that makes all of it worthless; an IOException so that it passes through
/// readers.
final class UnreadableStatement extends IOException {
    private static final long serialVersionUID = 1L;

    private final StatementFlaw flaw;

    /// @param detail one sentence, which line, not what it says
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
