package dev.consign.notify.webhook.address;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// A web address as somebody else gave it to us, of the one spelling that every reader takes for
/// the same: a host is a name, four decimal numbers or an IPv6 address in brackets, and nothing
/// else that some parser somewhere reads as an address (127.1, 0x7f.1, 2130706433).
///
/// @param host lower case; an IPv6 address without its brackets
/// @param port always given
/// @param path with its query, from the first slash
public record WebhookUrl(String scheme, String host, int port, String path) {
    private static final int LONGEST = 500;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int FIRST_FREE_PORT = 1024;
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1," + LONGEST + "}");
    private static final Pattern NAME =
            Pattern.compile(
                    "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern BYTE = Pattern.compile("0|[1-9][0-9]{0,2}");
    // A name whose last label is a number is no name: it is an address in an odd spelling.
    private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    /// @throws UnsafeTarget with what is wrong
    public static WebhookUrl of(String url) throws UnsafeTarget {
        refuseIf(!PRINTABLE.matcher(url).matches(), "has other than 1 to 500 printable characters");
        var uri = parsed(url);
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        refuseIf(!scheme.equals("https") && !scheme.equals("http"), "is no https address");
        refuseIf(uri.isOpaque() || uri.getRawAuthority() == null, "has no host");
        refuseIf(uri.getRawAuthority().contains("@"), "has a user in it");
        refuseIf(uri.getRawFragment() != null, "has a fragment");
        refuseIf(uri.getHost() == null, "has a host that is neither a name nor an address");
        var host = host(uri.getHost().toLowerCase(Locale.ROOT));
        refuseIf(uri.getRawAuthority().endsWith(":"), "has no number after the colon of its port");
        var port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? HTTPS : HTTP;
        refuseIf(
                (port < FIRST_FREE_PORT && port != HTTPS && port != HTTP) || port > 0xffff,
                "has a port that is neither 443, nor 80, nor 1024 and above");
        return new WebhookUrl(scheme, host, port, path(uri));
    }

    /// One that an operator has set, and that is called wherever it leads.
    ///
    /// @throws IllegalArgumentException when it is no web address
    public static WebhookUrl trusted(String url) {
        var uri = URI.create(url);
        var scheme = String.valueOf(uri.getScheme());
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("url must be an http or https address");
        }
        var host = uri.getHost().replaceAll("[\\[\\]]", "");
        var port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? HTTPS : HTTP;
        return new WebhookUrl(scheme, host, port, path(uri));
    }

    public URI uri() {
        return URI.create(scheme + "://" + authority() + path);
    }

    /// For comparing.
    public String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static URI parsed(String url) throws UnsafeTarget {
        try {
            return new URI(url);
        } catch (URISyntaxException _) {
            throw new UnsafeTarget("is no web address");
        }
    }

    private static String host(String host) throws UnsafeTarget {
        if (host.startsWith("[")) {
            var literal = host.substring(1, host.length() - 1);
            refuseIf(literal.contains("%"), "has an address with a zone");
            refuseIf(
                    InetAddress.ofLiteral(literal).getAddress().length != 16,
                    "has an IPv4 address in IPv6 spelling");
            return literal;
        }
        if (NUMBER.matcher(host).matches()) {
            var parts = host.split("\\.", -1);
            refuseIf(parts.length != 4, "has an address in an odd spelling");
            for (var part : parts) {
                refuseIf(
                        !BYTE.matcher(part).matches() || Integer.parseInt(part) > 255,
                        "has an address in an odd spelling");
            }
            return host;
        }
        refuseIf(
                host.length() > 253 || !NAME.matcher(host).matches(),
                "has a host that is neither a name nor an address");
        return host;
    }

    private static String path(URI uri) {
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static void refuseIf(boolean wrong, String what) throws UnsafeTarget {
        if (wrong) {
            throw new UnsafeTarget(what);
        }
    }
}
