package dev.consign.sql;

import dev.consign.net.Loopback;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads out of a JDBC URL whether the way to the database is safe: passwords, keys and money go
/// over it (issue 11, number 14).
///
/// @param elsewhere whether the server may be another machine
/// @param mode `sslMode` in upper case, empty when the URL says nothing
record DatabaseUrl(boolean elsewhere, String mode) {
    private static final Pattern AUTHORITY = Pattern.compile("jdbc:mysql:(?:[a-z]+:)?//([^/?]*)");
    private static final Pattern MODE =
            Pattern.compile("[?&]sslMode=([^&]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    static DatabaseUrl of(String url) {
        var authority = AUTHORITY.matcher(url);
        var here = authority.lookingAt() && isHere(authority.group(1));
        var mode = MODE.matcher(url);
        return new DatabaseUrl(!here, mode.find() ? mode.group(1).toUpperCase(Locale.ROOT) : "");
    }

    /// @throws RefusedToStart when nobody has said that the way there need not be safe
    void refuseSilentPlaintext() {
        // PREFERRED speaks in the clear to whoever asks for it.
        if (elsewhere && (mode.isEmpty() || mode.equals("PREFERRED"))) {
            throw new RefusedToStart(
                    "CONSIGN_DB_URL leads to another machine and does not ask for TLS: add sslMode=VERIFY_IDENTITY"
                            + " with a trust store, or sslMode=DISABLED if that network is yours alone");
        }
    }

    /// @return what whoever runs this should know; empty when there is nothing
    Optional<String> warning() {
        if (!elsewhere) {
            return Optional.empty();
        }
        return switch (mode) {
            case "DISABLED" ->
                    Optional.of(
                            "the way to the database is not encrypted: whoever can listen there reads passwords and keys");
            case "REQUIRED" ->
                    Optional.of(
                            "the way to the database is encrypted, but nobody checks who the database is: set sslMode=VERIFY_IDENTITY");
            default -> Optional.empty();
        };
    }

    /// Anything in brackets but an IPv6 address is a form that this does not read, and may lead
    /// anywhere.
    private static boolean isHere(String authority) {
        var hosts = authority.substring(authority.lastIndexOf('@') + 1);
        for (var host : hosts.split(",", -1)) {
            if (!Loopback.contains(PORT.matcher(host.strip()).replaceFirst(""))) {
                return false;
            }
        }
        return true;
    }
}
