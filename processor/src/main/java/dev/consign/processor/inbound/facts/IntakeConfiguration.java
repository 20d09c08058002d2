package dev.consign.processor.inbound.facts;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.QueueName;
import dev.consign.broker.consume.BatchContainer;
import dev.consign.broker.consume.Pause;
import dev.consign.broker.deadletter.Reception;
import dev.consign.engine.OrderProcessor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// One container for each queue of payment facts: callbacks never wait behind reissues, nor the
/// other way round.
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {
    @Bean
    BatchContainer callbackIntake(
            IntakeSettings settings,
            BrokerConnections connections,
            OrderProcessor processor,
            Reception reception,
            MeterRegistry meters) {
        return container(
                QueueName.PAYMENT_CALLBACK, settings, connections, processor, reception, meters);
    }

    @Bean
    BatchContainer reissueIntake(
            IntakeSettings settings,
            BrokerConnections connections,
            OrderProcessor processor,
            Reception reception,
            MeterRegistry meters) {
        return container(
                QueueName.PAYMENT_REISSUE, settings, connections, processor, reception, meters);
    }

    private static BatchContainer container(
            QueueName queue,
            IntakeSettings settings,
            BrokerConnections connections,
            OrderProcessor processor,
            Reception reception,
            MeterRegistry meters) {
        var pause =
                new Pause(
                        "the intake of " + queue.address(),
                        settings.shortestPause(),
                        settings.longestPause(),
                        RandomGenerator.getDefault());
        var container =
                new BatchContainer(
                        settings.batchSize(),
                        settings.drainTimeout(),
                        new FactListener(queue, processor, reception, pause, meters));
        container.readFrom(
                queue,
                connections.factory(),
                settings.receiveTimeout(),
                settings.shortestPause(),
                settings.longestPause());
        container.setConcurrentConsumers(settings.consumers());
        return container;
    }
}
