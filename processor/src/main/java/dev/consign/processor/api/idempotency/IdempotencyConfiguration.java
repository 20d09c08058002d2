package dev.consign.processor.api.idempotency;

import dev.consign.sql.Transactions;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import tools.jackson.databind.json.JsonMapper;

/// Wires the keys and their purge.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(IdempotencySettings.class)
class IdempotencyConfiguration {
    @Bean
    IdempotencyKeys idempotencyKeys(
            DataSource database, InstantSource clock, IdempotencySettings settings) {
        return new IdempotencyKeys(JdbcClient.create(database), clock, settings.lease());
    }

    @Bean
    IdempotentExecutor once(IdempotencyKeys keys, Transactions transactions, JsonMapper json) {
        return new IdempotentExecutor(keys, transactions, json);
    }

    @Bean
    IdempotencyPurge idempotencyPurge(
            IdempotencyKeys keys,
            Transactions transactions,
            InstantSource clock,
            IdempotencySettings settings) {
        return new IdempotencyPurge(keys, transactions, clock, settings);
    }
}
