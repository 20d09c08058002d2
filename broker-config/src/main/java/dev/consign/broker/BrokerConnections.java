package dev.consign.broker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connections whose every setting was read back from the live factory before the first was opened.
///
/// One factory serves senders and consumers. Its connections do not reconnect by themselves: who
/// holds one hears of its end at once and opens the next, under a duplicate id where that matters.
public final class BrokerConnections implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BrokerConnections.class);

    private final BrokerSettings settings;
    private final ActiveMQConnectionFactory factory;
    private volatile boolean held;

    /// Opens nothing; the broker may be down.
    ///
    /// @throws IllegalArgumentException in one sentence that names the parameter, if the URL
    ///   contains one that is unknown or contradicts, or if a value did not arrive
    public BrokerConnections(BrokerSettings settings) {
        this.settings = settings;
        var fixed = fixed(settings);
        var url = BrokerUrl.parse(settings.url(), fixed);
        this.factory = new ActiveMQConnectionFactory(url.with(fixed));
        factory.setUser(settings.user());
        factory.setPassword(settings.password().value());
        try {
            check(factory, settings, url.own());
        } catch (IllegalArgumentException e) {
            factory.close();
            throw e;
        }
        log.info("broker {} as {}: {}", url.hosts(), settings.user(), new TreeMap<>(fixed));
    }

    /// For listener containers and browsers. Already carries user and password.
    public ActiveMQConnectionFactory factory() {
        return factory;
    }

    public BrokerSettings settings() {
        return settings;
    }

    /// Lets no sender send until [#release()]: nothing is confirmed for a broker that may lose it.
    void hold() {
        held = true;
    }

    void release() {
        held = false;
    }

    /// Whether the broker is still to be checked.
    boolean isHeld() {
        return held;
    }

    private static Map<String, String> fixed(BrokerSettings settings) {
        var fixed = new LinkedHashMap<String, String>();
        for (var parameter : ClientParameter.decidedBy(settings)) {
            fixed.put(parameter.name(), parameter.wanted());
        }
        fixed.putAll(ClientParameter.ofTheTransport(settings));
        return fixed;
    }

    static void check(
            ActiveMQConnectionFactory factory, BrokerSettings settings, Map<String, String> own) {
        for (var parameter : ClientParameter.decidedBy(settings)) {
            same(parameter.name(), parameter.wanted(), parameter.found().apply(factory));
        }
        var ofTheFactory =
                Map.<String, Object>of(
                        "ha", factory.isHA(),
                        "useTopologyForLoadBalancing", factory.isUseTopologyForLoadBalancing());
        for (var connector : factory.getStaticConnectors()) {
            var params = connector.getParams();
            ClientParameter.ofTheTransport(settings)
                    .forEach((name, wanted) -> same(name, wanted, params.get(name)));
            own.forEach((name, wanted) ->
                    same(name, wanted, ofTheFactory.getOrDefault(name, params.get(name))));
        }
    }

    private static void same(String name, String wanted, @Nullable Object found) {
        if (!wanted.equals(String.valueOf(found))) {
            var secret = name.endsWith("assword");
            throw new IllegalArgumentException(
                    "the broker client has %s=%s in effect where %s was wanted"
                            .formatted(
                                    name, secret ? "******" : found, secret ? "another" : wanted));
        }
    }

    @Override
    public void close() {
        factory.close();
    }
}
