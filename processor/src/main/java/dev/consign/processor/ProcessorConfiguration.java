package dev.consign.processor;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.BrokerChecks;
import dev.consign.broker.BrokerConnections;
import dev.consign.broker.BrokerSettings;
import dev.consign.broker.QueueSender;
import dev.consign.broker.consume.BatchContainer;
import dev.consign.gateway.account.GatewayPart;
import dev.consign.gateway.registry.GatewayAccounts;
import dev.consign.gateway.registry.GatewayRegistry;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.platform.crypto.SealRing;
import dev.consign.platform.worker.JobLeases;
import dev.consign.platform.worker.PeriodicJobs;
import dev.consign.platform.worker.PeriodicWork;
import dev.consign.processor.api.request.ApiSettings;
import dev.consign.sql.DatabaseClock;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.Transactions;
import dev.consign.sql.start.ClockWatch;
import dev.consign.sql.start.Settings;
import dev.consign.sql.start.StartupGate;
import dev.consign.sql.start.StartupRefusal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// What every package here is given and none takes for itself: clock, ids, database, broker,
/// gateways. Settings are bound as a whole, so that one that is missing stops the start with its
/// name.
@Configuration(proxyBeanMethods = false)
class ProcessorConfiguration {
    private static final Logger log = LoggerFactory.getLogger(ProcessorConfiguration.class);

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
        var gateways = accounts(environment, settings);
        needed.addAll(gateways.needed());
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
        typed.addAll(gateways.typed());
        Settings.together(typed);
        return settings;
    }

    /// Gateways tell us, and are asked to collect. All else is asked, and files are read, by the
    /// reconciler.
    @Bean
    GatewayRegistry gateways(Environment environment, Settings settings, InstantSource clock) {
        return accounts(environment, settings).open(clock);
    }

    private static GatewayAccounts accounts(Environment environment, Settings settings) {
        return GatewayAccounts.read(
                environment, settings, EnumSet.of(GatewayPart.CLIENT, GatewayPart.CALLBACKS));
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

    @Bean
    PeriodicJobs periodicJobs(List<PeriodicWork> works, JobLeases leases) {
        return new PeriodicJobs(works, leases);
    }

    /// Refuses a broker that may lose what it confirmed before the first message is sent there or
    /// taken from it. The containers start here and not by themselves.
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
    ClockWatch clockWatch(HikariDataSource dataSource, InstantSource clock, MeterRegistry meters) {
        var watch = new ClockWatch(new DatabaseClock(new JdbcTemplate(dataSource), clock));
        Gauge.builder("consign_clock_ahead_seconds", watch, ClockWatch::ahead)
                .description("Our clock before that of the database.")
                .register(meters);
        return watch;
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
