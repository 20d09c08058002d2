package dev.consign.reconciler.statements;

/// What came of getting a run its file.
public sealed interface FileAnswer {
    /// It is there; what is in it is yet to be checked.
    record Here() implements FileAnswer {}

    /// Not now.
    ///
    /// @param failure what the run ends with when this was its last try
    record Later(String failure, String why) implements FileAnswer {}

    /// Not ever.
    record Never(String failure, String why) implements FileAnswer {}
}
