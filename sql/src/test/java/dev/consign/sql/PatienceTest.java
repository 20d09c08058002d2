package dev.consign.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.testkit.database.Databases;
import dev.consign.testkit.proxy.FaultProxy;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// A database that hangs: its host answers, its process does not.
class PatienceTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration POOL = Duration.ofSeconds(6);

    private FaultProxy proxy;
    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private Transactions transactions;

    @BeforeEach
    void open() throws Exception {
        var database = Databases.fresh();
        var server = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        proxy = FaultProxy.to(server.getPort());
        pool =
                DatabasePool.open(
                        new DatabaseSettings(
                                database.jdbcUrl()
                                        .replace(":" + server.getPort(), ":" + proxy.port()),
                                database.user(),
                                database.password(),
                                1,
                                Duration.ofSeconds(2),
                                POOL,
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2)));
        jdbc = new JdbcTemplate(pool);
        transactions = new Transactions(new JdbcTransactionManager(pool), new Random());
    }

    @AfterEach
    void close() throws Exception {
        proxy.thaw();
        pool.close();
        proxy.close();
    }

    @Test
    void who_has_little_patience_is_told_soon_that_the_database_hangs() throws Exception {
        // Used a moment ago: the pool gives it out without asking whether it lives.
        assertThat(one()).isEqualTo(1);
        proxy.freeze();
        var begun = System.nanoTime();
        assertThatThrownBy(() -> Patience.limited(SHORT, () -> transactions.call(this::one)))
                .isInstanceOf(DatabaseDown.class);
        assertThat(since(begun)).isBetween(SHORT, SHORT.plusSeconds(2));
        // Now there is none that lives, and none is made.
        begun = System.nanoTime();
        assertThatThrownBy(() -> Patience.limited(SHORT, () -> transactions.call(this::one)))
                .isInstanceOf(DatabaseDown.class);
        assertThat(since(begun)).isLessThan(Duration.ofSeconds(4));
        proxy.thaw();
        assertThat(transactions.call(this::one)).isEqualTo(1);
    }

    @Test
    void a_slow_statement_has_the_time_of_whoever_runs_it() {
        assertThat(sleep()).isZero();
        assertThatThrownBy(() -> Patience.limited(SHORT, this::sleep))
                .matches(failure -> SqlFailure.of(failure) == SqlFailure.DOWN);
        // The connection that is given back has the pool's time-out again.
        assertThat(Patience.<Integer, RuntimeException>limited(SHORT, this::one)).isEqualTo(1);
        assertThat(sleep()).isZero();
        assertThat(
                        Patience.<Integer, RuntimeException>limited(
                                SHORT, () -> Patience.unlimited(this::sleep)))
                .isZero();
    }

    @Test
    void no_attempt_begins_when_patience_is_over() {
        assertThat(attempts(POOL)).isEqualTo(5);
        assertThat(attempts(Duration.ofSeconds(1))).isEqualTo(1);
    }

    private int attempts(Duration patience) {
        var attempts = new AtomicInteger();
        assertThatThrownBy(() ->
                        Patience.limited(
                                patience,
                                () ->
                                        transactions.call(() -> {
                                            attempts.incrementAndGet();
                                            // Longer than the patience, and no statement of it.
                                            for (var i = 0; i < 3; i++) {
                                                jdbc.queryForObject(
                                                        "SELECT SLEEP(0.4)", Integer.class);
                                            }
                                            throw new UncategorizedSQLException(
                                                    "test",
                                                    "none",
                                                    new SQLException("deadlock", "40001", 1213));
                                        })))
                .matches(failure -> SqlFailure.of(failure) == SqlFailure.CONFLICT);
        return attempts.get();
    }

    private int one() {
        return value("SELECT 1");
    }

    private int sleep() {
        return value("SELECT SLEEP(1)");
    }

    private int value(String query) {
        var value = jdbc.queryForObject(query, Integer.class);
        return value == null ? -1 : value;
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
