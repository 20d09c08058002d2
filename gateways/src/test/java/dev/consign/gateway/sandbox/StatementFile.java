package dev.consign.gateway.sandbox;

import dev.consign.gateway.StatementFlaw;
import dev.consign.gateway.StatementLine;
import dev.consign.gateway.StatementReading;
import dev.consign.gateway.StatementReading.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/// A good statement of the sandbox, what can be done to it, and how it is read.
final class StatementFile {
    static final LocalDate DATE = LocalDate.parse("2026-11-20");
    static final String GOOD =
            """
            kind,paymentNo,refundNo,transactionId,currency,minor,feeMinor,occurredAt
            PAYMENT,P1,,t1,CNY,27000,162,2026-11-20T00:00:00Z
            REFUND,P1,R1,t2,CNY,-7000,0,2026-11-20T23:59:59.999999999Z
            PAYMENT,P2,,t3,USD,500,3,2026-11-20T12:00:00.123456Z
            TRAILER,3,,,,20500,165,
            """;

    private StatementFile() {}

    /// The good file with one more line before its trailer, which fits.
    static String with(String line, long minor, long fee) {
        return GOOD.replace(
                "TRAILER,3,,,,20500,165,",
                "%s\nTRAILER,4,,,,%d,%d,".formatted(line, 20_500 + minor, 165 + fee));
    }

    static String cut(int bytes) {
        return GOOD.substring(0, GOOD.length() - bytes);
    }

    static StatementFlaw flaw(StatementReading reading) {
        return ((Refused) reading).flaw();
    }

    static StatementReading read(String file, List<StatementLine> lines) throws IOException {
        return read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), lines);
    }

    static StatementReading read(InputStream file, List<StatementLine> lines) throws IOException {
        return new SandboxStatement(DATE, lines::add).read(file);
    }
}
