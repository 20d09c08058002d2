package dev.consign.testkit.database;

/// Says in one sentence why there is no database and what to do about it.
public final class DatabaseUnavailable extends RuntimeException {
    DatabaseUnavailable(String message) {
        super(message);
    }
}
