package dev.consign.processor;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.BrokerConnections;
import dev.consign.broker.BrokerSettings;
import dev.consign.broker.QueueSender;
import dev.consign.gateway.Gateway;
import dev.consign.gateway.sandbox.SandboxGateway;
import dev.consign.gateway.sandbox.SandboxSettings;
import dev.consign.id.IdSource;
import dev.consign.processor.request.ApiSettings;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.Transactions;
import dev.consign.sql.start.Settings;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// What every package here is given and none takes for itself: clock, ids, database, broker,
/// gateways. Settings are bound as a whole, so that one that is missing stops the start with its
/// name.
@Configuration(proxyBeanMethods = false)
class ProcessorConfiguration {
    /// More than one, so that a connection that hangs does not stop all others.
    private static final int SENDER_SESSIONS = 3;

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    IdSource ids(InstantSource clock) {
        return IdSource.secure(clock);
    }

    @Bean
    Settings settings(Environment environment) {
        var settings = new Settings(environment);
        settings.requireDatabaseAndBroker();
        settings.require("consign.gateways.sandbox.url", "CONSIGN_SANDBOX_URL");
        settings.requirePassword("consign.gateways.sandbox.api-key", "CONSIGN_SANDBOX_API_KEY");
        settings.requirePassword(
                "consign.gateways.sandbox.webhook-secrets", "CONSIGN_SANDBOX_WEBHOOK_SECRET");
        return settings;
    }

    @Bean
    HikariDataSource dataSource(Settings settings) {
        var database = settings.read("consign.db", DatabaseSettings.class);
        settings.read("consign.api", ApiSettings.class).check(database);
        return DatabasePool.open(database);
    }

    @Bean
    JdbcTransactionManager transactionManager(HikariDataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    Transactions transactions(JdbcTransactionManager manager) {
        return new Transactions(manager, RandomGenerator.getDefault());
    }

    @Bean(destroyMethod = "close")
    QueueSender queueSender(BrokerConnections connections) {
        return new QueueSender(connections, SENDER_SESSIONS);
    }

    @Bean
    BrokerConnections brokerConnections(Settings settings) {
        var broker = settings.read("consign.broker", BrokerSettings.class);
        return Settings.checked(() -> new BrokerConnections(broker));
    }

    @Bean
    Gateway sandboxGateway(Settings settings, InstantSource clock) {
        return new SandboxGateway(
                settings.read("consign.gateways.sandbox", SandboxSettings.class), clock);
    }
}
