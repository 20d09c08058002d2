package dev.consign.notify.delivery;

import dev.consign.id.IdSource;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.worker.BackgroundWork;
import dev.consign.sql.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Gives every sink that there is a loop of its own.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliverySettings.class)
class DeliveryConfiguration {
    @Bean
    Deliveries deliveries(
            JdbcTemplate jdbc, Transactions transactions, IdSource ids, InstantSource clock) {
        return new Deliveries(jdbc, transactions, ids, clock);
    }

    @Bean
    DeliverySupport deliveryDesk(
            JdbcTemplate jdbc, Transactions transactions, Audit audit, InstantSource clock) {
        return new DeliverySupport(JdbcClient.create(jdbc), transactions, audit, clock);
    }

    @Bean
    Senders senders(
            List<Channel> sinks,
            DeliverySettings settings,
            Deliveries rows,
            JdbcTemplate jdbc,
            InstantSource clock,
            MeterRegistry registry) {
        var random = new SecureRandom();
        return new Senders(
                sinks.stream()
                        .map(sink ->
                                new DeliveryLoop(
                                        sink,
                                        settings,
                                        rows,
                                        new DeliveryMeters(
                                                registry,
                                                JdbcClient.create(jdbc),
                                                clock,
                                                sink.kind()),
                                        clock,
                                        random))
                        .toList());
    }

    /// Started and stopped together.
    record Senders(List<DeliveryLoop> loops) implements SmartLifecycle, BackgroundWork {
        @Override
        public void start() {
            loops.forEach(DeliveryLoop::start);
        }

        @Override
        public void stop() {
            loops.parallelStream().forEach(DeliveryLoop::stop);
        }

        @Override
        public boolean isRunning() {
            return loops.stream().anyMatch(DeliveryLoop::isRunning);
        }

        @Override
        public Optional<String> down() {
            return loops.stream().flatMap(loop -> loop.down().stream()).findFirst();
        }
    }
}
