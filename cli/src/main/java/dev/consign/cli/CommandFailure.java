package dev.consign.cli;

import picocli.CommandLine.IExitCodeGenerator;

/// Why a command had no effect, in one sentence for the person who gave it, and the exit code that
/// programs go by.
public final class CommandFailure extends RuntimeException implements IExitCodeGenerator {
    private static final long serialVersionUID = 1L;
    private static final int REFUSED = 1;
    private static final int WRONG_USE = 2;
    private static final int NOT_REACHABLE = 3;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// The processor understood and said no.
    static CommandFailure refused(String message) {
        return new CommandFailure(REFUSED, message);
    }

    /// What was asked for is not a thing one can ask for.
    static CommandFailure wrongUse(String message) {
        return new CommandFailure(WRONG_USE, message);
    }

    /// Nobody was there to ask.
    public static CommandFailure notReachable(String message) {
        return new CommandFailure(NOT_REACHABLE, message);
    }

    boolean isNotReachable() {
        return exitCode == NOT_REACHABLE;
    }

    @Override
    public int getExitCode() {
        return exitCode;
    }
}
