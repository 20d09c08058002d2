package dev.consign.sql.rights;

import dev.consign.sql.RefusedToStart;
import java.util.regex.Pattern;

/// A user of the database as the server knows it: the same name from another host is somebody else.
public record Account(String user, String host) {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.-]{1,32}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:%/-]{1,255}");

    /// @throws RefusedToStart when it is no name that could stand in a statement as it is
    public Account {
        if (!USER.matcher(user).matches() || !HOST.matcher(host).matches()) {
            throw new RefusedToStart(
                    "a user of the database must have a name of 1 to 32 ASCII letters, digits, '_', '.' and '-'");
        }
    }

    /// @param text `user@host`, as the server writes it
    public static Account of(String text) {
        var at = text.lastIndexOf('@');
        return new Account(text.substring(0, Math.max(at, 0)), text.substring(at + 1));
    }

    /// As it stands in a statement.
    String quoted() {
        return "'%s'@'%s'".formatted(user, host);
    }
}
