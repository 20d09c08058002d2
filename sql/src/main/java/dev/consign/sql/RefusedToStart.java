package dev.consign.sql;

/// A setting, or the server it leads to, cannot be trusted with money. The message is the one
/// sentence that whoever starts the program must read; it never contains a password.
public final class RefusedToStart extends RuntimeException {
    /// Of a program that refused: that of a configuration error (EX_CONFIG in sysexits.h). It would
    /// refuse again, so a supervisor need not start it again.
    public static final int EXIT_CODE = 78;

    private static final long serialVersionUID = 1L;

    /// @param sentence what is wrong and what to do
    public RefusedToStart(String sentence) {
        super(sentence);
    }
}
