package dev.consign.gateway.sandbox;

import dev.consign.gateway.StatementFlaw;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Lets through only bytes that can be the lines of a statement: no NUL, and no line that never
/// ends. It stands before every reader that keeps a line in memory.
final class StatementText extends FilterInputStream {
    static final int LONGEST_LINE = 1_000;

    private long line = 1;
    private int length;

    StatementText(InputStream file) {
        super(file);
    }

    @Override
    public int read() throws IOException {
        var one = in.read();
        if (one >= 0) {
            check((byte) one);
        }
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) throws IOException {
        var got = in.read(bytes, offset, wanted);
        for (var i = offset; i < offset + got; i++) {
            check(bytes[i]);
        }
        return got;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void check(byte one) throws UnreadableStatement {
        if (one == 0) {
            throw new UnreadableStatement(
                    StatementFlaw.NUL_BYTE, "Line %d has a NUL byte.".formatted(line));
        }
        if (one == '\n') {
            line++;
            length = 0;
        } else if (++length > LONGEST_LINE) {
            throw new UnreadableStatement(
                    StatementFlaw.LINE_TOO_LONG,
                    "Line %d is longer than %d bytes.".formatted(line, LONGEST_LINE));
        }
    }
}
