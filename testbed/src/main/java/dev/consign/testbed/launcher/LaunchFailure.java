package dev.consign.testbed.launcher;

/// Says in one sentence why Consign cannot run here and what to do about it.
public final class LaunchFailure extends RuntimeException {
    LaunchFailure(String message) {
        super(message);
    }
}
