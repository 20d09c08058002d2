package dev.consign.reconciler.start;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.BrokerChecks;
import dev.consign.broker.BrokerConnections;
import dev.consign.broker.BrokerProbe;
import dev.consign.broker.BrokerSettings;
import dev.consign.broker.QueueSender;
import dev.consign.gateway.GatewayClient;
import dev.consign.gateway.account.GatewayPart;
import dev.consign.gateway.registry.GatewayAccounts;
import dev.consign.gateway.registry.GatewayRegistry;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.platform.access.AccessGuard;
import dev.consign.platform.access.AccessSettings;
import dev.consign.platform.http.BoundedServer;
import dev.consign.platform.http.HttpBounds;
import dev.consign.reconciler.ask.FactSender;
import dev.consign.reconciler.ask.RequerySettings;
import dev.consign.reconciler.ask.Schedule;
import dev.consign.reconciler.ask.Schedules;
import dev.consign.reconciler.ask.TaskLoop;
import dev.consign.reconciler.ask.TaskMeters;
import dev.consign.reconciler.ask.TaskWork;
import dev.consign.reconciler.guard.GuardSettings;
import dev.consign.reconciler.guard.GuardedGateways;
import dev.consign.reconciler.reconciliation.RunLoop;
import dev.consign.reconciler.task.Claims;
import dev.consign.reconciler.task.FactInbox;
import dev.consign.sql.DatabaseChecks;
import dev.consign.sql.DatabaseClock;
import dev.consign.sql.DatabaseLogin;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.Transactions;
import dev.consign.sql.rights.DatabaseRights;
import dev.consign.sql.rights.Program;
import dev.consign.sql.start.ClockWatch;
import dev.consign.sql.start.Settings;
import dev.consign.sql.start.StartupGate;
import dev.consign.sql.start.StartupRefusal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Puts the reconciler together from its settings; each of them is read here and nowhere else.
@Configuration(proxyBeanMethods = false)
class ReconcilerConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcilerConfiguration.class);

    @Bean
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Bean
    IdSource ids(InstantSource clock) {
        return IdSource.secure(clock);
    }

    /// Whatever is missing is told at once.
    @Bean
    Settings settings(Environment environment) {
        var settings = new Settings(environment);
        var needed = new ArrayList<>(settings.databaseAndBroker());
        needed.addAll(accounts(environment, settings).needed());
        Settings.together(needed);
        return settings;
    }

    /// Gateways are asked and their files read. Nobody tells us anything, so the key that signs
    /// callbacks is not looked at: whoever breaks into the reconciler can ask about payments, but
    /// cannot forge word of one.
    @Bean
    GatewayRegistry gateways(Environment environment, Settings settings, InstantSource clock) {
        return accounts(environment, settings).open(clock);
    }

    private static GatewayAccounts accounts(Environment environment, Settings settings) {
        return GatewayAccounts.read(
                environment, settings, EnumSet.of(GatewayPart.CLIENT, GatewayPart.STATEMENTS));
    }

    @Bean
    BoundedServer boundedServer(Settings settings) {
        return new BoundedServer(settings.read("consign.http", Bindable.of(HttpBounds.class)));
    }

    /// There is no API here: all but probes asks for the management key.
    @Bean
    AccessGuard accessGuard(Settings settings, Environment environment) {
        var access = settings.read("consign.access", Bindable.of(AccessSettings.class));
        LOG.info("{}", access);
        return new AccessGuard(access, environment, true);
    }

    @Bean
    RequerySettings requerySettings(Settings settings) {
        var requery = settings.read("consign.requery", Bindable.of(RequerySettings.class));
        LOG.info("{}", requery);
        return requery;
    }

    @Bean
    Schedules schedules(Settings settings, RequerySettings requery) {
        var schedules =
                new Schedules(
                        requery.schedule(),
                        settings.read("consign.close", Bindable.of(Schedule.class)),
                        settings.read("consign.refund", Bindable.of(Schedule.class)));
        LOG.info("{}", schedules);
        return schedules;
    }

    @Bean
    HikariDataSource dataSource(Settings settings) {
        var shared = settings.read("consign.db", Bindable.of(DatabaseSettings.class));
        var own = settings.read("consign.db.reconciler", Bindable.of(DatabaseLogin.class));
        var database = own.isSet() ? own.at(shared, "CONSIGN_DB_RECONCILER") : shared;
        LOG.info("{}", database);
        return DatabasePool.open(database);
    }

    @Bean
    JdbcTransactionManager transactionManager(HikariDataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    Claims claims(
            HikariDataSource dataSource,
            JdbcTransactionManager manager,
            RandomGenerator random,
            InstantSource clock,
            IdSource ids) {
        return new Claims(
                new NamedParameterJdbcTemplate(dataSource),
                new Transactions(manager, random),
                clock,
                ids);
    }

    @Bean
    FactInbox factInboxDrain(
            HikariDataSource dataSource,
            JdbcTransactionManager manager,
            RandomGenerator random,
            InstantSource clock,
            IdSource ids) {
        return new FactInbox(
                new NamedParameterJdbcTemplate(dataSource),
                new Transactions(manager, random),
                clock,
                ids);
    }

    @Bean
    BrokerConnections brokerConnections(Settings settings) {
        var broker = settings.read("consign.broker", Bindable.of(BrokerSettings.class));
        return Settings.checked(() -> new BrokerConnections(broker));
    }

    @Bean
    HealthIndicator jms(BrokerConnections connections) {
        return new BrokerHealth(new BrokerProbe(connections));
    }

    @Bean
    QueueSender sender(BrokerConnections connections, RequerySettings settings) {
        return new QueueSender(connections, settings.workers());
    }

    @Bean
    GuardedGateways guardedGateways(GatewayRegistry gateways, Settings settings) {
        var guards =
                settings.read("consign.guard", Bindable.mapOf(String.class, GuardSettings.class));
        LOG.info("{}", guards);
        var each = new HashMap<>(guards);
        // An account without a guard of its own is spared like the one that is called as its
        // protocol.
        gateways.codes()
                .forEach(code -> {
                    var shared = guards.get("sandbox");
                    if (shared != null) {
                        each.putIfAbsent(code.value(), shared);
                    }
                });
        return new GuardedGateways(gateways.clients(), each);
    }

    @Bean
    TaskMeters meters(MeterRegistry registry, Claims claims) {
        return new TaskMeters(registry, claims::due);
    }

    @Bean
    FactSender post(
            QueueSender sender,
            FactInbox learned,
            InstantSource clock,
            RequerySettings settings,
            TaskMeters meters) {
        return new FactSender(sender::send, learned, clock, settings, meters);
    }

    /// A slot must end within its lease, the way out included.
    @Bean
    TaskWork.Timetable timetable(
            RequerySettings settings,
            Schedules schedules,
            GatewayRegistry gateways,
            GuardedGateways guards,
            BrokerConnections broker,
            InstantSource clock,
            RandomGenerator random) {
        var longestCall =
                gateways.clients().stream()
                        .map(GatewayClient::longestCall)
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO);
        settings.requireLeaseBeyond(
                guards.longestWait().plus(longestCall),
                broker.settings().sessionWait().plus(broker.settings().sendDeadline()));
        return new TaskWork.Timetable(
                schedules, settings.retryDelay(), settings.jitter(), clock, random);
    }

    @Bean
    TaskWork work(
            Claims claims,
            GuardedGateways gateways,
            FactSender post,
            TaskWork.Timetable timetable,
            TaskMeters meters) {
        return new TaskWork(claims, gateways, post, timetable, meters);
    }

    /// Closed by the gate, while everything it needs is still there.
    @Bean(destroyMethod = "")
    TaskLoop loop(Claims claims, TaskWork work, RequerySettings settings, IdSource ids) {
        var owner =
                "reconciler-" + ProcessHandle.current().pid() + "-" + ids.next(NumberPrefix.WORKER);
        return new TaskLoop(owner, claims, work, settings);
    }

    @Bean
    BrokerChecks brokerChecks(BrokerConnections connections) {
        return new BrokerChecks(connections);
    }

    @Bean
    StartupGate gateOfWork(
            HikariDataSource dataSource,
            TaskLoop loop,
            RunLoop runs,
            BrokerChecks broker,
            DatabaseClock databaseClock,
            ApplicationContext program) {
        var database = new DatabaseChecks(new JdbcTemplate(dataSource));
        return new StartupGate(
                List.of(() -> waitsFor(database, databaseClock), broker::verify),
                () -> {
                    warnOfRights(database);
                    loop.start();
                    runs.start();
                },
                () -> {
                    runs.close();
                    loop.close();
                },
                new StartupRefusal(program));
    }

    @Bean
    DatabaseClock databaseClock(HikariDataSource dataSource, InstantSource clock) {
        return new DatabaseClock(new JdbcTemplate(dataSource), clock);
    }

    /// Says each minute how far the two clocks are apart, if they are.
    @Bean
    ClockWatch clockWatch(DatabaseClock clock, MeterRegistry registry) {
        var watch = new ClockWatch(clock);
        Gauge.builder("consign_clock_ahead_seconds", watch, ClockWatch::ahead)
                .description("Our clock before that of the database.")
                .register(registry);
        return watch;
    }

    @Bean
    HealthIndicator gate(StartupGate gateOfWork, TaskLoop loop, RunLoop runs) {
        return () ->
                gateOfWork
                        .waitsFor()
                        .map(reason -> Health.outOfService().withDetail("waitsFor", reason).build())
                        .or(() ->
                                loop.down()
                                        .or(runs::down)
                                        .map(why -> Health.down().withDetail("died", why).build()))
                        .orElseGet(() -> Health.up().build());
    }

    /// The reconciler only reads the books: a user that may do more is not its own.
    private static void warnOfRights(DatabaseChecks database) {
        try {
            if (database.mayRewrite(List.of("journal", "ledger_entry"))) {
                LOG.warn(
                        "our database user may change the journal, which we only read: set CONSIGN_DB_RECONCILER_USER and CONSIGN_DB_RECONCILER_PASSWORD to a user of our own (docs/operation.md)");
            }
        } catch (DataAccessException e) {
            LOG.debug("what our user may do cannot be asked just now", e);
        }
    }

    /// The processor makes the tables, so a database without them is not ready yet.
    private static Optional<String> waitsFor(DatabaseChecks database, DatabaseClock clock) {
        try {
            database.verify();
            clock.verify();
            return database.hasTables(DatabaseRights.read().tables(Program.RECONCILER))
                    ? Optional.empty()
                    : Optional.of("the tables, which the processor makes and lets us use");
        } catch (DataAccessException e) {
            return Optional.of("the database: " + e.getMostSpecificCause().getMessage());
        }
    }
}
