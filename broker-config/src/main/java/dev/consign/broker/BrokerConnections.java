package dev.consign.broker;

import jakarta.jms.JMSException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.utils.VersionLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connections whose every setting was read back from the live factories before the first was
/// opened.
///
/// One factory serves consumers, another one senders, with the same settings but for one. Their
/// connections do not reconnect by themselves: who holds one hears of its end at once and opens the
/// next, under a duplicate id where that matters.
public final class BrokerConnections implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BrokerConnections.class);

    private final BrokerSettings settings;
    private final ActiveMQConnectionFactory factory;
    private final ActiveMQConnectionFactory sending;
    private final boolean offThisMachine;
    private volatile boolean held;

    /// Opens nothing; the broker may be down.
    ///
    /// @throws IllegalArgumentException in one sentence that names the parameter, if the URL
    ///   contains one that is unknown or contradicts, or if a value did not arrive
    public BrokerConnections(BrokerSettings settings) {
        this.settings = settings;
        var fixed = fixed(settings, ClientParameter.ofSending(settings));
        var url = BrokerUrl.parse(settings.url(), fixed);
        this.factory = checked(url, settings, ClientParameter.ofTheTransport(settings));
        try {
            this.sending = checked(url, settings, ClientParameter.ofSending(settings));
        } catch (IllegalArgumentException e) {
            factory.close();
            throw e;
        }
        this.offThisMachine = url.leavesThisMachine();
        log.info("broker {} as {}: {}", url.hosts(), settings.user(), new TreeMap<>(fixed));
        if (offThisMachine) {
            warn(url);
        }
    }

    private static void warn(BrokerUrl url) {
        if (url.isPlaintext()) {
            log.warn(
                    "the way to the broker is not encrypted: whoever can listen there reads passwords and payments");
        }
        KnownHole.in(VersionLoader.getVersion().getFullVersion())
                .ifPresent(hole -> log.warn("the broker client of this program {}", hole));
    }

    /// Whether the broker may be another machine.
    boolean leavesThisMachine() {
        return offThisMachine;
    }

    private static ActiveMQConnectionFactory checked(
            BrokerUrl url, BrokerSettings settings, Map<String, String> transport) {
        var factory =
                new ActiveMQConnectionFactory(url.own("ha", false), url.connectors(transport));
        factory.setUseTopologyForLoadBalancing(url.own("useTopologyForLoadBalancing", true));
        for (var parameter : ClientParameter.decidedBy(settings)) {
            parameter.set().accept(factory);
        }
        factory.setUser(settings.user());
        factory.setPassword(settings.password().value());
        try {
            check(factory, settings, transport, url.own());
            return factory;
        } catch (IllegalArgumentException e) {
            factory.close();
            throw e;
        }
    }

    /// Opens a connection and closes it again; may take as long as a call may.
    ///
    /// @return why the broker takes none; empty when it did
    public Optional<String> missing() {
        try (var connection = factory.createConnection()) {
            connection.start();
            return Optional.empty();
        } catch (JMSException | RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// For listener containers and browsers. Already carries user and password.
    public ActiveMQConnectionFactory factory() {
        return factory;
    }

    /// For those who send in transactions or wait for each answer: anything else leaves late.
    public ActiveMQConnectionFactory sending() {
        return sending;
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

    private static Map<String, String> fixed(
            BrokerSettings settings, Map<String, String> transport) {
        var fixed = new LinkedHashMap<String, String>();
        for (var parameter : ClientParameter.decidedBy(settings)) {
            fixed.put(parameter.name(), parameter.wanted());
        }
        fixed.putAll(transport);
        return fixed;
    }

    static void check(
            ActiveMQConnectionFactory factory,
            BrokerSettings settings,
            Map<String, String> transport,
            Map<String, String> own) {
        for (var parameter : ClientParameter.decidedBy(settings)) {
            same(parameter.name(), parameter.wanted(), parameter.found().apply(factory));
        }
        var ofTheFactory =
                Map.<String, Object>of(
                        "ha", factory.isHA(),
                        "useTopologyForLoadBalancing", factory.isUseTopologyForLoadBalancing());
        for (var connector : factory.getStaticConnectors()) {
            var params = connector.getParams();
            transport.forEach((name, wanted) -> same(name, wanted, params.get(name)));
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
        sending.close();
        factory.close();
    }
}
