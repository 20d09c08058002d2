package dev.consign.reconciler.start;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.BrokerConnections;
import dev.consign.broker.QueueSender;
import dev.consign.gateway.registry.GatewayRegistry;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.reconciler.guard.GuardedGateways;
import dev.consign.reconciler.reconciliation.RunConfiguration;
import dev.consign.reconciler.reconciliation.RunLoop;
import dev.consign.reconciler.run.RunSettings;
import dev.consign.sql.Transactions;
import dev.consign.sql.start.Settings;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Puts reconciliation runs together from their settings.
@Configuration(proxyBeanMethods = false)
class ReconciliationConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationConfiguration.class);

    /// The longest step without a sign of life is the sending of one fact.
    @Bean
    RunSettings runSettings(Settings settings, BrokerConnections broker) {
        var runs = settings.read("consign.reconciliation", RunSettings.class);
        runs.requireLeaseBeyond(
                broker.settings().sessionWait().plus(broker.settings().sendDeadline()));
        LOG.info("{}", runs);
        return runs;
    }

    @Bean
    RunConfiguration runParts(
            HikariDataSource dataSource,
            JdbcTransactionManager manager,
            RandomGenerator random,
            InstantSource clock,
            IdSource ids,
            RunSettings settings) {
        return new RunConfiguration(
                new JdbcTemplate(dataSource),
                new Transactions(manager, random),
                clock,
                ids,
                settings);
    }

    /// Closed by the gate, while everything it needs is still there.
    @Bean(destroyMethod = "")
    RunLoop runs(
            RunConfiguration parts,
            GatewayRegistry gateways,
            GuardedGateways guards,
            QueueSender sender,
            IdSource ids) {
        var owner =
                "reconciler-" + ProcessHandle.current().pid() + "-" + ids.next(NumberPrefix.WORKER);
        return parts.loop(owner, gateways, guards, sender::send);
    }
}
