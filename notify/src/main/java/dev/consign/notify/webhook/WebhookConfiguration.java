package dev.consign.notify.webhook;

import dev.consign.id.IdSource;
import dev.consign.notify.delivery.Deliveries;
import dev.consign.notify.webhook.target.SsrfGuard;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.crypto.SealRing;
import dev.consign.sql.Transactions;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts the webhooks together; that of the shop only when it has an address.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookSettings.class)
class WebhookConfiguration {
    @Bean
    WebhookRepository endpoints(
            DataSource database,
            Deliveries deliveries,
            IdSource ids,
            InstantSource clock,
            SealRing secrets) {
        return new WebhookRepository(
                JdbcClient.create(database), deliveries, secrets.ofWebhooks(), ids, clock);
    }

    @Bean
    SsrfGuard guard(WebhookSettings settings) {
        return new SsrfGuard(InetAddress::getAllByName, settings.allowed(), settings.httpAllowed());
    }

    @Bean
    WebhookClient post(WebhookSettings settings, InstantSource clock) {
        return new WebhookClient(settings.connectTimeout(), settings.answerTimeout(), clock);
    }

    @Bean
    WebhookService registration(
            WebhookRepository endpoints,
            SsrfGuard guard,
            Audit audit,
            Transactions transactions,
            WebhookSettings settings) {
        return new WebhookService(
                endpoints,
                guard,
                audit,
                transactions,
                new SecureRandom(),
                settings.mostPerConsignor());
    }

    @Bean
    ConsignorSink consignorSink(
            WebhookRepository endpoints,
            DataSource database,
            SsrfGuard guard,
            WebhookClient post,
            WebhookSettings settings,
            InstantSource clock) {
        var messages = new ConsignorMessages(JdbcClient.create(database));
        return new ConsignorSink(endpoints, messages, guard, post, settings, clock);
    }

    @Bean
    @Conditional(Addressed.class)
    ShopSink shopSink(WebhookSettings settings, WebhookClient post) {
        return new ShopSink(
                settings.shop().orElseThrow(),
                new Signatures(settings.secrets()),
                post,
                InetAddress::getAllByName,
                settings.longestRetryAfter());
    }

    @Bean
    TestEvents testEvents(
            ObjectProvider<ShopSink> shop,
            ConsignorSink consignors,
            WebhookRepository endpoints,
            TestEvents.Audited audited,
            IdSource ids,
            WebhookSettings settings) {
        return new TestEvents(
                Optional.ofNullable(shop.getIfAvailable()),
                consignors,
                endpoints,
                audited,
                ids,
                settings.longestAttempt());
    }

    @Bean
    TestEvents.Audited testsAudited(Audit audit, Transactions transactions, InstantSource clock) {
        return new TestEvents.Audited(audit, transactions, clock);
    }

    /// Whether the shop wants to be told. An address that is set to nothing is none.
    static final class Addressed implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            var url = context.getEnvironment().getProperty("consign.notifications.url");
            return url != null && !url.isBlank();
        }
    }
}
