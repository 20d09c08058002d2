package dev.consign.engine;

import dev.consign.broker.outbox.Outbox;
import dev.consign.engine.table.ChangeSetWriter;
import dev.consign.engine.table.OrderLoader;
import dev.consign.engine.table.ProcessedMessages;
import dev.consign.id.IdSource;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts the engine together.
@Configuration(proxyBeanMethods = false)
class OrderConfiguration {
    @Bean
    OrderProcessor processor(
            Transactions transactions,
            InstantSource clock,
            JdbcTemplate jdbc,
            IdSource ids,
            Outbox outbox,
            ConfirmSettings confirm) {
        var client = JdbcClient.create(jdbc);
        var processed = new ProcessedMessages(client, jdbc);
        return new OrderProcessor(
                transactions,
                clock,
                ids,
                new OrderLoader(client),
                processed,
                new ChangeSetWriter(processed, client, jdbc, ids, outbox),
                confirm);
    }

    @Bean
    OrderContextReader situations(JdbcTemplate jdbc, ConfirmSettings confirm) {
        return new OrderContextReader(JdbcClient.create(jdbc), confirm);
    }
}
