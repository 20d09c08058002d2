package dev.consign.gateway.sandbox;

import dev.consign.gateway.StatementFormat;
import dev.consign.gateway.StatementLine;
import dev.consign.gateway.StatementReading;
import dev.consign.id.GatewayCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.function.Consumer;

/// Reads the sandbox's CSV, which says nothing of the account it is of.
///
/// @param code whose statements it reads
public record SandboxFormat(GatewayCode code) implements StatementFormat {
    @Override
    public StatementReading read(
            InputStream file, LocalDate businessDate, Consumer<StatementLine> lines)
            throws IOException {
        return new SandboxStatement(businessDate, lines).read(file);
    }
}
