package dev.consign.processor.inbound.factinbox;

import dev.consign.engine.OrderProcessor;
import dev.consign.platform.worker.JobLeases;
import dev.consign.platform.worker.PeriodicJob;
import dev.consign.processor.backoffice.deadletters.FactInboxDeadLetters;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts the way around the broker together.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FactInboxSettings.class)
class FactInboxConfiguration {
    @Bean
    PeriodicJob factInboxDrain(
            OrderProcessor processor,
            FactInboxDeadLetters letters,
            Transactions transactions,
            JdbcTemplate jdbc,
            InstantSource clock,
            FactInboxSettings settings,
            JobLeases leases) {
        var drain =
                new FactInboxDrain(
                        processor, letters, transactions, JdbcClient.create(jdbc), clock, settings);
        return new PeriodicJob("fact-inbox", settings.every(), leases, drain::take);
    }
}
