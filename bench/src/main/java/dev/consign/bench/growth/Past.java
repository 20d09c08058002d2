package dev.consign.bench.growth;

import dev.consign.bench.stand.Contender;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// The rows that sales of the last three hundred days would have left in the tables that only ever
/// grow. Their keys have the form and the order that real ones have, so that new rows land where
/// they would after such a year: behind the old ones. Every journal balances.
///
/// A sale leaves six ledger entries in two journals. To have as many processed messages as entries,
/// there are six messages a sale; one of them is the word that it was paid.
final class Past {
    private static final Duration SPAN = Duration.ofDays(300);
    private static final int CONSIGNORS = 400;
    private static final int ROWS_PER_SALE = 6;
    private static final int SALES_PER_COMMIT = 25_000;
    private static final int LONGEST_STATEMENT_MILLIS = 300_000;
    private static final long REPORTED = 1_000_000;

    /// The name that is made at the time of row `@`, after its letter: base 32, nine characters of
    /// milliseconds and seven of chance. The digits are not those of real names, but sort alike.
    private static final String NAME =
            "CONCAT(LPAD(CONV((%1$d + (@) * %2$d) * 2, 10, 32), 9, '0'), LPAD(CONV((@) * 2654435761 MOD 34359738368, 10, 32), 7, '0'))";

    private static final String TIME =
            "'1970-01-01' + INTERVAL (%1$d + (@) * %2$d) * 1000 MICROSECOND";

    private final Contender contender;
    private final long start;
    private final long step;
    private long sales;

    /// @param contender whose tables they are
    /// @param most rows a table that there will ever be: they are spread over the whole time
    Past(Contender contender, long most) {
        this.contender = contender;
        this.step = SPAN.toMillis() / most;
        this.start = Instant.now().minus(SPAN).toEpochMilli();
    }

    /// @return in each of the two big tables
    long rows() {
        return sales * ROWS_PER_SALE;
    }

    /// Adds later rows to those that are there.
    ///
    /// @param rows that there shall be in each of the two big tables, or a few more
    /// @param progress is told every million
    void reach(long rows, Consumer<String> progress) throws SQLException {
        try (var connection = contender.database().connect()) {
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(Runnable::run, LONGEST_STATEMENT_MILLIS);
            if (sales == 0) {
                consignors(connection);
            }
            while (rows() < rows) {
                var missing = (rows - rows() + ROWS_PER_SALE - 1) / ROWS_PER_SALE;
                var more = Math.min(SALES_PER_COMMIT, missing);
                add(connection, sales, sales + more - 1);
                connection.commit();
                contender.besides(more * ROWS_PER_SALE, more * 2, more * ROWS_PER_SALE);
                var before = rows() / REPORTED;
                sales += more;
                if (rows() / REPORTED > before) {
                    progress.accept("%,d rows in each of the two tables".formatted(rows()));
                }
            }
        }
    }

    /// Of the four hundred, some are those that are sold for now.
    private static void consignors(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO consignor
                    SELECT CONCAT('C', LPAD(seq, 16, '0')), 'Past & Co', 333, UTC_TIMESTAMP(3)
                      FROM seq_1_to_%d
                    """
                            .formatted(CONSIGNORS));
            statement.execute(
                    "CREATE TABLE bench_consignor (number INT PRIMARY KEY, account VARCHAR(48) NOT NULL) CHARACTER SET ascii COLLATE ascii_bin");
            statement.execute(
                    """
                    INSERT INTO bench_consignor
                    SELECT ROW_NUMBER() OVER (ORDER BY consignor_id DESC) - 1, CONCAT('consignor:', consignor_id, ':payable')
                      FROM consignor ORDER BY consignor_id DESC LIMIT %d
                    """
                            .formatted(CONSIGNORS));
        }
    }

    /// Row by row in the order of the primary keys.
    private void add(Connection connection, long first, long last) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    text(
                            """
                            INSERT INTO processed_message (consumer, message_id, fingerprint, outcome, processed_at)
                            SELECT 'engine', CONCAT('sandbox:T', NAME[seq], ':PAID'), UNHEX(MD5(seq)), 'APPLIED', TIME[seq]
                              FROM seq_%d_to_%d
                            """
                                    .formatted(
                                            first * ROWS_PER_SALE,
                                            (last + 1) * ROWS_PER_SALE - 1)));
            for (var journal : Journal.values()) {
                statement.execute(
                        text(
                                """
                                INSERT INTO journal (journal_key, kind, order_no, posted_at)
                                SELECT %s, '%s', CONCAT('O', NAME[seq * 6]), TIME[seq * 6]
                                  FROM seq_%d_to_%d
                                """
                                        .formatted(journal.key("seq * 6"), journal, first, last)));
                statement.execute(
                        text(
                                """
                                INSERT INTO ledger_entry (journal_key, line, account, currency, amount_minor, posted_at)
                                SELECT STRAIGHT_JOIN %1$s, seq MOD %2$d, ELT(1 + seq MOD %2$d, %3$s), 'CNY', ELT(1 + seq MOD %2$d, %4$s), TIME[seq DIV %2$d * 6]
                                  FROM seq_%5$d_to_%6$d
                                  JOIN bench_consignor ON number = seq DIV %2$d * 7919 MOD %7$d
                                """
                                        .formatted(
                                                journal.key("seq DIV " + journal.lines + " * 6"),
                                                journal.lines,
                                                journal.accounts,
                                                journal.amounts,
                                                first * journal.lines,
                                                (last + 1) * journal.lines - 1,
                                                CONSIGNORS)));
            }
        }
    }

    /// Puts names and times where they are asked for.
    private String text(String sql) {
        return replace(replace(sql, "NAME", NAME), "TIME", TIME);
    }

    private String replace(String sql, String word, String expression) {
        var text = new StringBuilder(sql);
        for (var at = text.indexOf(word + "["); at >= 0; at = text.indexOf(word + "[")) {
            var end = text.indexOf("]", at);
            var row = text.substring(at + word.length() + 1, end);
            text.replace(at, end + 1, expression.formatted(start, step).replace("@", row));
        }
        return text.toString();
    }

    /// What is booked for a sale at 270.01, of which the platform keeps 3.33 %.
    private enum Journal {
        COLLECT(2, "'gateway:sandbox:clearing', 'buyer:funds'", "27001, -27001"),
        SETTLE(
                4,
                "'buyer:funds', 'platform:fee', account, 'platform:rounding'",
                "27001, -899, -26101, -1");

        private final int lines;
        private final String accounts;
        private final String amounts;

        Journal(int lines, String accounts, String amounts) {
            this.lines = lines;
            this.accounts = accounts;
            this.amounts = amounts;
        }

        private String key(String row) {
            return switch (this) {
                case COLLECT -> "CONCAT('sandbox:T', NAME[" + row + "], ':COLLECT')";
                case SETTLE -> "CONCAT('O', NAME[" + row + "], ':SETTLE')";
            };
        }
    }
}
