package dev.consign.processor.startup;

import dev.consign.sql.DatabaseChecks;
import dev.consign.sql.DatabaseLogin;
import dev.consign.sql.DatabasePool;
import dev.consign.sql.DatabaseSettings;
import dev.consign.sql.RefusedToStart;
import dev.consign.sql.SqlFailure;
import dev.consign.sql.rights.Account;
import dev.consign.sql.rights.DatabaseRights;
import dev.consign.sql.rights.Program;
import dev.consign.sql.start.Settings;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/// Brings the schema up to date as the user who may change it, and has that user give the users of
/// both programs their rights: after it nobody who serves requests or takes messages can take back
/// what is written once (issue 11 number 6). Where there is only one user, it does everything as
/// before, and says so.
final class Migration {
    /// One of each kind: an audit line, a step of an order, a posting.
    static final List<String> WRITTEN_ONCE = List.of("audit", "order_history", "journal");

    private static final Logger log = LoggerFactory.getLogger(Migration.class);
    private static final String MIGRATOR = "CONSIGN_DB_MIGRATE";

    private final DatabaseSettings database;
    private final DatabaseLogin migrator;
    private final DatabaseLogin reconciler;

    Migration(Settings settings) {
        this.database = settings.read("consign.db", DatabaseSettings.class);
        this.migrator = settings.read("consign.db.migrate", DatabaseLogin.class);
        this.reconciler = settings.read("consign.db.reconciler", DatabaseLogin.class);
        if (migrator.isSet()) {
            var _ = migrator.at(database, MIGRATOR);
        }
    }

    /// @param flyway on our own pool, configured in every other respect
    /// @param own our own pool, on a database that was found safe
    /// @throws RefusedToStart when the user who is to migrate is not let in or may not do it
    void run(Flyway flyway, JdbcTemplate own) {
        if (migrator.isSet() && !database.user().equals(migrator.user())) {
            migrateAs(migrator.at(database, MIGRATOR), flyway, own);
        } else {
            SchemaVersion.migrate(flyway);
        }
        if (new DatabaseChecks(own).mayRewrite(WRITTEN_ONCE)) {
            log.warn(
                    "the database user {} may change the audit and the journal: set {}_USER and {}_PASSWORD to another user, who migrates, and give the programs users without rights of their own (docs/operation.md)",
                    database.user(),
                    MIGRATOR,
                    MIGRATOR);
        }
    }

    private void migrateAs(DatabaseSettings settings, Flyway flyway, JdbcTemplate own) {
        try (var pool = DatabasePool.open(settings)) {
            // Flyway wants more than one, and all of them only now.
            pool.setMaximumPoolSize(4);
            verify(new JdbcTemplate(pool));
            SchemaVersion.migrate(
                    Flyway.configure(flyway.getConfiguration().getClassLoader())
                            .configuration(flyway.getConfiguration())
                            .dataSource(pool)
                            .load());
            giveRights(new JdbcTemplate(pool), ourselves(own));
        }
    }

    private static void verify(JdbcTemplate migrator) {
        try {
            migrator.execute("SELECT 1");
        } catch (DataAccessException e) {
            var refused = SqlFailure.refusedLogin(e);
            if (refused.isPresent()) {
                throw new RefusedToStart(
                        "the database does not let the user in who migrates, look at %s_USER and %s_PASSWORD: %s"
                                .formatted(MIGRATOR, MIGRATOR, refused.get()));
            }
            throw e;
        }
    }

    /// By the name under which the server knows us; the reconciler's user is from the same host.
    private static Account ourselves(JdbcTemplate own) {
        return Account.of(
                String.valueOf(own.queryForObject("SELECT CURRENT_USER()", String.class)));
    }

    private void giveRights(JdbcTemplate pool, Account processor) {
        var shared = !reconciler.isSet() || processor.user().equals(reconciler.user());
        var rights = DatabaseRights.read();
        give(
                rights,
                pool,
                processor,
                shared ? EnumSet.allOf(Program.class) : Set.of(Program.PROCESSOR));
        if (!shared) {
            var other = new Account(String.valueOf(reconciler.user()), processor.host());
            give(rights, pool, other, Set.of(Program.RECONCILER));
        }
        log.info(
                "migrated as {}; {} and {} have the rights of their programs",
                migrator,
                processor.user(),
                shared ? "nobody else" : reconciler);
    }

    private static void give(
            DatabaseRights rights, JdbcTemplate pool, Account account, Set<Program> programs) {
        try {
            rights.give(pool, account, programs);
        } catch (DataAccessException e) {
            throw new RefusedToStart(
                    "the user who migrates cannot give %s@%s its rights, create the users as sql/users.sql does: %s"
                            .formatted(
                                    account.user(),
                                    account.host(),
                                    e.getMostSpecificCause().getMessage()));
        }
    }
}
