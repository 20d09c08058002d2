package dev.consign.gateway.account;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the settings of every kind of gateway are checked for. Nothing has a default: a time-out
/// nobody chose is how incident I2 began. Each sentence names the setting and nothing of its value.
///
/// @param prefix of the settings' names, with the full stop at its end
public record Checks(String prefix) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern MERCHANT = Pattern.compile("[\\x21-\\x7e]{1,64}");

    /// What binds settings leaves out is null here, whatever the type says.
    ///
    /// @throws IllegalArgumentException when it was left out
    public <T> T set(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(prefix + name + " is not set");
        }
        return value;
    }

    /// @param otherwise the rest of the sentence that begins with the setting's name
    /// @throws IllegalArgumentException unless it holds
    public void require(boolean holds, String name, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(prefix + name + " " + otherwise);
        }
    }

    /// @return without a slash at the end
    /// @throws IllegalArgumentException unless it is a web address that paths can be added to
    public URI address(@Nullable URI given, String name) {
        var url = set(given, name);
        var scheme = url.getScheme();
        require(
                ("http".equals(scheme) || "https".equals(scheme))
                        && url.getHost() != null
                        && url.getRawUserInfo() == null
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null,
                name,
                "must be an http or https address with a host, without user, query or fragment");
        var text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    /// @throws IllegalArgumentException unless it can stand in a header
    public void printable(String text, String name) {
        require(
                PRINTABLE.matcher(text).matches(),
                name,
                "must be printable characters without blanks");
    }

    /// @throws IllegalArgumentException unless it can be an account's name at a gateway
    public void merchant(@Nullable String merchant) {
        require(
                MERCHANT.matcher(set(merchant, "merchant")).matches(),
                "merchant",
                "must be 1 to 64 printable characters without blanks");
    }

    /// @throws IllegalArgumentException unless they are at most two minutes, and one fits into the
    ///   other
    public void timeouts(@Nullable Duration connect, @Nullable Duration request) {
        between(connect, LONGEST_TIMEOUT, "connect-timeout");
        between(request, LONGEST_TIMEOUT, "request-timeout");
        require(
                set(connect, "connect-timeout").compareTo(set(request, "request-timeout")) <= 0,
                "connect-timeout",
                "is longer than " + prefix + "request-timeout, which includes it");
    }

    /// @throws IllegalArgumentException unless it is from 1 ms to the longest
    public void between(@Nullable Duration given, Duration longest, String name) {
        var value = set(given, name);
        require(
                value.compareTo(SHORTEST) >= 0 && value.compareTo(longest) <= 0,
                name,
                "must be at least 1 ms and at most %d s".formatted(longest.toSeconds()));
    }
}
