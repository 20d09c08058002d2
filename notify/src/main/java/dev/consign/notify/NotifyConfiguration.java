package dev.consign.notify;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.QueueName;
import dev.consign.broker.consume.BatchContainer;
import dev.consign.broker.consume.Pause;
import dev.consign.broker.deadletter.Reception;
import dev.consign.notify.notification.NotificationIntake;
import dev.consign.notify.notification.NotificationRows;
import dev.consign.notify.notification.NotificationSettings;
import dev.consign.notify.webhook.WebhookSettings;
import dev.consign.notify.webhook.address.Resolver;
import dev.consign.notify.webhook.address.SsrfGuard;
import java.net.InetAddress;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the consumer of notifications together, and what says where webhooks may lead.
@Configuration(proxyBeanMethods = false)
public class NotifyConfiguration {
    @Bean
    Resolver resolver() {
        return InetAddress::getAllByName;
    }

    @Bean
    SsrfGuard guard(Resolver resolver, WebhookSettings settings) {
        return new SsrfGuard(resolver, settings.allowed(), settings.httpAllowed());
    }

    /// Started by whoever starts the program's consumers.
    @Bean
    public BatchContainer notificationIntake(
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
