package dev.consign.reconciler.ask;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.SendResult;
import dev.consign.gateway.GatewayClient;
import dev.consign.id.IdSource;
import dev.consign.reconciler.guard.GuardSettings;
import dev.consign.reconciler.guard.GuardedGateways;
import dev.consign.reconciler.task.Claims;
import dev.consign.reconciler.task.FactInbox;
import dev.consign.sql.Transactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// One reconciler process' worth of objects, on a pool of its own.
public final class Engine implements AutoCloseable {
    private static int engines;

    static final RequerySettings SETTINGS = settings(10);
    public static final GuardSettings UNLIMITED =
            new GuardSettings(100_000, Duration.ofSeconds(1), 1_000, 1_000, 100, hour(), 3);

    private static RequerySettings settings(int workers) {
        return new RequerySettings(
                workers,
                10,
                Duration.ofSeconds(30),
                Duration.ofMillis(20),
                Duration.ofSeconds(60),
                2,
                Duration.ofHours(1),
                0.2,
                3,
                Duration.ofMillis(50),
                Duration.ofMillis(200));
    }

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    final LongAdder conflicts = new LongAdder();

    final Claims claims;
    private final HikariDataSource pool;
    private final TaskLoop loop;

    public Engine(
            HikariDataSource pool,
            InstantSource clock,
            GatewayClient gateway,
            GuardSettings guard,
            BiFunction<QueueName, OutgoingMessage, SendResult> sender) {
        this(pool, clock, gateway, guard, sender, SETTINGS.workers());
    }

    public Engine(
            HikariDataSource pool,
            InstantSource clock,
            GatewayClient gateway,
            GuardSettings guard,
            BiFunction<QueueName, OutgoingMessage, SendResult> sender,
            int workers) {
        var settings = settings(workers);
        this.pool = pool;
        var random = new Random(11);
        RandomGenerator jitterOfRetries =
                () -> {
                    conflicts.increment();
                    return 0;
                };
        var manager = new JdbcTransactionManager(pool);
        var transactions = new Transactions(manager, jitterOfRetries);
        var jdbc = new NamedParameterJdbcTemplate(pool);
        var ids = new IdSource(clock, new Random(++engines));
        this.claims = new Claims(jdbc, transactions, clock, ids);
        var meters = new TaskMeters(registry, claims::due);
        var learned = new FactInbox(jdbc, transactions, clock, ids);
        var schedule = settings.schedule();
        var work =
                new TaskWork(
                        claims,
                        new GuardedGateways(
                                List.of(gateway), Map.of(gateway.code().value(), guard)),
                        new FactSender(sender, learned, clock, settings, meters),
                        new TaskWork.Timetable(
                                new Schedules(schedule, schedule, schedule),
                                settings.retryDelay(),
                                settings.jitter(),
                                clock,
                                random),
                        meters);
        this.loop = new TaskLoop("engine", claims, work, settings);
    }

    TaskLoop loop() {
        return loop;
    }

    public void start() {
        loop.start();
    }

    /// Tasks that could be claimed now.
    public long due() {
        return claims.due();
    }

    /// Statements that met a deadlock, or waited for a lock longer than the pool allows.
    public long conflicts() {
        return conflicts.sum();
    }

    /// What one of its meters has counted.
    public double count(String meter) {
        return registry.counter(meter).count();
    }

    @Override
    public void close() {
        loop.close();
        pool.close();
    }

    private static Duration hour() {
        return Duration.ofHours(1);
    }
}
