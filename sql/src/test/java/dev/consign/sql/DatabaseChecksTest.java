package dev.consign.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.testkit.database.MariaDbOptions;
import dev.consign.testkit.database.MariaDbServer;
import dev.consign.testkit.process.Ports;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// On a server of its own, since it makes that server unsafe.
class DatabaseChecksTest {
    @TempDir Path directory;

    @Test
    void a_server_that_may_lose_commits_or_waits_too_long_for_locks_is_refused() throws Exception {
        var login = new MariaDbOptions.Login("shop", "secret-of-shop", "secret-of-root");
        var options =
                new MariaDbOptions(
                        directory,
                        directory.resolve("database.log"),
                        Ports.free(),
                        "shop",
                        login,
                        "64M");
        try (var server = MariaDbServer.prepare(options)) {
            server.start();
            var url = server.database().jdbcUrl();
            try (var root = DriverManager.getConnection(url, "root", "secret-of-root")) {
                var jdbc = new JdbcTemplate(new SingleConnectionDataSource(root, true));
                var checks = new DatabaseChecks(jdbc);
                assertThatCode(checks::verify).doesNotThrowAnyException();

                jdbc.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
                assertThatThrownBy(checks::verify)
                        .isInstanceOf(RefusedToStart.class)
                        .hasMessageContaining("innodb_flush_log_at_trx_commit=1");
                jdbc.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1");

                jdbc.execute("SET SESSION innodb_lock_wait_timeout = 50");
                assertThatThrownBy(checks::verify)
                        .isInstanceOf(RefusedToStart.class)
                        .hasMessageContaining("innodb_lock_wait_timeout");

                assertThat(checks.hasTables(List.of("here"))).isFalse();
                jdbc.execute("CREATE TABLE here (id INT PRIMARY KEY)");
                assertThat(checks.hasTables(List.of("here"))).isTrue();
                assertThat(checks.hasTables(List.of("here", "there"))).isFalse();
            }
        }
    }
}
