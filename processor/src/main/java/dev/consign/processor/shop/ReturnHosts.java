package dev.consign.processor.shop;

import dev.consign.net.Loopback;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.api.problem.Fields;
import dev.consign.sql.RefusedToStart;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// The shop's own hosts. A gateway's payment page leads buyers to these and nobody else's: whoever
/// can place an order could otherwise send its buyer, who trusts that page, anywhere.
final class ReturnHosts {
    private static final int LONGEST = 500;

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

    /// @return null when nothing was asked for
    /// @throws ApiFailure when it leads elsewhere than to the shop, or is no address
    @Nullable URI checked(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        var url = url(field, text);
        var host = url.getHost().toLowerCase(Locale.ROOT);
        if (url.getScheme().equalsIgnoreCase("http") && !Loopback.contains(host)) {
            throw Fields.invalid(field + " must be an https address");
        }
        if (!hosts.contains(url.getPort() == -1 ? host : host + ":" + url.getPort())) {
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "return_url_not_allowed",
                    "%s leads to %s, which is none of the shop's own hosts; those are set by CONSIGN_RETURN_HOSTS."
                            .formatted(field, host));
        }
        return url;
    }

    private static URI url(String field, String text) {
        try {
            if (PRINTABLE.matcher(text).matches()) {
                var url = new URI(text).parseServerAuthority();
                if (url.getHost() != null
                        && url.getRawUserInfo() == null
                        && String.valueOf(url.getScheme()).matches("(?i)https?")) {
                    return url;
                }
            }
        } catch (URISyntaxException _) {
            // Answered below, like one of another kind.
        }
        throw Fields.invalid(
                "%s must be an https address of at most %d printable ASCII characters, without a name before its host"
                        .formatted(field, LONGEST));
    }
}
