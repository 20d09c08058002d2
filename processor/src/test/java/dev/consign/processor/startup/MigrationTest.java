package dev.consign.processor.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import dev.consign.sql.DatabaseChecks;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import dev.consign.sql.rights.DatabaseRights;
import dev.consign.sql.rights.Program;
import dev.consign.sql.start.Settings;
import dev.consign.testkit.database.Database;
import dev.consign.testkit.database.Databases;
import dev.consign.testkit.database.MariaDbOptions;
import dev.consign.testkit.database.MariaDbServer;
import dev.consign.testkit.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;

/// Who makes the tables, and who may do what with them afterwards (issue 11 number 6).
class MigrationTest {
    private static final Path SCRIPT =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")), "sql/users.sql");

    @TempDir Path directory;

    /// As the README says it, from nothing.
    @Test
    void the_shipped_script_and_a_start_give_everybody_their_rights() throws Exception {
        var options =
                new MariaDbOptions(
                        directory,
                        directory.resolve("database.log"),
                        Ports.free(),
                        "elsewhere",
                        new MariaDbOptions.Login("else", "secret-of-else", "secret-of-root"),
                        "64M");
        try (var server = MariaDbServer.prepare(options)) {
            server.start();
            run(server, Files.readString(SCRIPT));
            var url = server.database().jdbcUrl().replace("/elsewhere", "/consign");
            var processor = new Database(url, "consign_processor", "processor-password");
            var migrate = new Database(url, "consign_migrate", "migrate-password");
            try (var own = pool(processor);
                    var others =
                            pool(new Database(url, "consign_reconciler", "reconciler-password"))) {
                var jdbc = new JdbcTemplate(own);
                var reconciler = new DatabaseChecks(new JdbcTemplate(others));
                var wanted = DatabaseRights.read().tables(Program.RECONCILER);
                reconciler.verify();
                assertThat(reconciler.hasTables(wanted)).isFalse();

                var warnings = migrate(settings(processor, migrate, "consign_reconciler"), own);

                assertThat(warnings).isEmpty();
                assertThat(reconciler.hasTables(wanted)).isTrue();
                assertThat(reconciler.mayRewrite(List.of("journal"))).isFalse();
                assertThat(new DatabaseChecks(jdbc).mayRewrite(Migration.WRITTEN_ONCE)).isFalse();
                jdbc.update(
                        "INSERT INTO audit (audit_id, at, actor, action, subject, reason) VALUES ('A1', UTC_TIMESTAMP(3), 'ann', 'TEST', 'x', 'y')");
                // The next version starts over the same tables.
                assertThat(migrate(settings(processor, migrate, "consign_reconciler"), own))
                        .isEmpty();
            }
        }
    }

    @Test
    void one_user_for_everything_goes_on_and_is_warned_about() throws Exception {
        var one = Databases.fresh();
        try (var own = pool(one)) {
            assertThat(migrate(settings(one, null, ""), own))
                    .singleElement()
                    .asString()
                    .contains("may change the audit and the journal", "CONSIGN_DB_MIGRATE_USER");
            assertThat(new DatabaseChecks(new JdbcTemplate(own)).hasTables(List.of("audit")))
                    .isTrue();
            assertThat(migrate(settings(one, one, ""), own)).hasSize(1);
        }
    }

    @Test
    void programs_that_share_a_user_share_its_rights() throws Exception {
        var owner = Databases.fresh();
        var shared = Databases.user(owner, "shared");
        try (var own = pool(shared)) {
            assertThat(migrate(settings(shared, owner, ""), own)).isEmpty();
            var checks = new DatabaseChecks(new JdbcTemplate(own));
            assertThat(checks.hasTables(DatabaseRights.read().tables(Program.RECONCILER))).isTrue();
            assertThat(checks.hasTables(DatabaseRights.read().tables(Program.PROCESSOR))).isTrue();
        }
    }

