package dev.consign.sql.rights;

import java.util.Locale;

/// A program that has a user of its own at the database.
public enum Program {
    PROCESSOR,
    RECONCILER;

    /// As the list of rights and the user's name have it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
