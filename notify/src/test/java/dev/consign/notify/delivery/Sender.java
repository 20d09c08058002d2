package dev.consign.notify.delivery;

import dev.consign.engine.MoneyPath;
import dev.consign.id.IdSource;
import dev.consign.sql.Transactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Deliveries in a real database and loops over them that tests turn by hand.
public final class Sender {
    private final JdbcTemplate jdbc;
    private final InstantSource clock;
    private final Deliveries rows;

    public Sender(MoneyPath path) {
        this(path, InstantSource.system());
    }

    public Sender(MoneyPath path, InstantSource clock) {
        this.jdbc = new JdbcTemplate(path.pool());
        this.clock = clock;
        this.rows = new Deliveries(jdbc, transactions(), IdSource.secure(clock), clock);
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    public Transactions transactions() {
        var pool = Objects.requireNonNull(jdbc.getDataSource());
        return new Transactions(new JdbcTransactionManager(pool), new Random());
    }

    /// One column of text, none of it null.
    public List<String> strings(String query, Object... values) {
        return JdbcClient.create(jdbc)
                .sql(query)
                .params(values)
                .query((row, _) -> row.getString(1))
                .list();
    }

    public Deliveries rows() {
        return rows;
    }

    /// Short waits, and this many attempts.
    public static DeliverySettings.Limits quick(int attempts) {
        return new DeliverySettings.Limits(
                8,
                2,
                Duration.ofMillis(900),
                Duration.ofSeconds(5),
                attempts,
                Duration.ofMillis(20),
                Duration.ofMillis(60));
    }

    public Loop loop(Channel sink, DeliverySettings.Limits limits) {
        var settings =
                new DeliverySettings(
                        Duration.ofMillis(20), Duration.ofMillis(200), limits, limits, limits);
        var meters =
                new DeliveryMeters(
                        new SimpleMeterRegistry(), JdbcClient.create(jdbc), clock, sink.kind());
        return new Loop(new DeliveryLoop(sink, settings, rows, meters, clock, new Random()));
    }

    /// One sender.
    public static final class Loop {
        private final DeliveryLoop loop;

        private Loop(DeliveryLoop loop) {
            this.loop = loop;
        }

        /// @return how many deliveries were started
        public int round() {
            return loop.round();
        }

        public void start() {
            loop.start();
        }

        public void stop() {
            loop.stop();
        }
    }
}
