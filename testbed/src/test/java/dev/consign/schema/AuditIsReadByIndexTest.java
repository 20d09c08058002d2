package dev.consign.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath;
import dev.consign.id.NumberPrefix;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/// Of an audit with many lines a page reads those it shows, whatever is asked for.
class AuditIsReadByIndexTest {
    private static final int ROWS = 20_000;
    private static final MoneyPath PATH = new MoneyPath();
    private static final NamedParameterJdbcTemplate JDBC =
            new NamedParameterJdbcTemplate(PATH.pool());

    @BeforeAll
    static void fill() {
        PATH.sql()
                .sql(
                        """
                        INSERT INTO audit (audit_id, at, actor, action, subject, reason)
                        SELECT CONCAT('A', LPAD(seq, 16, '0')), UTC_TIMESTAMP(3), CONCAT('finance:', MOD(seq, 500)), 'TEST',
                               CONCAT('O', MOD(seq, 5000)), ''
                          FROM seq_1_to_%d
                        """
                                .formatted(ROWS))
                .update();
        PATH.sql().sql("ANALYZE TABLE audit").query((row, _) -> row.getString(1)).list();
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    @ParameterizedTest
    @CsvSource({
        ", , PRIMARY, 40000",
        "O17, , audit_subject, 10",
        ", finance:17, audit_actor, 100",
        "O17, finance:17, audit_subject, 10"
    })
    void a_page_is_a_piece_of_an_index(
            @Nullable String subject, @Nullable String actor, String index, long most)
            throws Exception {
        var statement = statement(subject, actor);
        var plan =
                JDBC.query(
                        "EXPLAIN " + statement.sql(),
                        statement.values(),
                        (row, _) ->
                                List.of(
                                        row.getString("type"),
                                        String.valueOf(row.getString("key")),
                                        row.getString("rows"),
                                        String.valueOf(row.getString("Extra"))));
        assertThat(plan).hasSize(1);
        var step = plan.getFirst();
        assertThat(step.get(0)).as("%s", step).isIn("range", "ref");
        assertThat(step.get(1)).as("%s", step).isEqualTo(index);
        assertThat(Long.parseLong(step.get(2))).as("%s", step).isLessThanOrEqualTo(most);
        assertThat(step.get(3)).as("%s", step).doesNotContain("filesort");
    }

    private static PageStatement statement(@Nullable String subject, @Nullable String actor)
            throws ReflectiveOperationException {
        var wanted =
                Class.forName("dev.consign.processor.audit.AuditReport$Wanted")
                        .getDeclaredConstructor(String.class, String.class, Window.class);
        wanted.setAccessible(true);
        var statement =
                Class.forName("dev.consign.processor.audit.AuditReport")
                        .getDeclaredMethod("statement", wanted.getDeclaringClass());
        statement.setAccessible(true);
        return (PageStatement)
                Objects.requireNonNull(
                        statement.invoke(
                                null,
                                wanted.newInstance(
                                        subject, actor, Window.all(NumberPrefix.AUDIT_ENTRY))));
    }
}
