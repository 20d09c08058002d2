package dev.consign.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.testkit.process.Ports;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MariaDbServerTest {
    @TempDir Path directory;

    @Test
    void what_was_committed_is_there_after_a_kill_and_a_restart() throws Exception {
        try (var server = MariaDbServer.prepare(options(Ports.free()))) {
            server.start();
            try (var connection = server.database().connect();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (id INT PRIMARY KEY)");
                statement.execute("INSERT INTO kept VALUES (7)");
            }
            long before = server.child().pid();
            server.child().kill9();
            server.start();

            assertThat(server.child().pid()).isNotEqualTo(before);
            try (var connection = server.database().connect();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT id FROM kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(7);
            }
        }
    }

    @Test
    void the_settings_that_money_depends_on_are_in_force() throws Exception {
        var database = Databases.fresh();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                """
                                SELECT @@innodb_flush_log_at_trx_commit, @@transaction_isolation,
                                       @@innodb_lock_wait_timeout, @@collation_database,
                                       @@session.time_zone
                                """)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("1");
            assertThat(row.getString(2)).isEqualTo("READ-COMMITTED");
            assertThat(row.getString(3)).isEqualTo("5");
            assertThat(row.getString(4)).isEqualTo("utf8mb4_bin");
            assertThat(row.getString(5)).isIn("UTC", "+00:00");
        }
    }

    @Test
    void an_update_that_changes_nothing_counts_the_row_it_matched() throws Exception {
        try (var connection = Databases.fresh().connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INT PRIMARY KEY, status VARCHAR(9))");
            statement.execute("INSERT INTO t VALUES (1, 'PAID')");
            assertThat(statement.executeUpdate("UPDATE t SET status='PAID' WHERE id=1")).isOne();
            assertThat(statement.executeUpdate("UPDATE t SET status='PAID' WHERE id=2")).isZero();
        }
    }

    @Test
    void nobody_gets_in_without_a_password_and_one_schema_cannot_read_another() throws Exception {
        var mine = Databases.fresh();
        var yours = Databases.fresh();
        assertThatThrownBy(() -> DriverManager.getConnection(mine.jdbcUrl(), "root", ""))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Access denied");
        assertThatThrownBy(() -> DriverManager.getConnection(mine.jdbcUrl(), "", ""))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Access denied");
        assertThatThrownBy(() ->
                        DriverManager.getConnection(yours.jdbcUrl(), mine.user(), mine.password()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Access denied");
    }

    /// The directory is older than the users (issue 11 number 6).
    @Test
    void users_of_programs_come_to_an_old_directory_and_keep_their_rights() throws Exception {
        var port = Ports.free();
        try (var server = MariaDbServer.prepare(options(port))) {
            server.start();
            execute(server.database(), "CREATE TABLE kept (id INT PRIMARY KEY)");
        }
        var login =
                new MariaDbOptions.Login(
                        "consign",
                        "secret-of-consign",
                        "secret-of-root",
                        Map.of("consign_reader", "secret-of-reader"));
        try (var server = MariaDbServer.prepare(options(port, login))) {
            server.start();
            var reader =
                    new Database(server.database().jdbcUrl(), "consign_reader", "secret-of-reader");
            assertThatThrownBy(() -> execute(reader, "SELECT id FROM kept"))
                    .hasMessageContaining("denied");
            execute(server.database(), "GRANT SELECT ON kept TO 'consign_reader'@'127.0.0.1'");
            server.child().kill9();
            server.start();
            execute(reader, "SELECT id FROM kept");
            assertThatThrownBy(() -> execute(reader, "DELETE FROM kept"))
                    .hasMessageContaining("denied");
        }
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private MariaDbOptions options(int port) {
        return options(
                port, new MariaDbOptions.Login("consign", "secret-of-consign", "secret-of-root"));
    }

    private MariaDbOptions options(int port, MariaDbOptions.Login login) {
        return new MariaDbOptions(
                directory, directory.resolve("database.log"), port, "consign", login, "64M");
    }
}
