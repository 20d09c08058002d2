package dev.consign.processor;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.BrokerConnections;
import dev.consign.broker.BrokerSettings;
import dev.consign.broker.QueueSender;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.platform.crypto.SealRing;
import dev.consign.platform.worker.JobLeases;
import dev.consign.processor.api.request.ApiSettings;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.Transactions;
import dev.consign.sql.start.GatewayAccounts;
import dev.consign.sql.start.Settings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// What every package here is given and none takes for itself: clock, ids, database, broker,
/// gateways. Settings are bound as a whole, so that one that is missing stops the start with its
/// name.
@Configuration(proxyBeanMethods = false)
@Import(Gateways.class)
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

    /// Whatever is missing is told at once, and so is what contradicts something else.
    @Bean
    Settings settings(Environment environment, ListableBeanFactory beans) {
        var settings = new Settings(environment);
        var needed = new ArrayList<>(settings.databaseAndBroker());
        var gateways = GatewayAccounts.sandboxes(environment);
        gateways.forEach(name -> needed.addAll(Gateways.needed(settings, name)));
        needed.add(() -> beans.getBean(SealRing.class));
        for (var name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            if (name.startsWith("consign.")) {
                needed.add(() -> beans.getBean(name));
            }
        }
        Settings.together(needed);
        var typed = new ArrayList<Runnable>();
        typed.add(() -> settings.read("consign.db", DatabaseSettings.class));
        typed.add(() -> settings.read("consign.broker", BrokerSettings.class));
        gateways.forEach(name -> typed.add(() -> Gateways.read(settings, name)));
        Settings.together(typed);
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

    @Bean
    JobLeases jobLeases(
            JdbcTemplate jdbc, Transactions transactions, InstantSource clock, IdSource ids) {
        var owner =
                "processor-" + ProcessHandle.current().pid() + "-" + ids.next(NumberPrefix.WORKER);
        return new JobLeases(JdbcClient.create(jdbc), transactions, clock, owner);
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
}
