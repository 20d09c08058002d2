package dev.consign.gateway;

import dev.consign.id.GatewayCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.function.Consumer;

/// How one gateway words its statements. Needs no credential: a file may come from a person too.
public interface StatementFormat {
    /// Whose statements it reads.
    GatewayCode code();

    /// Reads a file of this gateway, line by line and never whole in memory.
    ///
    /// @param businessDate whose movements must be in it
    /// @param lines gets each line before the end of the file is known to be right, so nothing may
    ///   be believed until this returns `Whole`
    /// @throws IOException when the bytes cannot be had
    StatementReading read(InputStream file, LocalDate businessDate, Consumer<StatementLine> lines)
            throws IOException;
}
