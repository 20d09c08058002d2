package dev.consign.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/// One Artemis parameter that Consign decides, with the way to read back what the factory made of
/// it.
///
/// @param name as the URL spells it, case and all
/// @param wanted what must be in effect
/// @param set puts it into effect
/// @param found what is in effect
record ClientParameter(
        String name,
        String wanted,
        Consumer<ActiveMQConnectionFactory> set,
        Function<ActiveMQConnectionFactory, Object> found) {

    private static <T> ClientParameter of(
            String name,
            T wanted,
            BiConsumer<ActiveMQConnectionFactory, T> set,
            Function<ActiveMQConnectionFactory, Object> found) {
        return new ClientParameter(
                name, wanted.toString(), factory -> set.accept(factory, wanted), found);
    }

    /// Those of the transport, which has no getters: they are read back from the connectors, and
    /// are ignored when spelt otherwise.
    ///
    /// @return what must be in effect, by name
    static Map<String, String> ofTheTransport(BrokerSettings settings) {
        // The time-out of opening a TCP connection.
        return Map.of(
                "connect-timeout-millis", Long.toString(settings.connectTimeout().toMillis()));
    }

    /// Those of the transport of connections that only send.
    ///
    /// @return what must be in effect, by name
    static Map<String, String> ofSending(BrokerSettings settings) {
        var all = new HashMap<>(ofTheTransport(settings));
        // In milliseconds: what waits for no answer is written together with what does, or after
        // this time. So the messages of a transaction leave with its commit, instead of waking a
        // chain of threads on either side for each.
        all.put("batchDelay", "1000");
        return all;
    }

    /// All but those of the transport.
    static List<ClientParameter> decidedBy(BrokerSettings settings) {
        return List.of(
                of(
                        "callTimeout",
                        settings.callTimeout().toMillis(),
                        ActiveMQConnectionFactory::setCallTimeout,
                        ActiveMQConnectionFactory::getCallTimeout),
                of(
                        "callFailoverTimeout",
                        settings.callFailoverTimeout().toMillis(),
                        ActiveMQConnectionFactory::setCallFailoverTimeout,
                        ActiveMQConnectionFactory::getCallFailoverTimeout),
                of(
                        "connectionTTL",
                        settings.connectionTtl().toMillis(),
                        ActiveMQConnectionFactory::setConnectionTTL,
                        ActiveMQConnectionFactory::getConnectionTTL),
                of(
                        "clientFailureCheckPeriod",
                        settings.clientFailureCheckPeriod().toMillis(),
                        ActiveMQConnectionFactory::setClientFailureCheckPeriod,
                        ActiveMQConnectionFactory::getClientFailureCheckPeriod),
                of(
                        "retryInterval",
                        settings.retryInterval().toMillis(),
                        ActiveMQConnectionFactory::setRetryInterval,
                        ActiveMQConnectionFactory::getRetryInterval),
                of(
                        "maxRetryInterval",
                        settings.maxRetryInterval().toMillis(),
                        ActiveMQConnectionFactory::setMaxRetryInterval,
                        ActiveMQConnectionFactory::getMaxRetryInterval),
                of(
                        "retryIntervalMultiplier",
                        2.0,
                        ActiveMQConnectionFactory::setRetryIntervalMultiplier,
                        ActiveMQConnectionFactory::getRetryIntervalMultiplier),
                // With reconnection a send in flight waits for the whole call time-out after the
                // broker died; without it the answer is there at once, and the sender and the
                // listener container each open a new connection with their own back-off.
                of(
                        "reconnectAttempts",
                        0,
                        ActiveMQConnectionFactory::setReconnectAttempts,
                        ActiveMQConnectionFactory::getReconnectAttempts),
                of(
                        "initialConnectAttempts",
                        1,
                        ActiveMQConnectionFactory::setInitialConnectAttempts,
                        ActiveMQConnectionFactory::getInitialConnectAttempts),
                of(
                        "blockOnDurableSend",
                        true,
                        ActiveMQConnectionFactory::setBlockOnDurableSend,
                        ActiveMQConnectionFactory::isBlockOnDurableSend),
                // Above 0 the client replays sends it has already reported as timed out: a reissue
                // that arrives minutes later (incident I1).
                of(
                        "confirmationWindowSize",
                        -1,
                        ActiveMQConnectionFactory::setConfirmationWindowSize,
                        ActiveMQConnectionFactory::getConfirmationWindowSize),
                // A crash burns one delivery attempt of everything prefetched: 64 KiB, not 1 MiB.
                of(
                        "consumerWindowSize",
                        65_536,
                        ActiveMQConnectionFactory::setConsumerWindowSize,
                        ActiveMQConnectionFactory::getConsumerWindowSize),
                of(
                        "producerWindowSize",
                        65_536,
                        ActiveMQConnectionFactory::setProducerWindowSize,
                        ActiveMQConnectionFactory::getProducerWindowSize),
                of(
                        "cacheDestinations",
                        true,
                        ActiveMQConnectionFactory::setCacheDestinations,
                        ActiveMQConnectionFactory::isCacheDestinations),
                of(
                        "preAcknowledge",
                        false,
                        ActiveMQConnectionFactory::setPreAcknowledge,
                        ActiveMQConnectionFactory::isPreAcknowledge),
                // No ObjectMessage is ever read: no class lives in this package.
                of(
                        "deserializationAllowList",
                        "dev.consign.nothing.is.deserialized",
                        ActiveMQConnectionFactory::setDeserializationAllowList,
                        ActiveMQConnectionFactory::getDeserializationAllowList));
    }
}
