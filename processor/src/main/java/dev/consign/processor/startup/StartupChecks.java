package dev.consign.processor.startup;

import dev.consign.broker.BrokerConnections;
import dev.consign.engine.stock.CardKeyCipher;
import dev.consign.gateway.registry.GatewayRegistry;
import dev.consign.platform.crypto.SealRing;
import dev.consign.processor.shop.catalogue.StoredSecrets;
import dev.consign.sql.DatabaseChecks;
import dev.consign.sql.DatabaseClock;
import dev.consign.sql.RefusedToStart;
import dev.consign.sql.start.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Refuses a database that may lose what it confirmed, before the first migration touches it:
/// nothing that needs the schema starts before this has run.
@Component
final class StartupChecks implements FlywayMigrationStrategy {
    private static final Logger log = LoggerFactory.getLogger(StartupChecks.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Settings settings;
    private final SealRing secrets;
    private final CardKeyCipher cardKeys;
    private final InstantSource clock;

    /// Not all of it is used but that it could be made: settings are refused before the database is
    /// asked for the first time.
    ///
    /// @param work with every setting of the broker and the gateways checked
    StartupChecks(
            ListableBeanFactory beans,
            Checked work,
            SealRing secrets,
            CardKeyCipher cardKeys,
            Settings settings,
            InstantSource clock) {
        this.settings = settings;
        this.secrets = secrets;
        this.cardKeys = cardKeys;
        this.clock = clock;
        for (var name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            if (name.startsWith("consign.")) {
                log.info("{}", beans.getBean(name));
            }
        }
    }

    @Override
    public void migrate(Flyway flyway) {
        var own = new JdbcTemplate(flyway.getConfiguration().getDataSource());
        check(own, clock);
        new Migration(settings).run(flyway, own);
        new StoredSecrets(JdbcClient.create(own), secrets, cardKeys, clock).verify();
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

    /// What has settings of its own that nothing but a library reads.
    @Component
    record Checked(BrokerConnections broker, GatewayRegistry gateways) {}
}
