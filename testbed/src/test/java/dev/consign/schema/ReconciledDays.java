package dev.consign.schema;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/// Reconciliation over hundreds of days with ten payments each, of which a run wants one.
final class ReconciledDays {
    private static final String TABLES =
            "payment, refund, recon_run, recon_upload, gateway_statement, statement_line, recon_break, recon_run_break, recon_run_total";

    private ReconciledDays() {}

    /// For every payment of the table two lines, a refund that has ended, a difference, and a run.
    static void fill(NamedParameterJdbcTemplate jdbc) {
        Stream.of(
                        """
                        CREATE TABLE numbered AS
                        SELECT payment_no, gateway, currency, created_at, ROW_NUMBER() OVER (ORDER BY payment_no) AS n,
                               LPAD(ROW_NUMBER() OVER (ORDER BY payment_no) DIV 10, 16, '0') AS day
                          FROM payment
                        """,
                        """
                        UPDATE payment p JOIN numbered ON numbered.payment_no = p.payment_no
                           SET p.paid_at = '2026-01-01' + INTERVAL day DAY WHERE p.paid_at IS NOT NULL
                        """,
                        """
                        UPDATE refund r JOIN numbered ON numbered.payment_no = r.payment_no
                           SET r.status = 'SUCCEEDED', r.gateway_refund_no = CONCAT('G', n), r.ended_at = '2026-01-01' + INTERVAL day DAY
                        """,
                        """
                        INSERT INTO gateway_statement
                        SELECT DISTINCT CONCAT('S', day), gateway, '2026-01-01' + INTERVAL day DAY, UNHEX(SHA2(day, 256)), 10, 1, '2026-01-01'
                          FROM numbered
                        """,
                        """
                        INSERT INTO statement_line
                        SELECT CONCAT('S', day), n, 'PAYMENT', NULL, NULL, payment_no, NULL, payment_no, currency, 1, 0, created_at FROM numbered
                        """,
                        """
                        INSERT INTO statement_line
                        SELECT CONCAT('S', day), 10000 + n, 'REFUND', NULL, NULL, payment_no, payment_no, payment_no, currency, 1, 0, created_at FROM numbered
                        """,
                        """
                        INSERT INTO recon_run (run_id, gateway, business_date, origin, status, lines_read, lines_matched, actor, requested_at,
                                               ended_at, due_at, attempts, fence)
                        SELECT CONCAT('U', LPAD(n, 16, '0')), gateway, '2026-01-01' + INTERVAL n DAY, 'UPLOADED',
                               IF(n % 10 = 0, 'REQUESTED', 'DONE'), 0, 0, 'test', created_at,
                               IF(n % 10 = 0, NULL, created_at), IF(n % 10 = 0, created_at, NULL), 1, 1
                          FROM numbered
                        """,
                        "INSERT INTO recon_upload SELECT CONCAT('U', LPAD(n, 16, '0')), 0, '', created_at FROM numbered",
                        """
                        INSERT INTO recon_break (break_id, gateway, business_date, type, reference, status, for_engine, payment_no, currency,
                                                 amount_minor, why, first_run_id, last_run_id, found_at, changed_at)
                        SELECT CONCAT('B', LPAD(n, 16, '0')), gateway, '2026-01-01' + INTERVAL day DAY, 'UNKNOWN_PAYMENT', payment_no, 'OPEN',
                               n % 2, payment_no, currency, 1, '', CONCAT('U', day), CONCAT('U', day), created_at, created_at
                          FROM numbered
                        """,
                        "INSERT INTO recon_run_break SELECT CONCAT('U', day), CONCAT('B', LPAD(n, 16, '0')) FROM numbered",
                        "INSERT INTO recon_run_total SELECT CONCAT('U', LPAD(n, 16, '0')), 'UNKNOWN_PAYMENT', currency, 1, 1 FROM numbered",
                        "ANALYZE TABLE " + TABLES)
                .forEach(sql -> jdbc.getJdbcOperations().execute(sql));
    }

    /// What the statements are given: one day, its file and its run.
    static Map<String, Object> values() {
        return Map.ofEntries(
                Map.entry("gateway", "sandbox"),
                Map.entry("business_date", "2026-02-01"),
                Map.entry("date", "2026-02-01"),
                Map.entry("from", "2026-02-01 00:00:00"),
                Map.entry("to", "2026-02-02 00:00:00"),
                Map.entry("statement", "S0000000000000031"),
                Map.entry("statement_id", "S0000000000000031"),
                Map.entry("total_lines", 10),
                Map.entry("after", "0"),
                Map.entry("last", 400),
                Map.entry("payment", "P"),
                Map.entry("refunds", List.of("P", "Q")),
                Map.entry("account", "gateway:sandbox:clearing"),
                Map.entry("total", 1),
                Map.entry("compared", 1),
                Map.entry("transaction", "P"),
                Map.entry("kind", "REFUND"),
                Map.entry("run", "U0000000000000031"),
                Map.entry("runs", List.of("U0000000000000031", "U0000000000000032")),
                Map.entry("run_id", "U0000000000000031"),
                Map.entry("part", 0),
                Map.entry("breaks", List.of("B0000000000000310", "B0000000000000311")),
                Map.entry("type", "UNKNOWN_PAYMENT"),
                Map.entry("owner", "test"),
                Map.entry("due", "2026-02-01 00:00:00"),
                Map.entry("why", ""),
                Map.entry("failure", ""),
                Map.entry("read", 1),
                Map.entry("matched", 1),
                Map.entry("fence", 1));
    }
}
