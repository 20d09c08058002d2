package dev.consign.processor.startup;

import dev.consign.broker.BrokerChecks;
import dev.consign.broker.BrokerConnections;
import dev.consign.broker.consume.BatchContainer;
import dev.consign.engine.stock.CardKeyCipher;
import dev.consign.gateway.Gateway;
import dev.consign.platform.crypto.SealRing;
import dev.consign.processor.shop.catalogue.StoredSecrets;
import dev.consign.sql.DatabaseChecks;
import dev.consign.sql.DatabaseClock;
import dev.consign.sql.RefusedToStart;
import dev.consign.sql.start.ClockWatch;
import dev.consign.sql.start.Settings;
import dev.consign.sql.start.StartupGate;
import dev.consign.sql.start.StartupRefusal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Refuses a database that may lose what it confirmed, before the first migration touches it:
/// nothing that needs the schema starts before this has run. Refuses such a broker before the first
/// message is sent there or taken from it.
@Configuration(proxyBeanMethods = false)
class StartupChecks {
    private static final Logger log = LoggerFactory.getLogger(StartupChecks.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Nothing here is used but that it could be made: settings are refused before the database is
    /// asked for the first time.
    ///
    /// @param broker with every setting of the broker checked
    /// @param gateways with every setting of theirs checked
    @Bean
    FlywayMigrationStrategy checkedMigration(
            ListableBeanFactory beans,
            BrokerConnections broker,
            List<Gateway> gateways,
            SealRing secrets,
            CardKeyCipher cardKeys,
            Settings settings,
            InstantSource clock) {
        var migration = new Migration(settings);
        for (var name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            if (name.startsWith("consign.")) {
                log.info("{}", beans.getBean(name));
            }
        }
        return flyway -> {
            var own = new JdbcTemplate(flyway.getConfiguration().getDataSource());
            check(own, clock);
            migration.run(flyway, own);
            new StoredSecrets(JdbcClient.create(own), secrets, cardKeys, clock).verify();
        };
    }

    /// The containers start here and not by themselves.
    @Bean
    StartupGate work(
            BrokerConnections connections,
            List<BatchContainer> containers,
            ApplicationContext program) {
        var broker = new BrokerChecks(connections);
        return new StartupGate(
                List.of(broker::verify),
                () -> containers.forEach(BatchContainer::start),
                () -> log.debug("the containers are stopped by themselves"),
                new StartupRefusal(program));
    }

    /// Says each minute how far the two clocks are apart, if they are.
    @Bean
    ClockWatch clockWatch(DataSource dataSource, InstantSource clock, MeterRegistry meters) {
        var watch = new ClockWatch(new DatabaseClock(new JdbcTemplate(dataSource), clock));
        Gauge.builder("consign_clock_ahead_seconds", watch, ClockWatch::ahead)
                .description("Our clock before that of the database.")
                .register(meters);
        return watch;
    }

    /// A database that is still starting is waited for; one that is there and cannot be worked with
    /// ends the start, and so does one that does not come: in one sentence.
    private static void check(JdbcTemplate jdbc, InstantSource clock) {
        var checks = new DatabaseChecks(jdbc);
        var end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            try {
                checks.verify();
                new DatabaseClock(jdbc, clock).verify();
                log.info("the database keeps what it confirms");
                return;
            } catch (DataAccessException e) {
                var why = e.getMostSpecificCause().getMessage();
                if (System.nanoTime() - end >= 0) {
                    throw new RefusedToStart(
                            "the database cannot be reached for %d s: %s"
                                    .formatted(LONGEST_WAIT.toSeconds(), why));
                }
                log.info("waiting for the database: {}", why);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
