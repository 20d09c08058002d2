package dev.consign.processor.inbound.facts;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.deadletter.Receptions;
import dev.consign.engine.MoneyPath;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/// The consumers of one processor exactly as its configuration makes them, in front of the engine
/// of a test.
public final class RunningIntake implements AutoCloseable {
    private static final Duration SHORT_DRAIN = Duration.ofMillis(5);

    private final List<DefaultMessageListenerContainer> containers;

    public RunningIntake(BrokerConnections connections, MoneyPath path) {
        this(connections, path, SHORT_DRAIN);
    }

    /// @param drain how long a batch waits for each further message
    public RunningIntake(BrokerConnections connections, MoneyPath path, Duration drain) {
        var settings =
                new IntakeSettings(
                        50,
                        2,
                        Duration.ofSeconds(1),
                        drain,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1));
        var configuration = new IntakeConfiguration();
        var reception = Receptions.of(path.pool());
        var meters = new SimpleMeterRegistry();
        containers =
                List.of(
                        configuration.callbackIntake(
                                settings, connections, path.processor(), reception, meters),
                        configuration.reissueIntake(
                                settings, connections, path.processor(), reception, meters));
        for (var container : containers) {
            container.afterPropertiesSet();
            container.start();
        }
    }

    /// Lets what was received be processed and committed.
    @Override
    public void close() {
        containers.forEach(DefaultMessageListenerContainer::shutdown);
    }
}
