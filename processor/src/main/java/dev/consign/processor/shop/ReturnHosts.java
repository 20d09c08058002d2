package dev.consign.processor.shop;

import dev.consign.net.Loopback;
import dev.consign.sql.RefusedToStart;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The shop's own hosts. A gateway's payment page leads buyers to these and nobody else's: whoever
/// can place an order could otherwise send its buyer, who trusts that page, anywhere.
final class ReturnHosts {
    static final int LONGEST = 500;

    /// What every reader of addresses reads alike; java.net.URI would let other letters pass.
    private static final Pattern PRINTABLE =
            Pattern.compile("[\\x21-\\x7e]{1,%d}".formatted(LONGEST));

    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?");

    private final Set<String> hosts;

    /// @param hosts `host` or `host:port`; a host alone is its scheme's own port
    /// @throws RefusedToStart naming one that is none
    ReturnHosts(List<String> hosts) {
        for (var host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new RefusedToStart(
                        "CONSIGN_RETURN_HOSTS must be hosts such as shop.example or localhost:3000 with commas between, and "
                                + host
                                + " is none");
            }
        }
        this.hosts =
                hosts.stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// Where an address leads.
    ReturnUrl check(String text) {
        var url = url(text);
        if (url.isEmpty()) {
            return new ReturnUrl.Malformed();
        }
        var host = url.get().getHost().toLowerCase(Locale.ROOT);
        if (url.get().getScheme().equalsIgnoreCase("http") && !Loopback.contains(host)) {
            return new ReturnUrl.Unencrypted();
        }
        var port = url.get().getPort();
        return hosts.contains(port == -1 ? host : host + ":" + port)
                ? new ReturnUrl.Allowed(url.get())
                : new ReturnUrl.Elsewhere(host);
    }

    /// @return empty when it is no address of the web, or names somebody before its host
    private static Optional<URI> url(String text) {
        try {
            if (PRINTABLE.matcher(text).matches()) {
                var url = new URI(text).parseServerAuthority();
                if (url.getHost() != null
                        && url.getRawUserInfo() == null
                        && String.valueOf(url.getScheme()).matches("(?i)https?")) {
                    return Optional.of(url);
                }
            }
        } catch (URISyntaxException _) {
            // Like one of another kind.
        }
        return Optional.empty();
    }

    /// What an address is.
    sealed interface ReturnUrl {
        /// A page of the shop's.
        record Allowed(URI url) implements ReturnUrl {}

        /// A page of somebody else's.
        record Elsewhere(String host) implements ReturnUrl {}

        /// Not https, and not on this machine.
        record Unencrypted() implements ReturnUrl {}

        /// No address of the web.
        record Malformed() implements ReturnUrl {}
    }
}
