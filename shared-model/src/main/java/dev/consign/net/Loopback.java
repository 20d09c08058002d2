package dev.consign.net;

import java.util.Locale;
import java.util.regex.Pattern;

/// Says of a host, as a setting spells it, whether it is this very machine. Asks no name server: a
/// name is this machine's only when it is `localhost`.
public final class Loopback {
    private static final Pattern LITERAL =
            Pattern.compile("127(?:\\.[0-9]{1,3}){3}|::1|0(?::0){6}:1");

    private Loopback() {}

    /// @param host a name or an address; an IPv6 one with brackets or without
    public static boolean contains(String host) {
        var bare = host.startsWith("[") && host.endsWith("]") ? inner(host) : host;
        return bare.toLowerCase(Locale.ROOT).equals("localhost") || LITERAL.matcher(bare).matches();
    }

    private static String inner(String bracketed) {
        return bracketed.substring(1, bracketed.length() - 1);
    }
}
