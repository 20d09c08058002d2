package dev.consign.processor.startup;

import dev.consign.sql.RefusedToStart;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.exception.FlywayValidateException;

/// Brings a schema up to date that this version of Consign knows, and refuses every other in one
/// sentence: one of a newer version, which our statements might not fit, one whose migrations were
/// others than ours, and one that was left half migrated.
final class SchemaVersion {
    private static final String ADVICE =
            "start that version, or give this one an empty database (of ./consign up: another directory with --data, or --fresh, which deletes what is in this one)";

    private SchemaVersion() {}

    /// @throws RefusedToStart when the schema is not one of ours
    static void migrate(Flyway flyway) {
        var all = flyway.info().all();
        var failed = first(all, one -> one.getState().isFailed());
        if (failed.isPresent()) {
            throw new RefusedToStart(
                    "the schema was left in the middle of migration %s: restore the database as it was before"
                            .formatted(failed.get().getVersion()));
        }
        var foreign = first(all, one -> one.getState().isApplied() && !one.getState().isResolved());
        if (foreign.isPresent()) {
            throw new RefusedToStart(
                    "the database is of another version of Consign (its schema has migration %s, which this version does not know): %s"
                            .formatted(foreign.get().getVersion(), ADVICE));
        }
        try {
            flyway.migrate();
        } catch (FlywayValidateException _) {
            throw new RefusedToStart(
                    "the database is of another version of Consign (a migration of its schema is not the one of that number here): "
                            + ADVICE);
        }
    }

    private static Optional<MigrationInfo> first(
            MigrationInfo[] all, Predicate<MigrationInfo> wanted) {
        return Arrays.stream(all).filter(wanted).findFirst();
    }
}
