package dev.consign.notify.notification;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.QueueName;
import dev.consign.broker.consume.BatchContainer;
import dev.consign.broker.consume.Pause;
import dev.consign.broker.deadletter.Reception;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Deliveries;
import dev.consign.sql.Transactions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/// Puts the consumer together.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotificationSettings.class)
class NotificationConfiguration {
    @Bean
    NotificationRows notificationRows(
            JdbcTemplate jdbc,
            Transactions transactions,
            Deliveries deliveries,
            List<Channel> sinks,
            InstantSource clock) {
        return new NotificationRows(jdbc, transactions, deliveries, sinks, clock);
    }

    @Bean
    BatchContainer notificationIntake(
            NotificationSettings settings,
            BrokerConnections connections,
            NotificationRows rows,
            Reception reception) {
        var pause =
                new Pause(
                        "the intake of notifications",
                        settings.shortestPause(),
                        settings.longestPause(),
                        new SecureRandom());
        var container =
                new BatchContainer(
                        settings.intakeBatchSize(),
                        settings.drainTimeout(),
                        new NotificationIntake(rows, reception, pause));
        container.readFrom(
                QueueName.NOTIFICATION,
                connections.factory(),
                settings.receiveTimeout(),
                settings.shortestPause(),
                settings.longestPause());
        return container;
    }
}
