package dev.consign.sql;

import org.jspecify.annotations.Nullable;

/// Somebody else to be at the same database; not set where one user does everything.
///
/// @param user null or empty when not set
/// @param password null or empty when not set
public record DatabaseLogin(@Nullable String user, @Nullable String password) {
    /// Whether there is such a user.
    public boolean isSet() {
        return user != null && !user.isBlank();
    }

    /// The same database, seen by this user.
    ///
    /// @param variables what the names of both settings begin with, for the sentence
    /// @throws RefusedToStart when the user has no password, or one that anybody would try first
    public DatabaseSettings at(DatabaseSettings database, String variables) {
        if (user == null || user.isBlank()) {
            throw new RefusedToStart(variables + "_USER is not set");
        }
        DatabaseSettings.refuseGuessable(password, variables + "_PASSWORD");
        return new DatabaseSettings(
                database.url(),
                user,
                String.valueOf(password),
                database.poolSize(),
                database.connectTimeout(),
                database.socketTimeout(),
                database.acquireTimeout(),
                database.validationTimeout(),
                database.lockWaitTimeout());
    }

    /// Without the password: this is what gets logged.
    @Override
    public String toString() {
        return isSet() ? String.valueOf(user) : "nobody";
    }
}
