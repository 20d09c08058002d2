package dev.consign.broker;

import dev.consign.net.Loopback;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;

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

    /// Those of [#OWN] that are no matter of the connectors.
    private static final Set<String> OF_THE_FACTORY = Set.of("ha", "useTopologyForLoadBalancing");

    private static final String CONNECTOR = NettyConnectorFactory.class.getName();
    private static final String SCHEME = "tcp://";
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
        var parsed = new BrokerUrl(List.of(match.group("hosts").split(",", -1)), Map.copyOf(own));
        parsed.refuseSilentPlaintext();
        return parsed;
    }

    /// Passwords and facts go over this wire: that they go in the clear, or to whoever answers, has
    /// to be said (issue 11, number 14).
    private void refuseSilentPlaintext() {
        if (!leavesThisMachine()) {
            return;
        }
        if (!own.containsKey("sslEnabled")) {
            throw new IllegalArgumentException(
                    "consign.broker.url leads to another machine and says nothing of TLS: add sslEnabled=true"
                            + " with a trust store, or sslEnabled=false if that network is yours alone");
        }
        if (own("sslEnabled", false) && !own("verifyHost", true)) {
            throw new IllegalArgumentException(
                    "consign.broker.url has verifyHost=false, so that anybody with a certificate may be the"
                            + " broker: take it out");
        }
    }

    /// Whether all that is sent can be read on its way.
    boolean isPlaintext() {
        return !own("sslEnabled", false);
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

    /// The connectors of a factory, one for each host. Made one by one and not by a URL, which
    /// Artemis decodes twice and applies to any property of any bean that it names.
    ///
    /// @param transport what the settings decide
    TransportConfiguration[] connectors(Map<String, String> transport) {
        return hosts.stream()
                .map(host -> {
                    var params = new HashMap<String, Object>(own);
                    params.keySet().removeAll(OF_THE_FACTORY);
                    params.putAll(transport);
                    var colon = host.lastIndexOf(':');
                    params.put("host", host.substring(SCHEME.length(), colon));
                    params.put("port", host.substring(colon + 1));
                    return new TransportConfiguration(CONNECTOR, params, host);
                })
                .toArray(TransportConfiguration[]::new);
    }

    /// @param name one of [#OF_THE_FACTORY]
    boolean own(String name, boolean otherwise) {
        var value = own.get(name);
        return value == null ? otherwise : Boolean.parseBoolean(value);
    }

    /// Whether any of the hosts may be another machine.
    boolean leavesThisMachine() {
        return !hosts.stream()
                .map(host -> host.substring(SCHEME.length(), host.lastIndexOf(':')))
                .allMatch(Loopback::contains);
    }
}
