package dev.consign.sql;

/// The database cannot be reached, and the same work must be tried again later. As a rule nothing
/// was written; but when the answer to a commit was lost, everything may be there, so the work has
/// to find that out by its own keys. Callers answer 503 or pause; nobody takes it for a refusal.
public final class DatabaseDown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param cause what the driver or the pool said
    public DatabaseDown(Throwable cause) {
        super("the database cannot be reached", cause);
    }
}
