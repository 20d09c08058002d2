package dev.consign.processor.api.idempotency;

import dev.consign.platform.worker.JobLeases;
import dev.consign.platform.worker.PeriodicJob;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the keys and their purge.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdempotencySettings.class)
class IdempotencyConfiguration {
    @Bean
    IdempotencyKeys idempotencyKeys(
            DataSource database, InstantSource clock, IdempotencySettings settings) {
        return new IdempotencyKeys(JdbcClient.create(database), clock, settings.lease());
    }

    @Bean
    PeriodicJob idempotencyPurge(
            IdempotencyKeys keys,
            Transactions transactions,
            InstantSource clock,
            IdempotencySettings settings,
            JobLeases leases) {
        var purge = new IdempotencyPurge(keys, transactions, clock, settings);
        return new PeriodicJob("idempotency-purge", settings.purgeEvery(), leases, purge::slice);
    }
}
