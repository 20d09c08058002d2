package dev.consign.gateway.statement;

import dev.consign.gateway.StatementFlaw;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes a file of comma-separated cells apart, a line at a time, and always knows where it is:
/// whatever is wrong is told by line and column. It never holds more than one line.
///
/// What spreadsheets and editors do to a file without changing what it says is read: a byte order
/// mark, quotes, blanks around a cell, line ends of Unix, Windows and the old Macintosh, a last
/// line without an end. What they do to its encoding or its separators is named, with what to do
/// about it. No cell of a statement contains a line end, so a quote that is not closed on its line
/// is a flaw of that line and not of everything behind it.
public final class StatementCells {
    public static final int LONGEST_LINE = 1_000;

    private static final String AS_IT_WAS = "give the file as the gateway made it";
    private static final int END = -1;
    private static final int BUFFER = 8_192;
    private static final int FIRST_BYTES = 4;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reader text;
    private final char[] buffer = new char[BUFFER];
    private int filled;
    private int next;
    private boolean begun;

    private int line;
    private int length;
    private final StringBuilder cell = new StringBuilder();
    private List<String> cells = new ArrayList<>();

    /// @throws UnreadableStatement when the first bytes already say that this is no text in UTF-8
    /// @throws IOException when the bytes cannot be had
    public StatementCells(InputStream file) throws IOException, UnreadableStatement {
        var first = file.readNBytes(FIRST_BYTES);
        refuseOtherFormats(first);
        // What is not UTF-8 becomes U+FFFD, which is found where it stands.
        text =
                new InputStreamReader(
                        new SequenceInputStream(new ByteArrayInputStream(first), file),
                        StandardCharsets.UTF_8);
    }

    /// One line.
    ///
    /// @param number of the line in the file, from 1
    /// @param cells without quotes and without the blanks around them
    public record Row(int number, List<String> cells) {
        /// Whether no cell says anything, as in the empty lines at the end of many files.
        public boolean isBlank() {
            return cells.stream().allMatch(String::isEmpty);
        }
    }

    /// The next line; empty behind the last.
    ///
    /// @throws UnreadableStatement when it is no line of cells
    /// @throws IOException when the bytes cannot be had
    public Optional<Row> next() throws IOException, UnreadableStatement {
        line++;
        length = 0;
        cells = new ArrayList<>();
        if (peek() == END) {
            return Optional.empty();
        }
        var more = true;
        while (more) {
            more = cell();
        }
        return Optional.of(new Row(line, cells));
    }

    /// Where the reader stands.
    public int line() {
        return line;
    }

    /// @return whether the line goes on behind it
    private boolean cell() throws IOException, UnreadableStatement {
        cell.setLength(0);
        var one = read();
        while (isBlank(one)) {
            one = read();
        }
        if (one == '"') {
            one = quoted();
        } else {
            while (!endsCell(one)) {
                cell.append((char) one);
                one = read();
            }
        }
        cells.add(stripped());
        return one == ',';
    }

    /// @return what ends the cell
    private int quoted() throws IOException, UnreadableStatement {
        while (true) {
            var one = read();
            if (one == END || one == '\n') {
                throw flaw(StatementFlaw.BAD_LINE, "a quote is not closed");
            }
            if (one != '"') {
                cell.append((char) one);
            } else if (peek() == '"') {
                cell.append((char) read());
            } else {
                break;
            }
        }
        var behind = read();
        while (isBlank(behind)) {
            behind = read();
        }
        if (!endsCell(behind)) {
            throw flaw(StatementFlaw.BAD_LINE, "something stands behind a closing quote");
        }
        return behind;
    }

    private static boolean endsCell(int one) {
        return one == ',' || one == '\n' || one == END;
    }

    private static boolean isBlank(int one) {
        return one == ' ' || one == '\t';
    }

    private String stripped() {
        var from = 0;
        var to = cell.length();
        while (to > 0 && isBlank(cell.charAt(to - 1))) {
            to--;
        }
        while (from < to && isBlank(cell.charAt(from))) {
            from++;
        }
        return cell.substring(from, to);
    }

    /// The next character, every kind of line end as `\n`.
    private int read() throws IOException, UnreadableStatement {
        var one = peek();
        if (one == END) {
            return END;
        }
        next++;
        if (one == '\r') {
            if (peek() == '\n') {
                next++;
            }
            return '\n';
        }
        if (one == 0) {
            throw flaw(StatementFlaw.NUL_BYTE, "a NUL byte");
        }
        if (one == '\uFFFD') {
            throw flaw(
                    StatementFlaw.BAD_ENCODING,
                    "this is not text in UTF-8; " + AS_IT_WAS + ", or save it as CSV UTF-8");
        }
        if (one != '\n' && ++length > LONGEST_LINE) {
            throw flaw(
                    StatementFlaw.LINE_TOO_LONG,
                    "the line is longer than %d characters".formatted(LONGEST_LINE));
        }
        return one;
    }

    private int peek() throws IOException {
        if (next == filled) {
            next = 0;
            filled = Math.max(0, text.read(buffer, 0, BUFFER));
            if (!begun && filled > 0) {
                begun = true;
                next = buffer[0] == BYTE_ORDER_MARK ? 1 : 0;
                return next < filled ? buffer[next] : peek();
            }
        }
        return filled == 0 ? END : buffer[next];
    }

    private UnreadableStatement flaw(StatementFlaw flaw, String what) {
        return new UnreadableStatement(flaw, line, cells.size() + 1, what);
    }

    private static void refuseOtherFormats(byte[] first) throws UnreadableStatement {
        if (begins(first, 0xFE, 0xFF)
                || begins(first, 0xFF, 0xFE)
                || (first.length >= 2 && (first[0] == 0) != (first[1] == 0))) {
            throw new UnreadableStatement(
                    StatementFlaw.BAD_ENCODING,
                    1,
                    1,
                    "this is UTF-16, which spreadsheets call Unicode text; "
                            + AS_IT_WAS
                            + ", or save it as CSV UTF-8");
        }
        if (begins(first, 'P', 'K', 3, 4)
                || begins(first, 0xD0, 0xCF)
                || begins(first, 0x1F, 0x8B)) {
            throw new UnreadableStatement(
                    StatementFlaw.NO_TEXT,
                    1,
                    1,
                    "this is a workbook or an archive and no text; "
                            + AS_IT_WAS
                            + ", unpacked, as CSV");
        }
    }

    private static boolean begins(byte[] file, int... wanted) {
        for (var i = 0; i < wanted.length; i++) {
            if (i >= file.length || (file[i] & 0xFF) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
