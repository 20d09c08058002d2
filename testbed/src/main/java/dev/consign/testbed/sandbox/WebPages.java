package dev.consign.testbed.sandbox;

import com.sun.net.httpserver.Headers;
import dev.consign.testbed.sandbox.account.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets in what programs send and what the gateway's own pages send, and nothing that a page of
/// another origin made a person's browser send: the control interface has no key, and a browser
/// posts a form to any address. Programs say nothing of where they come from; browsers always do.
final class WebPages {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Set<String> OF_FORMS =
            Set.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private WebPages() {}

    /// @throws Refusal when a page of another origin may be behind the request
    static void check(String method, Headers headers) {
        var host = only(headers, "Host");
        if (host == null || !LOOPBACK.contains(name(host))) {
            // A name of somebody else's that leads here makes his page one of our origin.
            throw refused("the sandbox answers only under a name of the loopback address");
        }
        if (method.equals("GET")) {
            return;
        }
        var site = only(headers, "Sec-Fetch-Site");
        if (site != null && !OWN.contains(site)) {
            throw refused("a page of another origin may change nothing here");
        }
        var origin = only(headers, "Origin");
        if (origin != null && !origin.equals("http://" + host)) {
            throw refused("a page of another origin may change nothing here");
        }
        if (origin == null && site == null && isForm(headers) && isBrowser(headers)) {
            throw refused("a browser that does not say whose form it sends may change nothing");
        }
    }

    private static boolean isForm(Headers headers) {
        var type = only(headers, "Content-Type");
        return type != null
                && OF_FORMS.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }

    /// Every browser's name starts so; `curl -d` sends the type of a form, too, and is none.
    private static boolean isBrowser(Headers headers) {
        var agent = only(headers, "User-Agent");
        return agent != null && agent.startsWith("Mozilla/");
    }

    private static String name(String host) {
        return host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
    }

    /// @return null when it is missing
    private static @Nullable String only(Headers headers, String name) {
        var values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new Refusal(400, "bad_request", name + " stands there more than once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static Refusal refused(String why) {
        return new Refusal(403, "other_origin", why);
    }
}
