package dev.consign.gateway;

import java.nio.file.Path;

/// What came of fetching a gateway's statement. Except for `Fetched`, no file is left behind.
public sealed interface StatementAnswer {
    /// The file is there, whole as far as the transport can tell; what it says is yet to be
    /// checked.
    ///
    /// @param bytes its size
    record Fetched(Path file, long bytes) implements StatementAnswer {}

    /// The gateway has not made it yet.
    record NotReady() implements StatementAnswer {}

    /// No file, or none that can be used.
    record Unclear(String why) implements StatementAnswer {}
}
