package dev.consign.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        "ALL, PRIMARY, 40000",
        "OF_SUBJECT, audit_subject, 10",
        "OF_ACTOR, audit_actor, 100",
        "OF_BOTH, audit_subject, 10"
    })
    void a_page_is_a_piece_of_an_index(String statement, String index, long most) throws Exception {
        var constant =
                Class.forName("dev.consign.processor.audit.AuditReport")
                        .getDeclaredField(statement);
        constant.setAccessible(true);
        var plan =
                JDBC.query(
                        "EXPLAIN " + Objects.requireNonNull((String) constant.get(null)),
                        Map.of(
                                "least", "A",
                                "after", "B",
                                "from", "2000-01-01 00:00:00",
                                "to", "2500-01-01 00:00:00",
                                "subject", "O17",
                                "actor", "finance:17",
                                "most", 201),
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
}
