package dev.consign.processor.inbound.factinbox;

import dev.consign.engine.OrderProcessor;
import dev.consign.processor.backoffice.deadletters.LearnedLetters;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts the way around the broker together.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LearnedSettings.class)
class LearnedConfiguration {
    @Bean
    LearnedFacts learnedFacts(
            OrderProcessor processor,
            LearnedLetters letters,
            Transactions transactions,
            JdbcTemplate jdbc,
            InstantSource clock,
            LearnedSettings settings) {
        return new LearnedFacts(
                processor, letters, transactions, JdbcClient.create(jdbc), clock, settings);
    }
}
