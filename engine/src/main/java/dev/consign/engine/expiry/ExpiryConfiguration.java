package dev.consign.engine.expiry;

import dev.consign.engine.OrderProcessor;
import dev.consign.platform.worker.JobLeases;
import dev.consign.platform.worker.PeriodicJob;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts together what runs by the clock.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DedupSettings.class, OverdueSettings.class})
class ExpiryConfiguration {
    @Bean
    PeriodicJob processedMessagePurge(
            Transactions transactions,
            JdbcTemplate jdbc,
            InstantSource clock,
            DedupSettings settings,
            JobLeases leases) {
        var purge =
                new ProcessedMessagePurge(transactions, JdbcClient.create(jdbc), clock, settings);
        return new PeriodicJob(
                "processed-message-purge", settings.purgeInterval(), leases, purge::slice);
    }

    @Bean
    PeriodicJob overdueOrders(
            OrderProcessor processor,
            Transactions transactions,
            JdbcTemplate jdbc,
            InstantSource clock,
            OverdueSettings settings,
            JobLeases leases) {
        var overdue =
                new OverdueOrders(
                        processor, transactions, JdbcClient.create(jdbc), clock, settings);
        return new PeriodicJob("overdue-orders", settings.every(), leases, overdue::reviewAll);
    }
}
