package dev.consign.processor.inbound.inbox;

import dev.consign.platform.worker.JobLeases;
import dev.consign.platform.worker.PeriodicJob;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the inbox.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InboxSettings.class)
class InboxConfiguration {
    @Bean
    PeriodicJob inboxPurge(
            Transactions transactions,
            DataSource database,
            InstantSource clock,
            InboxSettings settings,
            JobLeases leases) {
        var purge = new InboxPurge(transactions, JdbcClient.create(database), clock, settings);
        return new PeriodicJob(
                "callback-inbox-purge", settings.purgeInterval(), leases, purge::slice);
    }
}
