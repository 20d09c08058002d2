package dev.consign.gateway.sandbox;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.consign.gateway.StatementFlaw;
import dev.consign.gateway.StatementLine;
import dev.consign.gateway.StatementLine.Kind;
import dev.consign.gateway.StatementReading;
import dev.consign.id.PaymentNo;
import dev.consign.id.Shape;
import dev.consign.id.TransactionId;
import dev.consign.message.WrittenTime;
import dev.consign.money.Money;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the sandbox's CSV of one UTC business date once, front to back: header, movements, trailer
/// with their number and sums. What went back to buyers is negative there; the sums add all
/// currencies, as a check on the file and not as money.
///
/// The file names no account of ours, so that of another merchant is found out only by its payment
/// numbers, all unknown.
final class SandboxStatement {
    private static final List<String> HEADER =
            List.of(
                    "kind",
                    "paymentNo",
                    "refundNo",
                    "transactionId",
                    "currency",
                    "minor",
                    "feeMinor",
                    "occurredAt");
    private static final String TRAILER = "TRAILER";
    private static final Shape REFUND_NO = Shape.of("[\\x21-\\x7e]", 1, 64);
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private final LocalDate date;
    private final Consumer<StatementLine> lines;
    private long count;
    private long sum;
    private long fees;
    private boolean hasHeader;
    private @Nullable CsvRecord trailer;

    SandboxStatement(LocalDate date, Consumer<StatementLine> lines) {
        this.date = date;
        this.lines = lines;
    }

    /// @throws IOException when the bytes cannot be had
    StatementReading read(InputStream file) throws IOException {
        try (var csv = csv(file)) {
            for (var row : csv) {
                take(row);
            }
            agree();
            return new StatementReading.Whole(count);
        } catch (UnreadableStatement e) {
            return new StatementReading.Refused(e.flaw(), e.detail());
        } catch (UncheckedIOException | CsvParseException e) {
            // The reader hands on in a coat of its own what its source threw.
            if (e.getCause() instanceof IOException cause) {
                return refused(cause);
            }
            return new StatementReading.Refused(
                    StatementFlaw.BAD_LINE, "What follows line %d is no CSV.".formatted(count + 1));
        }
    }

    private static StatementReading refused(IOException failure) throws IOException {
        return switch (failure) {
            case UnreadableStatement flaw ->
                    new StatementReading.Refused(flaw.flaw(), flaw.detail());
            case CharacterCodingException _ ->
                    new StatementReading.Refused(
                            StatementFlaw.BAD_ENCODING, "The file is not text in UTF-8.");
            default -> throw failure;
        };
    }

    private static CsvReader<CsvRecord> csv(InputStream file) {
        var strict =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        return CsvReader.builder()
                .commentStrategy(CommentStrategy.NONE)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(new InputStreamReader(new StatementText(file), strict));
    }

    private void take(CsvRecord row) throws UnreadableStatement {
        if (!hasHeader) {
            if (!row.getFields().equals(HEADER)) {
                throw new UnreadableStatement(
                        StatementFlaw.WRONG_HEADER,
                        "The first line is not the header of a sandbox statement.");
            }
            hasHeader = true;
        } else if (trailer != null) {
            throw new UnreadableStatement(
                    StatementFlaw.AFTER_TRAILER, "Something stands behind the trailer.");
        } else if (row.getField(0).equals(TRAILER)) {
            trailer = row;
        } else {
            movement(row);
        }
    }

    private void movement(CsvRecord row) throws UnreadableStatement {
        var number = row.getStartingLineNumber();
        if (row.getFieldCount() != HEADER.size()) {
            throw bad(number, "has not %d fields".formatted(HEADER.size()));
        }
        StatementLine line;
        long minor;
        try {
            minor = whole(row.getField(5));
            line = line(row, Math.toIntExact(number), minor);
            sum = Math.addExact(sum, minor);
            fees = Math.addExact(fees, line.fee().minor());
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            // Not the message: it may quote the line.
            throw bad(
                    number, "is no movement of money (%s)".formatted(e.getClass().getSimpleName()));
        }
        if (!line.occurredAt().atZone(ZoneOffset.UTC).toLocalDate().equals(date)) {
            throw new UnreadableStatement(
                    StatementFlaw.WRONG_DATE,
                    "Line %d is not of %s: this is another day's file.".formatted(number, date));
        }
        count++;
        lines.accept(line);
    }

    private static StatementLine line(CsvRecord row, int number, long minor) {
        var kind = Kind.valueOf(row.getField(0));
        var amount = Money.of(row.getField(4), kind == Kind.REFUND ? -minor : minor);
        return new StatementLine(
                number,
                kind,
                new PaymentNo(row.getField(1)),
                refundNo(kind, row.getField(2)),
                new TransactionId(row.getField(3)),
                amount,
                new Money(amount.currency(), whole(row.getField(6))),
                WrittenTime.parse(row.getField(7)));
    }

    private static @Nullable String refundNo(Kind kind, String text) {
        return switch (kind) {
            case PAYMENT -> {
                if (!text.isEmpty()) {
                    throw new IllegalArgumentException("a payment with a refund number");
                }
                yield null;
            }
            case REFUND -> {
                if (!REFUND_NO.fits(text)) {
                    throw new IllegalArgumentException("a refund without its number");
                }
                yield text;
            }
        };
    }

    /// At most 18 digits: such a number can be negated.
    private static long whole(String text) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("no whole number");
        }
        return Long.parseLong(text);
    }

    private void agree() throws UnreadableStatement {
        if (!hasHeader) {
            throw new UnreadableStatement(StatementFlaw.WRONG_HEADER, "The file is empty.");
        }
        var end = trailer;
        if (end == null || end.getFieldCount() != HEADER.size()) {
            throw new UnreadableStatement(
                    StatementFlaw.MISSING_TRAILER,
                    "The file has no trailer: it was cut off after %d movements.".formatted(count));
        }
        if (!end.getField(1).equals(Long.toString(count))) {
            throw new UnreadableStatement(
                    StatementFlaw.WRONG_COUNT,
                    "The file has %d movements, its trailer says otherwise.".formatted(count));
        }
        if (!end.getField(5).equals(Long.toString(sum))
                || !end.getField(6).equals(Long.toString(fees))) {
            throw new UnreadableStatement(
                    StatementFlaw.WRONG_SUM,
                    "The movements sum up to %d and their fees to %d, the trailer says otherwise."
                            .formatted(sum, fees));
        }
    }

    private static UnreadableStatement bad(long line, String what) {
        return new UnreadableStatement(StatementFlaw.BAD_LINE, "Line %d %s.".formatted(line, what));
    }
}
