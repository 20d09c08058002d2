package dev.consign.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.engine.MoneyPath;
import dev.consign.sql.DatabaseChecks;
import dev.consign.sql.rights.Account;
import dev.consign.sql.rights.DatabaseRights;
import dev.consign.sql.rights.Program;
import dev.consign.sql.rights.Right;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/// The programs' users may do with the tables what their statements do, and nothing else; what is
/// written once nobody's program can change (issue 11 number 6).
class DatabaseRightsTest {
    private static final int DENIED = 1142;
    private static final DatabaseRights RIGHTS = DatabaseRights.read();
    private static final MoneyPath PATH = new MoneyPath();
    private static final JdbcTemplate OWNER = new JdbcTemplate(PATH.pool());
    private static final JdbcTemplate PROCESSOR = new JdbcTemplate(PATH.pool(Program.PROCESSOR));
    private static final JdbcTemplate RECONCILER = new JdbcTemplate(PATH.pool(Program.RECONCILER));

    @AfterAll
    static void close() {
        PATH.close();
    }

    /// Missing rights and rights that no statement needs are both named.
    @ParameterizedTest
    @EnumSource
    void the_list_is_what_the_statements_of_the_program_need(Program program) throws Exception {
        var needed = StatementsOfAProgram.read(program, tables());
        for (var table : tables()) {
            var rights = EnumSet.noneOf(Right.class);
            rights.addAll(needed.getOrDefault(table, Set.of()));
            if (!rights.isEmpty()) {
                // What it works with it may look at, too.
                rights.add(Right.SELECT);
            }
            assertThat(RIGHTS.of(program, table))
                    .as("%s on %s", program.word(), table)
                    .isEqualTo(rights);
        }
    }

    @Test
    void every_table_is_in_the_list() {
        assertThat(RIGHTS.tables()).containsExactlyInAnyOrderElementsOf(tables());
    }

    @ParameterizedTest
    @EnumSource
    void the_server_gives_what_the_list_says_and_no_more(Program program) {
        var found = new TreeSet<String>();
        user(program)
                .query(
                        "SELECT table_name, privilege_type FROM information_schema.table_privileges WHERE table_schema = DATABASE()",
                        row -> {
                            found.add(row.getString(1) + " " + row.getString(2));
                        });
        var listed = new TreeSet<String>();
        for (var table : RIGHTS.tables(program)) {
            RIGHTS.of(program, table).forEach(right -> listed.add(table + " " + right));
        }
        assertThat(found).isEqualTo(listed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit",
                "order_history",
                "journal",
                "ledger_entry",
                "asset_entry",
                "payment_evidence",
                "payout",
                "notification",
                "recon_run_break",
                "recon_run_total"
            })
    void nobodys_program_changes_what_is_written_once(String table) {
        var column =
                OWNER.queryForObject(
                        "SELECT MIN(column_name) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?",
                        String.class,
                        table);
        for (var user : List.of(PROCESSOR, RECONCILER)) {
            refused(user, "UPDATE %s SET %s = %s".formatted(table, column, column));
            refused(user, "DELETE FROM " + table);
            refused(user, "TRUNCATE TABLE " + table);
            refused(user, "ALTER TABLE %s ADD COLUMN more INT".formatted(table));
            refused(user, "DROP TABLE " + table);
        }
    }

    @Test
    void the_reconciler_does_not_see_goods_buyers_or_secrets() {
        for (var table :
                List.of("card_key", "buyer_contact", "webhook_endpoint", "orders", "audit")) {
            refused(RECONCILER, "SELECT 1 FROM " + table);
            assertThat(RIGHTS.of(Program.RECONCILER, table)).isEmpty();
        }
    }

    @Test
    void nobodys_program_makes_tables_or_gives_rights_away() {
        for (var user : List.of(PROCESSOR, RECONCILER)) {
            refused(user, "CREATE TABLE mine (id INT PRIMARY KEY)");
            assertThatThrownBy(() -> user.execute("GRANT DELETE ON journal TO CURRENT_USER"))
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void what_is_purged_is_still_purged() {
        assertThat(
                        PROCESSOR.update(
                                "DELETE FROM processed_message WHERE processed_at < '2000-01-01'"))
                .isZero();
        assertThat(PROCESSOR.update("DELETE FROM callback_inbox WHERE received_at < '2000-01-01'"))
                .isZero();
        assertThat(PROCESSOR.update("DELETE FROM idempotency_key WHERE created_at < '2000-01-01'"))
                .isZero();
    }

    /// An older version may have needed more.
    @Test
    void a_right_that_is_no_longer_in_the_list_is_taken_away() {
        var account =
                Account.of(
                        String.valueOf(
                                PROCESSOR.queryForObject("SELECT CURRENT_USER()", String.class)));
        OWNER.execute(
                "GRANT UPDATE, DELETE ON audit TO '%s'@'%s'"
                        .formatted(account.user(), account.host()));
        assertThat(new DatabaseChecks(PROCESSOR).mayRewrite(List.of("audit"))).isTrue();
        RIGHTS.give(OWNER, account, Set.of(Program.PROCESSOR));
        assertThat(new DatabaseChecks(PROCESSOR).mayRewrite(List.of("audit"))).isFalse();
    }

    /// Two programs of one user.
    @Test
    void a_shared_user_may_do_what_either_program_needs() {
        var statements = RIGHTS.statements(new Account("both", "%"), EnumSet.allOf(Program.class));
        assertThat(statements)
                .contains(
                        "GRANT SELECT, INSERT, UPDATE ON `recon_run` TO 'both'@'%'",
                        "GRANT SELECT, INSERT ON `journal` TO 'both'@'%'",
                        "REVOKE UPDATE, DELETE ON `journal` FROM 'both'@'%'");
    }

    private static JdbcTemplate user(Program program) {
        return switch (program) {
            case PROCESSOR -> PROCESSOR;
            case RECONCILER -> RECONCILER;
        };
    }

    private static void refused(JdbcTemplate user, String statement) {
        assertThatThrownBy(() -> user.execute(statement))
                .as(statement)
                .isInstanceOfSatisfying(
                        DataAccessException.class,
                        e ->
                                assertThat(((SQLException) e.getMostSpecificCause()).getErrorCode())
                                        .isEqualTo(DENIED));
    }

    private static Set<String> tables() {
        return Set.copyOf(
                OWNER.queryForList(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT LIKE 'flyway%'",
                        String.class));
    }
}
