package dev.consign.testbed.cli;

/// Why a command had no effect, in one sentence for the person who gave it.
final class CommandFailure extends RuntimeException {
    CommandFailure(String message) {
        super(message);
    }
}
