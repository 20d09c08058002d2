package dev.consign.broker.outbox;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.QueueSender;
import dev.consign.id.IdSource;
import dev.consign.sql.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts the outbox and its relay together.
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {
    @Bean
    OutboxRelay outboxRelay(
            OutboxSettings settings,
            JdbcTemplate jdbc,
            Transactions transactions,
            QueueSender sender,
            BrokerConnections broker,
            InstantSource clock,
            MeterRegistry registry) {
        settings.requireRoomFor(
                broker.settings().sessionWait().plus(broker.settings().sendDeadline()));
        // Thread-safe, as the workers share it.
        var random = new SecureRandom();
        var meters = new OutboxMeters(registry, clock);
        return new OutboxRelay(
                settings,
                new OutboxRows(JdbcClient.create(jdbc), transactions, meters),
                new OutboxSending(sender::sendAll, settings.backOff(), clock, meters, random),
                clock,
                meters,
                random);
    }

    @Bean
    Outbox outbox(JdbcTemplate jdbc, IdSource ids, InstantSource clock, OutboxRelay relay) {
        return new Outbox(jdbc, ids, clock, relay::wake);
    }
}