    @Test
    void what_is_wrong_with_the_users_is_said_in_one_sentence() throws Exception {
        var owner = Databases.fresh();
        var user = Databases.user(owner, "p");
        try (var own = pool(user)) {
            var wrong = new Database(owner.jdbcUrl(), owner.user(), "wrong-password-of-owner");
            assertThatThrownBy(() -> migrate(settings(user, wrong, ""), own))
                    .isInstanceOf(RefusedToStart.class)
                    .hasMessageContaining("CONSIGN_DB_MIGRATE_USER")
                    .hasMessageNotContaining("wrong-password-of-owner");
            assertThatThrownBy(() -> migrate(settings(user, owner, "nobody_there"), own))
                    .isInstanceOf(RefusedToStart.class)
                    .hasMessageContaining("nobody_there")
                    .hasMessageContaining("sql/users.sql");
            assertThatThrownBy(() -> migrate(settings(user, owner, "x'@'%"), own))
                    .isInstanceOf(RefusedToStart.class)
                    .hasMessageContaining("must have a name");
            var empty = new Database(owner.jdbcUrl(), owner.user(), "");
            assertThatThrownBy(() -> migrate(settings(user, empty, ""), own))
                    .isInstanceOf(RefusedToStart.class)
                    .hasMessageContaining("CONSIGN_DB_MIGRATE_PASSWORD");
        }
    }

    /// Issue 12: five restarts and Flyway's advice to look into its history table.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    UPDATE flyway_schema_history SET checksum = 17 WHERE version = '2'        | is not the one of that number here
                    UPDATE flyway_schema_history SET version = '99999' WHERE version = '2'    | migration 99999, which this version does not know
                    UPDATE flyway_schema_history SET success = 0 WHERE version = '2'          | in the middle of migration 2
                    """)
    void a_schema_of_another_version_is_refused_in_one_sentence(String change, String sentence) {
        var one = Databases.fresh();
        try (var own = pool(one)) {
            migrate(settings(one, null, ""), own);
            new JdbcTemplate(own).update(change);
            assertThatThrownBy(() -> migrate(settings(one, null, ""), own))
                    .isInstanceOf(RefusedToStart.class)
                    .hasMessageContaining(sentence)
                    .hasMessageNotContaining("Flyway");
        }
    }

    /// @return what was warned of
    private static List<String> migrate(Settings settings, HikariDataSource own) {
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        var log = (Logger) LoggerFactory.getLogger(Migration.class);
        log.setLevel(Level.INFO);
        log.addAppender(logged);
        try {
            new Migration(settings)
                    .run(
                            Flyway.configure()
                                    .dataSource(own)
                                    .locations("classpath:db/migration")
                                    .load(),
                            new JdbcTemplate(own));
        } finally {
            log.detachAppender(logged);
        }
        return logged.list.stream()
                .filter(one -> one.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static Settings settings(Database own, @Nullable Database migrate, String reconciler) {
        var all = new HashMap<String, Object>();
        all.put("consign.db.url", own.jdbcUrl());
        all.put("consign.db.user", own.user());
        all.put("consign.db.password", own.password());
        all.put("consign.db.pool-size", 4);
        all.put("consign.db.connect-timeout", "3s");
        all.put("consign.db.socket-timeout", "20s");
        all.put("consign.db.acquire-timeout", "3s");
        all.put("consign.db.validation-timeout", "1s");
        all.put("consign.db.lock-wait-timeout", "4s");
        all.put("consign.db.reconciler.user", reconciler);
        all.put("consign.db.migrate.user", migrate == null ? "" : migrate.user());
        all.put("consign.db.migrate.password", migrate == null ? "" : migrate.password());
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.copyOf(all)));
        return new Settings(environment);
    }

    private static HikariDataSource pool(Database database) {
        var settings = settings(database, null, "");
        return DatabasePool.open(settings.read("consign.db", DatabaseSettings.class));
    }

    private static void run(MariaDbServer server, String script) throws Exception {
        try (var admin = server.admin();
                var statement = admin.createStatement()) {
            for (var sql : script.replaceAll("(?m)^--.*$", "").split(";", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }
}
