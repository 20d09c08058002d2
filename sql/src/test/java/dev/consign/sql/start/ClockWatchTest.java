package dev.consign.sql.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.consign.sql.DatabaseClock;
import dev.consign.testkit.database.Databases;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Issue 11, number 16: not only at the start.
@Timeout(60)
class ClockWatchTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(ClockWatch.class);
    private final Queue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    lines.add(event);
                }
            };
    private volatile Duration apart = Duration.ZERO;

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(appender);
    }

    @Test
    void a_clock_that_goes_wrong_later_is_noticed_and_so_is_one_that_is_right_again()
            throws Exception {
        var database = Databases.fresh();
        try (var connection =
                DriverManager.getConnection(
                        database.jdbcUrl(), database.user(), database.password())) {
            var jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            var clock = new DatabaseClock(jdbc, () -> Instant.now().plus(apart));
            var watch = new ClockWatch(clock, Duration.ofMillis(100));
            watch.start();
            try {
                await().during(Duration.ofMillis(500)).until(lines::isEmpty);
                apart = Duration.ofSeconds(5);
                await().until(() -> said(Level.WARN, "s ahead of the database's"));
                await().until(() -> watch.ahead() > 4 && watch.ahead() < 6);
                apart = Duration.ofSeconds(-40);
                await().until(() -> said(Level.ERROR, "s behind the database's"));
                apart = Duration.ZERO;
                await().until(() -> Math.abs(watch.ahead()) < 1);
                lines.clear();
                await().during(Duration.ofMillis(500)).until(lines::isEmpty);
            } finally {
                watch.stop();
            }
            assertThat(watch.isRunning()).isFalse();
        }
    }

    private boolean said(Level level, String what) {
        return lines.stream()
                .anyMatch(line ->
                        line.getLevel() == level && line.getFormattedMessage().contains(what));
    }
}
