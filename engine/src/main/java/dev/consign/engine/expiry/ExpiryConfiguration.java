package dev.consign.engine.expiry;

import dev.consign.engine.OrderProcessor;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Puts together what runs by the clock.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DedupSettings.class, OverdueSettings.class})
@EnableScheduling
class ExpiryConfiguration {
    @Bean
    ProcessedMessagePurge processedMessagePurge(
            Transactions transactions,
            JdbcTemplate jdbc,
            InstantSource clock,
            DedupSettings settings) {
        return new ProcessedMessagePurge(transactions, JdbcClient.create(jdbc), clock, settings);
    }

    @Bean
    OverdueOrders overdueOrders(
            OrderProcessor processor,
            Transactions transactions,
            JdbcTemplate jdbc,
            InstantSource clock,
            OverdueSettings settings) {
        return new OverdueOrders(processor, transactions, JdbcClient.create(jdbc), clock, settings);
    }
}
