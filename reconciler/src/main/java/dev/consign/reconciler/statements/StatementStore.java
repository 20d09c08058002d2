package dev.consign.reconciler.statements;

import dev.consign.gateway.StatementLine;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.platform.text.CardNumbers;
import dev.consign.reconciler.run.Progress;
import dev.consign.reconciler.run.RunClaim;
import dev.consign.reconciler.run.Runs;
import dev.consign.sql.Batch;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/// Keeps the lines of one file a gateway and date. A file counts only once all of it is stored; the
/// one before it counts until that very moment.
public final class StatementStore {
    private static final String CURRENT =
            """
            SELECT statement_id, digest, total_lines FROM gateway_statement
             WHERE gateway = ? AND business_date = ? AND is_current = 1
            """;

    private static final String BEGIN =
            """
            INSERT INTO gateway_statement (statement_id, gateway, business_date, digest, total_lines, read_at)
            VALUES (?, ?, ?, ?, 0, ?)
            """;

    private static final String ADD =
            """
            INSERT INTO statement_line (statement_id, line_no, kind, word, flaw, payment_no, refund_no, transaction_id,
                                        currency, amount_minor, fee_minor, occurred_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String RETIRE =
            """
            UPDATE gateway_statement SET is_current = NULL
             WHERE gateway = ? AND business_date = ? AND is_current = 1 -- there is one at most
            """;

    private static final String MAKE_CURRENT =
            """
            UPDATE gateway_statement SET is_current = 1, total_lines = ?
             WHERE statement_id = ? AND is_current IS NULL -- made current once
            """;

    private static final String NOBODYS =
            """
            SELECT statement_id FROM gateway_statement
             WHERE gateway = ? AND business_date = ?
               AND is_current IS NULL -- replaced, or never read to its end
            """;

    private static final String FORGET_LINES =
            "DELETE FROM statement_line WHERE statement_id = ? ORDER BY line_no LIMIT ?";

    private final JdbcOperations jdbc;
    private final Runs runs;
    private final IdSource ids;
    private final InstantSource clock;
    private final int slice;

    /// @param slice lines deleted in one transaction
    public StatementStore(
            JdbcOperations jdbc, Runs runs, IdSource ids, InstantSource clock, int slice) {
        this.jdbc = jdbc;
        this.runs = runs;
        this.ids = ids;
        this.clock = clock;
        this.slice = slice;
    }

    /// A file that is stored whole.
    ///
    /// @param digest SHA-256 of its bytes, in hexadecimal
    public record Stored(String statementId, String digest, long lines) {}

    Optional<Stored> current(RunClaim claim) {
        return jdbc
                .query(
                        CURRENT,
                        (row, _) ->
                                new Stored(
                                        row.getString("statement_id"),
                                        HexFormat.of().formatHex(row.getBytes("digest")),
                                        row.getLong("total_lines")),
                        claim.gateway().value(),
                        claim.date())
                .stream()
                .findFirst();
    }

    /// Begins to store a file that does not count yet.
    ///
    /// @return its id
    String begin(RunClaim claim, Progress progress, String digest) {
        var id = ids.next(NumberPrefix.STATEMENT);
        runs.write(
                claim,
                progress,
                () ->
                        jdbc.update(
                                BEGIN,
                                id,
                                claim.gateway().value(),
                                claim.date(),
                                HexFormat.of().parseHex(digest),
                                Utc.column(clock.instant())));
        return id;
    }

    void add(RunClaim claim, Progress progress, String statementId, List<StatementLine> lines) {
        var rows = lines.stream().map(line -> row(statementId, line)).toList();
        runs.write(
                claim,
                progress,
                () -> {
                    Batch.insert(jdbc, ADD, rows);
                    return true;
                });
    }

    /// From now on this file counts, and the one before it does not.
    void makeCurrent(RunClaim claim, Progress progress, String statementId) {
        runs.write(
                claim,
                progress,
                () -> {
                    jdbc.update(RETIRE, claim.gateway().value(), claim.date());
                    var made = jdbc.update(MAKE_CURRENT, progress.read(), statementId);
                    InvariantViolation.expect("statement " + statementId, 1, made);
                    return true;
                });
    }

    /// Deletes the lines of files that do not count: replaced ones, and those whose reader died.
    /// Nobody else stores one of this gateway and date while the run is claimed.
    public void tidy(RunClaim claim, Progress progress) {
        var nobodys =
                jdbc.query(
                        NOBODYS,
                        (row, _) -> row.getString("statement_id"),
                        claim.gateway().value(),
                        claim.date());
        for (var id : nobodys) {
            int deleted;
            do {
                deleted = runs.write(claim, progress, () -> deleteSlice(id));
            } while (deleted == slice);
        }
    }

    private int deleteSlice(String statementId) {
        var deleted = jdbc.update(FORGET_LINES, statementId, slice);
        if (deleted < slice) {
            jdbc.update("DELETE FROM gateway_statement WHERE statement_id = ?", statementId);
        }
        return deleted;
    }

    private static @Nullable Object[] row(String statementId, StatementLine line) {
        var said = said(line);
        return Arrays.asList(
                        statementId,
                        line.number(),
                        line.kind().name(),
                        said.word,
                        said.flaw,
                        said.paymentNo,
                        said.refundNo,
                        said.transactionId,
                        line.amount().currency().getCurrencyCode(),
                        line.amount().minor(),
                        line.fee().minor(),
                        Utc.column(line.occurredAt()))
                .toArray();
    }

    private static Said said(StatementLine line) {
        return switch (line) {
            case StatementLine.Movement one ->
                    new Said(
                            null,
                            null,
                            one.paymentNo().value(),
                            one.refundNo(),
                            one.transactionId().value());
            case StatementLine.Unknown one ->
                    new Said(
                            CardNumbers.inText(one.word()),
                            one.flaw(),
                            one.paymentNo() == null ? "" : one.paymentNo(),
                            one.refundNo(),
                            one.transactionId() == null ? "" : one.transactionId());
        };
    }

    /// The words and numbers of a line.
    private record Said(
            @Nullable String word,
            @Nullable String flaw,
            String paymentNo,
            @Nullable String refundNo,
            String transactionId) {}
}
