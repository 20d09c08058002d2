package dev.consign.processor.backoffice.deadletters;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.QueueName;
import dev.consign.broker.consume.BatchContainer;
import dev.consign.broker.consume.Pause;
import dev.consign.broker.deadletter.DeadLetterPublisher;
import dev.consign.broker.deadletter.Reception;
import dev.consign.broker.deadletter.Redeliveries;
import dev.consign.broker.deadletter.Senders;
import dev.consign.sql.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts the drain and what consumers need together.
@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {
    /// @param reconciler the broker's user of the reconciler; ours is the one we log in as
    @Bean
    Senders permittedSenders(
            BrokerConnections connections,
            @Value("${consign.senders.reconciler}") String reconciler) {
        return new Senders(connections.settings().user(), reconciler);
    }

    @Bean
    Reception reception(
            Senders senders,
            DeadLetterSettings settings,
            JdbcTemplate jdbc,
            Transactions transactions,
            InstantSource clock) {
        return new Reception(
                senders,
                new Redeliveries(
                        JdbcClient.create(jdbc), transactions, clock, settings.mostCrashes()),
                new DeadLetterPublisher(senders, clock));
    }

    @Bean
    BatchContainer deadLetterDrain(
            DeadLetterSettings settings,
            BrokerConnections connections,
            Reception reception,
            DeadLetterRows rows,
            InstantSource clock) {
        var pause =
                new Pause(
                        "the drain of dead letters",
                        settings.shortestPause(),
                        settings.longestPause(),
                        RandomGenerator.getDefault());
        var drain =
                new DeadLetterDrain(
                        new DeadLetterReader(reception.senders(), clock),
                        rows,
                        reception.redeliveries(),
                        pause);
        // One at a time: a letter that cannot be kept must not take others back with it.
        var container = new BatchContainer(1, Duration.ofMillis(1), drain);
        container.readFrom(
                QueueName.DEAD_LETTER,
                connections.factory(),
                settings.receiveTimeout(),
                settings.shortestPause(),
                settings.longestPause());
        return container;
    }
}
