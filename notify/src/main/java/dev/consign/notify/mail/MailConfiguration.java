package dev.consign.notify.mail;

import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts the mail together; the sink only when there is a server.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailSettings.class)
class MailConfiguration {
    @Bean
    Contacts contacts(DataSource database, InstantSource clock) {
        return new Contacts(JdbcClient.create(database), clock);
    }

    @Bean
    @Conditional(HasServer.class)
    MailSink mailSink(Contacts contacts, MailSettings settings, InstantSource clock) {
        return new MailSink(contacts, new MailSender(settings, clock));
    }

    /// Whether there is a mail server. One that is set to nothing is none.
    static final class HasServer implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            var host = context.getEnvironment().getProperty("consign.mail.host");
            return host != null && !host.isBlank();
        }
    }
}
