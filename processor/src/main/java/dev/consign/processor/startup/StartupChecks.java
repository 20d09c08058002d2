package dev.consign.processor.startup;

import dev.consign.broker.BrokerChecks;
import dev.consign.broker.BrokerConnections;
import dev.consign.gateway.Gateway;
import dev.consign.processor.queue.BatchContainer;
import dev.consign.processor.stock.CardKeyCipher;
import dev.consign.sql.DatabaseChecks;
import dev.consign.sql.start.Gate;
import dev.consign.sql.start.LastWord;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/// Refuses a database that may lose what it confirmed, before the first migration touches it:
/// nothing that needs the schema starts before this has run. Refuses such a broker before the first
/// message is sent there or taken from it.
@Configuration(proxyBeanMethods = false)
class StartupChecks {
    private static final Logger log = LoggerFactory.getLogger(StartupChecks.class);

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
            CardKeyCipher cardKeys) {
        for (var name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            if (name.startsWith("consign.")) {
                log.info("{}", beans.getBean(name));
            }
        }
        return flyway -> {
            check(flyway);
            flyway.migrate();
        };
    }

    /// The containers start here and not by themselves.
    @Bean
    Gate work(
            BrokerConnections connections,
            List<BatchContainer> containers,
            ApplicationContext program) {
        var broker = new BrokerChecks(connections);
        return new Gate(
                List.of(broker::verify),
                () -> containers.forEach(BatchContainer::start),
                () -> log.debug("the containers are stopped by themselves"),
                new LastWord(program));
    }

    private static void check(Flyway flyway) {
        new DatabaseChecks(new JdbcTemplate(flyway.getConfiguration().getDataSource())).verify();
        log.info("the database keeps what it confirms");
    }
}
