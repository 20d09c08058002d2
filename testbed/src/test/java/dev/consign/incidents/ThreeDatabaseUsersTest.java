package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.sql.rights.DatabaseRights;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// On one machine everybody is at the database who they should be, and no program can take back
/// what is written once (issue 11 number 6).
class ThreeDatabaseUsersTest {
    @Test
    void each_program_is_its_own_user() throws Exception {
        var launcher = RunningConsign.get().launcher();
        assertThat(Files.readString(launcher.log("processor")))
                .contains("migrated as consign; consign_processor and consign_reconciler")
                .doesNotContain("may change the audit", "command denied");
        assertThat(Files.readString(launcher.log("reconciler")))
                .contains("database consign_reconciler@")
                .doesNotContain("may change the journal", "command denied");
    }

    /// Who looks with what `consign.json` names sees everything.
    @Test
    void the_described_user_reads_all_tables() throws Exception {
        var database = RunningConsign.get().launcher().database();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            for (var table : DatabaseRights.read().tables()) {
                assertThat(statement.execute("SELECT 1 FROM %s LIMIT 1".formatted(table)))
                        .as(table)
                        .isTrue();
            }
        }
    }
}
