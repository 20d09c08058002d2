package dev.consign.sql;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the database is and how long anyone waits for it; complete and consistent, or not made at
/// all. Nothing here has a default: a time-out nobody chose is a time-out nobody knows (I2).
///
/// @param url a MySQL JDBC URL; one that leads to another machine says how safe the way there is
///   (`sslMode`)
/// @param poolSize connections at most
/// @param connectTimeout to reach the server
/// @param socketTimeout for one statement to answer, longer than a wait for a lock
/// @param acquireTimeout to get a connection out of the pool
/// @param validationTimeout to find out whether a pooled connection still lives
/// @param lockWaitTimeout for a row lock, 1 to 5 s: MySQL's own 50 s outlive every caller
public record DatabaseSettings(
        String url,
        String user,
        String password,
        int poolSize,
        Duration connectTimeout,
        Duration socketTimeout,
        Duration acquireTimeout,
        Duration validationTimeout,
        Duration lockWaitTimeout) {
    static final Duration LONGEST_LOCK_WAIT = Duration.ofSeconds(5);

    private static final Set<String> GUESSED =
            Set.of("", "admin", "root", "password", "consign", "artemis", "changeme", "secret");

    /// @throws RefusedToStart naming the first setting that is missing or contradicts another
    public DatabaseSettings {
        present(url, "CONSIGN_DB_URL");
        present(user, "CONSIGN_DB_USER");
        refuseGuessable(password, "CONSIGN_DB_PASSWORD");
        if (!url.startsWith("jdbc:mysql:")) {
            throw new RefusedToStart("CONSIGN_DB_URL must start with jdbc:mysql:");
        }
        DatabaseUrl.of(url).refuseSilentPlaintext();
        if (poolSize < 1) {
            throw new RefusedToStart("consign.db.pool-size must be at least 1");
        }
        positive(connectTimeout, "consign.db.connect-timeout");
        positive(socketTimeout, "consign.db.socket-timeout");
        positive(acquireTimeout, "consign.db.acquire-timeout");
        positive(validationTimeout, "consign.db.validation-timeout");
        positive(lockWaitTimeout, "consign.db.lock-wait-timeout");
        if (lockWaitTimeout.toSeconds() < 1 || lockWaitTimeout.compareTo(LONGEST_LOCK_WAIT) > 0) {
            throw new RefusedToStart("consign.db.lock-wait-timeout must be from 1 s to 5 s");
        }
        if (socketTimeout.compareTo(lockWaitTimeout) <= 0) {
            throw new RefusedToStart(
                    "consign.db.socket-timeout must be longer than consign.db.lock-wait-timeout,"
                            + " or a wait for a lock looks like a dead server");
        }
        if (validationTimeout.compareTo(acquireTimeout) >= 0) {
            throw new RefusedToStart(
                    "consign.db.validation-timeout must be shorter than consign.db.acquire-timeout");
        }
    }

    /// Refuses passwords that anybody would try first.
    ///
    /// @param name the setting, for the sentence
    public static void refuseGuessable(@Nullable String password, String name) {
        if (password == null || GUESSED.contains(password.strip().toLowerCase(Locale.ROOT))) {
            throw new RefusedToStart(
                    name + " is empty or a well-known default: set a password of your own");
        }
    }

    /// Refuses a setting that was not made.
    ///
    /// @param name the setting, for the sentence
    public static void present(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new RefusedToStart(name + " is not set");
        }
    }

    /// Refuses a time that was not set, or is no time.
    ///
    /// @param name the setting, for the sentence
    public static void positive(@Nullable Duration value, String name) {
        if (value == null) {
            throw new RefusedToStart(name + " is not set");
        }
        if (!value.isPositive()) {
            throw new RefusedToStart(name + " must be longer than nothing");
        }
    }

    /// Without the password: this is what gets logged.
    @Override
    public String toString() {
        return "database %s@%s, pool %d, connect %s, socket %s, acquire %s, validation %s, lock %s"
                .formatted(
                        user,
                        url.replaceFirst("\\?.*", ""),
                        poolSize,
                        connectTimeout,
                        socketTimeout,
                        acquireTimeout,
                        validationTimeout,
                        lockWaitTimeout);
    }
}
