package dev.consign.bench.peer;

import dev.consign.bench.stand.Program;
import dev.consign.bench.stand.Queues;
import java.time.Duration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/// How both peers reach the broker. Both use Spring's listener container; Camel's JMS component is
/// built on it.
public final class Listening {
    private static final Duration START = Duration.ofSeconds(30);

    private Listening() {}

    /// @return a factory of Artemis' own connections; the container keeps one of them
    public static ActiveMQConnectionFactory factory(Program program) {
        var factory = new ActiveMQConnectionFactory(program.brokerUrl());
        factory.setUser(program.brokerUser());
        factory.setPassword(program.brokerPassword());
        return factory;
    }

    /// Waits until all consumers have their sessions.
    public static void await(DefaultMessageListenerContainer container, int consumers) {
        Queues.await(
                "all consumers listen",
                START,
                () ->
                        container.isRegisteredWithDestination()
                                && container.getActiveConsumerCount() == consumers);
    }
}
