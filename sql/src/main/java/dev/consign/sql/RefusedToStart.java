package dev.consign.sql;

/// A setting, or the server it leads to, cannot be trusted with money. The message is the one
/// sentence that whoever starts the program must read; it never contains a password.
public final class RefusedToStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param sentence what is wrong and what to do
    public RefusedToStart(String sentence) {
        super(sentence);
    }
}
