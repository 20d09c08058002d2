package dev.consign.broker;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A broker URL whose every parameter is known to mean something: Artemis itself ignores the others
/// in silence, even `connectionTtl` for `connectionTTL` (measured, and misspelt so in its manual).
///
/// @param hosts one `tcp://host:port` or several
/// @param own parameters the operator may choose: [#OWN]
record BrokerUrl(List<String> hosts, Map<String, String> own) {

    /// What Consign leaves to the operator. `trustAll` is not among them.
    static final Set<String> OWN =
            Set.of(
                    "ha",
                    "useTopologyForLoadBalancing",
                    "sslEnabled",
                    "verifyHost",
                    "sniHost",
                    "trustStorePath",
                    "trustStorePassword",
                    "trustStoreType",
                    "trustStoreProvider",
                    "keyStorePath",
                    "keyStorePassword",
                    "keyStoreType",
                    "keyStoreProvider",
                    "keyStoreAlias",
                    "keyPassword",
                    "enabledProtocols",
                    "enabledCipherSuites",
                    "tcpNoDelay",
                    "tcpSendBufferSize",
                    "tcpReceiveBufferSize");

    private static final String HOST = "tcp://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+]):[0-9]{1,5}";
    private static final Pattern URL =
            Pattern.compile(
                    "(?<open>\\()?(?<hosts>%1$s(?:,%1$s)*)(?<close>\\))?(?:\\?(?<query>.*))?"
                            .formatted(HOST));

    /// @param fixed what the settings decide; the URL may repeat such a value but not contradict it
    /// @throws IllegalArgumentException naming the parameter that is unknown or contradicts
    static BrokerUrl parse(String url, Map<String, String> fixed) {
        var match = URL.matcher(url);
        // The URL itself is not repeated: it may hold a password.
        if (!match.matches() || (match.group("open") == null) != (match.group("close") == null)) {
            throw new IllegalArgumentException(
                    "consign.broker.url must read tcp://host:port or (tcp://host:port,tcp://host:port),"
                            + " with parameters only at its end, behind one question mark");
        }
        var own = new LinkedHashMap<String, String>();
        var query = match.group("query");
        if (query != null) {
            for (var pair : query.split("&", -1)) {
                var parts = pair.split("=", 2);
                var value =
                        parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
                accept(parts[0], value, fixed, own);
            }
        }
        return new BrokerUrl(List.of(match.group("hosts").split(",", -1)), Map.copyOf(own));
    }

    private static void accept(
            String key, String value, Map<String, String> fixed, Map<String, String> own) {
        var wanted = fixed.get(key);
        if (wanted != null) {
            if (!wanted.equals(value)) {
                throw new IllegalArgumentException(
                        "consign.broker.url says %s=%s, which contradicts %s in the settings: take it out of the URL"
                                .formatted(key, value, wanted));
            }
        } else if (!OWN.contains(key)) {
            throw new IllegalArgumentException(
                    "consign.broker.url has the parameter %s, which is not allowed or would be ignored%s"
                            .formatted(key, hint(key, fixed)));
        } else if (own.putIfAbsent(key, value) != null) {
            throw new IllegalArgumentException(
                    "consign.broker.url has the parameter %s twice".formatted(key));
        }
    }

    private static String hint(String key, Map<String, String> fixed) {
        if (key.equals("user") || key.equals("password")) {
            return ": set consign.broker." + key + " instead";
        }
        var known = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        OWN.forEach(name -> known.put(name, name));
        fixed.keySet().forEach(name -> known.put(name, name));
        var near = known.get(key);
        return near == null ? "" : ": it is spelt " + near;
    }

    /// The URL for Artemis, with what the settings decide and what the operator chose.
    String with(Map<String, String> fixed) {
        var all = new LinkedHashMap<>(own);
        all.putAll(fixed);
        return all.entrySet().stream()
                .map(e -> e.getKey() + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&", "(" + String.join(",", hosts) + ")?", ""));
    }

    /// Twice, because Artemis decodes twice, and takes a `&` for a border in between.
    private static String encode(String value) {
        var once = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return URLEncoder.encode(once, StandardCharsets.UTF_8);
    }
}
