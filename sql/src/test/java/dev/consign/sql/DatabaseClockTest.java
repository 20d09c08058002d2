package dev.consign.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.testkit.database.Databases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Issue 11, number 16. The database of these tests runs on this machine, by the same clock.
class DatabaseClockTest {
    private static final Duration EXACT = Duration.ofMillis(500);

    @ParameterizedTest
    @ValueSource(longs = {-3_600, -3, 0, 3, 3_600})
    void it_is_known_how_far_the_clocks_are_apart(long seconds) throws Exception {
        var apart = Duration.ofSeconds(seconds);
        var ahead = ahead(apart);
        assertThat(ahead.minus(apart).abs()).isLessThan(EXACT);
    }

    @Test
    void half_a_minute_is_refused_and_a_few_seconds_are_not() throws Exception {
        assertThatThrownBy(() -> verify(Duration.ofSeconds(31)))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("our clock is 3")
                .hasMessageContaining("ahead of the database's");
        assertThatThrownBy(() -> verify(Duration.ofSeconds(-31)))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("behind the database's");
        assertThatCode(() -> verify(Duration.ofSeconds(28))).doesNotThrowAnyException();
        assertThatCode(() -> verify(Duration.ofSeconds(-28))).doesNotThrowAnyException();
    }

    private static Duration ahead(Duration apart) throws Exception {
        try (var connection = connect()) {
            return new DatabaseClock(jdbc(connection), () -> Instant.now().plus(apart)).ahead();
        }
    }

    private static void verify(Duration apart) throws Exception {
        try (var connection = connect()) {
            new DatabaseClock(jdbc(connection), () -> Instant.now().plus(apart)).verify();
        }
    }

    private static Connection connect() throws Exception {
        var database = Databases.fresh();
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password());
    }

    private static JdbcTemplate jdbc(Connection connection) {
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }
}
